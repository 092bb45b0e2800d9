using NlSql.Core.Foundation.Failures;

namespace NlSql.Tests.Unit.Foundation.Failures;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(FailureParty.Caller, FailureTypes.NotAnswerable, 6)]
    [InlineData(FailureParty.Caller, FailureTypes.ClarificationNeeded, 6)]
    [InlineData(FailureParty.Caller, FailureTypes.QuestionEmpty, 2)]
    [InlineData(FailureParty.Caller, FailureTypes.PlanTooExpensive, 2)]
    [InlineData(FailureParty.Guard, FailureTypes.SqlRefused, 3)]
    [InlineData(FailureParty.Guard, FailureTypes.SqlSyntax, 3)]
    [InlineData(FailureParty.Database, FailureTypes.SqlSyntax, 3)]
    [InlineData(FailureParty.Database, FailureTypes.DatabaseUnreachable, 4)]
    [InlineData(FailureParty.Database, FailureTypes.StatementTimeout, 4)]
    [InlineData(FailureParty.Model, FailureTypes.ModelTimeout, 5)]
    [InlineData(FailureParty.Infrastructure, FailureTypes.NativeLibraryMissing, 7)]
    [InlineData(FailureParty.Infrastructure, FailureTypes.SettingsInvalid, 2)]
    [InlineData(FailureParty.Infrastructure, FailureTypes.Unexpected, 1)]
    [InlineData(FailureParty.Caller, FailureTypes.Cancelled, 130)]
    public void From_Failure_IsTheCodeThatScriptsKnow(FailureParty party, string type, int code) =>
        Assert.Equal(code, ExitCodes.From(new PipelineFailure(party, type, "m")));
}
