using System.Reflection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Tests.Unit.Turns.Pipeline.Progress;

public sealed class FailureStatusTests
{
    /// <summary>Every type, so that a new one has to be thought about here.</summary>
    private static readonly Dictionary<string, TurnStatus> Expected = new(StringComparer.Ordinal)
    {
        ["not-answerable"] = TurnStatus.Declined,
        ["clarification-needed"] = TurnStatus.Declined,
        ["cancelled"] = TurnStatus.Stopped,
        ["question-empty"] = TurnStatus.Failed,
        ["question-too-long"] = TurnStatus.Failed,
        ["sql-refused"] = TurnStatus.Failed,
        ["sql-syntax"] = TurnStatus.Failed,
        ["model-unreachable"] = TurnStatus.Failed,
        ["model-unauthorized"] = TurnStatus.Failed,
        ["model-rate-limited"] = TurnStatus.Failed,
        ["model-timeout"] = TurnStatus.Failed,
        ["model-answer-unusable"] = TurnStatus.Failed,
        ["database-unreachable"] = TurnStatus.Failed,
        ["database-unauthorized"] = TurnStatus.Failed,
        ["database-unknown"] = TurnStatus.Failed,
        ["database-error"] = TurnStatus.Failed,
        ["database-role-refused"] = TurnStatus.Failed,
        ["database-nothing-readable"] = TurnStatus.Failed,
        ["statement-timeout"] = TurnStatus.Failed,
        ["statement-cancelled"] = TurnStatus.Failed,
        ["plan-too-expensive"] = TurnStatus.Failed,
        ["result-expired"] = TurnStatus.Failed,
        ["index-unusable"] = TurnStatus.Failed,
        ["native-library-missing"] = TurnStatus.Failed,
        ["data-path-not-writable"] = TurnStatus.Failed,
        ["settings-invalid"] = TurnStatus.Failed,
        ["sql-guard-busy"] = TurnStatus.Failed,
        ["not-ready"] = TurnStatus.Failed,
        ["not-found"] = TurnStatus.Failed,
        ["id-malformed"] = TurnStatus.Failed,
        ["ids-disagree"] = TurnStatus.Failed,
        ["field-unknown"] = TurnStatus.Failed,
        ["other-database"] = TurnStatus.Failed,
        ["schema-changed"] = TurnStatus.Failed,
        ["turn-busy"] = TurnStatus.Failed,
        ["busy"] = TurnStatus.Failed,
        ["stopping"] = TurnStatus.Stopped,
        ["file-not-writable"] = TurnStatus.Failed,
        ["replay-unusable"] = TurnStatus.Failed,
        ["state-unusable"] = TurnStatus.Failed,
        ["disk-full"] = TurnStatus.Failed,
        ["sql-empty"] = TurnStatus.Failed,
        ["unexpected"] = TurnStatus.Failed,
    };

    public static TheoryData<string> Types =>
        [.. typeof(FailureTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(type => (string)type.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Of_AnyTypeThatIsNotTheGuards_IsAsInTheTable(string type)
    {
        var parties = Enum.GetValues<FailureParty>().Except([FailureParty.Guard]);

        Assert.All(parties, party => Assert.Equal(Expected[type], FailureStatus.Of(new PipelineFailure(party, type, "m"))));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Of_AnyTypeByTheGuard_IsRefused(string type) =>
        Assert.Equal(TurnStatus.Refused, FailureStatus.Of(new PipelineFailure(FailureParty.Guard, type, "m")));
}
