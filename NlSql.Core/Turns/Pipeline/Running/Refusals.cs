using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline.Running;

/// <summary>What the guard's refusal is to a turn or an export.</summary>
internal static class Refusals
{
    public static PipelineFailure AsFailure(GuardRefusal refusal) => refusal.Rule == GuardRules.Busy
        ? new(FailureParty.Infrastructure, FailureTypes.SqlGuardBusy, refusal.Message, IsTransient: true)
        : new(
            FailureParty.Guard,
            refusal.Rule == GuardRules.Syntax ? FailureTypes.SqlSyntax : FailureTypes.SqlRefused,
            refusal.Message,
            refusal.Rewrite is null ? null : "There is a rewrite that passes.")
        {
            Position = refusal.Start,
            Rule = refusal.Rule,
        };
}
