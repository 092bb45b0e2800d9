using NlSql.LocalModel.Inference;

namespace NlSql.Tests.Unit.LocalModel;

/// <summary>Stops are found wherever the tokens break them, and nothing of the answer is lost or held for ever.</summary>
public sealed class StopTextTests
{
    [Theory]
    [InlineData("SELECT 1; -- x", ";", "SELECT 1")]
    [InlineData("ab###cd", "###", "ab")]
    [InlineData("a## b", "###", "a## b")]
    [InlineData("ends in ##", "###", "ends in ##")]
    [InlineData("first ENDs here", "ENDs|END", "first ")]
    [InlineData("aaab", "aab", "a")]
    public void Push_InPiecesOfAnyLength_GivesTheSame(string answer, string stops, string expected)
    {
        for (var length = 1; length <= answer.Length; length++)
        {
            var stop = new StopText(stops.Split('|'));
            var given = string.Concat(answer.Chunk(length).Select(piece => stop.Push(new string(piece)))) + stop.Rest();

            Assert.Equal(expected, given);
            Assert.Equal(expected != answer, stop.IsFound);
        }
    }

    [Fact]
    public void Push_NoStops_HoldsNothingBack() => Assert.Equal("text", new StopText([]).Push("text"));
}
