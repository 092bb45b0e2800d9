using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Lists;

namespace NlSql.Core.Database.Code;

/// <summary>
/// Checks of domains that call functions of <c>pg_catalog</c> which act: <c>CHECK (pg_try_advisory_lock(VALUE))</c>. PostgreSQL's dependencies do not
/// tell of them.
/// </summary>
internal static class DomainChecks
{
    /// <summary>What the check runs, for people; null when it only computes.</summary>
    /// <param name="expression">As PostgreSQL writes it, names with their schema where they need one.</param>
    public static string? Acting(string expression)
    {
        if (StatementReader.ReadOne($"SELECT {expression}") is not { } statement)
        {
            return "a check that cannot be read";
        }

        string? acting = null;
        statement.Rewrite(node =>
        {
            acting ??= node.Kind == "FuncCall" && node.Names("funcname") is [.., var name] names && IsRefused(names, name) ? $"the function {name}" : null;
            return node;
        });
        return acting;
    }

    private static bool IsRefused(string[] names, string name) =>
        (names.Length == 1 || names[0] == "pg_catalog") && AllowLists.RefusedFunctions.ContainsKey(name);
}
