using NlSql.Core.Foundation.Failures;

namespace NlSql.Tests.Unit.Foundation.Failures;

public sealed class PipelineFailureTests
{
    private static readonly string Endless = string.Concat(Enumerable.Repeat("\U0001F600", 500_000));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    public void MessageAndAdvice_OfAnyLength_AreCutBetweenCharacters(string before)
    {
        var failure = new PipelineFailure(FailureParty.Database, FailureTypes.DatabaseError, before + Endless, before + Endless);
        var changed = failure with { Message = "short", Advice = null };
        Assert.Equal(("short", null), (changed.Message, changed.Advice));
        changed = changed with { Message = before + Endless, Advice = before + Endless };

        foreach (var text in (string?[])[failure.Message, failure.Advice, changed.Message, changed.Advice, new PipelineFailureException(failure).Message])
        {
            Assert.InRange(text!.Length, PipelineFailure.LongestText - 1, PipelineFailure.LongestText);
            Assert.EndsWith("\U0001F600…", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Message_OfManyFaultySettings_SaysThemAll()
    {
        var faults = string.Join('\n', Enumerable.Range(1, 500).Select(i => $"KEY_{i} is not a number."));

        Assert.Equal(faults, new PipelineFailure(FailureParty.Infrastructure, FailureTypes.SettingsInvalid, faults).Message);
    }

    [Fact]
    public void MessageAndAdvice_ThatFit_StayAsTheyAre()
    {
        var message = new string('x', PipelineFailure.LongestText);

        var failure = new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, message);

        Assert.Equal((message, null), (failure.Message, failure.Advice));
    }
}
