using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Core.Turns.Evaluation.Linting;

/// <summary>What the lint says of queries that are known to be right: each warning is one to be judged by a person.</summary>
public sealed class LintSurvey(IAnalyticsDatabases databases, ISqlGuard guard, StatementLint lint)
{
    /// <summary>Looks at every gold query, one database after the other; nothing is run but reading the catalogs.</summary>
    public async Task<IReadOnlyList<LintedQuery>> RunAsync(
        IReadOnlyList<EvalCase> cases, IProgress<LintedQuery>? progress, CancellationToken cancellationToken)
    {
        List<LintedQuery> found = [];
        foreach (var group in cases.GroupBy(item => item.Db, StringComparer.Ordinal))
        {
            var database = group.Key is { Length: > 0 } name ? databases.Open(name) : databases.Default;
            var snapshot = await database.GetAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (item, sql) in group.SelectMany(item => (item.GoldSql ?? []).Select(sql => (item, sql))))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var refusal = guard.Check(sql, snapshot.Scope) as GuardRefusal;
                var warnings = refusal is null ? lint.Check(sql, snapshot.Catalog, snapshot.Scope.SearchPath, item.Question) : [];
                var linted = new LintedQuery(item.Id, item.Db, item.Question, sql, refusal?.Message, warnings);
                found.Add(linted);
                progress?.Report(linted);
            }
        }

        return found;
    }
}
