using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Caching;

namespace NlSql.Core.Sql.Guarding;

/// <summary>
/// One pass a text and scope: a draft is tried, judged for review, judged again before it runs, and its rows are judged by the statement at each reading. The
/// verdict follows from text and scope alone; what a busy machine cut short is asked again. A scope is known by its identity: one that was read anew, even with
/// the same content, begins afresh.
/// </summary>
internal sealed class RecentVerdicts(ISqlGuard inner) : ISqlGuard
{
    /// <summary>Texts that are remembered for one scope.</summary>
    private const int Kept = 512;

    /// <summary>UTF-16 characters of a text that is remembered: long ones would hold megabytes, and come once.</summary>
    private const int LongestKept = 8192;

    private readonly ConditionalWeakTable<GuardScope, LruCache<string, GuardVerdict>> verdicts = [];

    /// <inheritdoc />
    public GuardVerdict Check(string sql, GuardScope scope)
    {
        if (sql.Length > LongestKept)
        {
            return inner.Check(sql, scope);
        }

        var known = verdicts.GetValue(scope, static _ => new LruCache<string, GuardVerdict>(Kept));
        if (known.TryGet(sql, out var verdict))
        {
            return verdict;
        }

        verdict = inner.Check(sql, scope);
        if (verdict is not GuardRefusal { IsOfTheMoment: true })
        {
            known.Set(sql, verdict);
        }

        return verdict;
    }
}
