using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Short ways to ask the guard.</summary>
internal static class GuardVerdicts
{
    private static readonly SqlGuard Guard = new();

    public static GuardVerdict Check(string sql, GuardScope? scope = null) => Guard.Check(sql, scope ?? GuardScope.NamesOnly);

    public static ApprovedSql Approved(string sql, GuardScope? scope = null) => Check(sql, scope) switch
    {
        GuardApproval approval => approval.Sql,
        GuardRefusal refusal => throw new Xunit.Sdk.XunitException($"Refused by {refusal.Rule}: {refusal.Message}\n{sql}"),
        _ => throw new InvalidOperationException(),
    };

    public static GuardRefusal Refused(string sql, GuardScope? scope = null) => Check(sql, scope) switch
    {
        GuardRefusal refusal => refusal,
        GuardApproval approval => throw new Xunit.Sdk.XunitException($"Approved: {approval.Sql.Text}"),
        _ => throw new InvalidOperationException(),
    };
}
