using System.Collections.Concurrent;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Core.Turns.Evaluation.Coverage;

/// <summary>
/// Measures prompts without a model: whether what a question needs is in its prompt at all. <c>{"id","question","db"?,"gold_sql"}</c> a line for live
/// databases, <c>{"id","question","db","tables","columns"?}</c> for those of a catalog file.
/// </summary>
public sealed class PromptCoverage
{
    private readonly IAnalyticsDatabases databases;
    private readonly ISchemaIndexFactory factory;
    private readonly TranslationPrompt prompt;
    private readonly ISqlGuard guard;

    internal PromptCoverage(IAnalyticsDatabases databases, ISchemaIndexFactory factory, TranslationPrompt prompt, ISqlGuard guard)
    {
        this.databases = databases;
        this.factory = factory;
        this.prompt = prompt;
        this.guard = guard;
    }

    /// <summary>Measures every case of which something is needed, one database at a time; what is needed is read from the gold queries.</summary>
    public Task<IReadOnlyList<CoverageOutcome>> RunAsync(
        IReadOnlyList<CoverageCase> cases, IProgress<CoverageOutcome>? progress, CancellationToken cancellationToken)
    {
        return MeasureAsync(cases, OpenAsync, progress, cancellationToken);

        async Task<Opened> OpenAsync(string? name, CancellationToken token)
        {
            var database = name is { Length: > 0 } ? databases.Open(name) : databases.Default;
            var snapshot = await database.GetAsync(token).ConfigureAwait(false);
            return new Opened(snapshot.Catalog, snapshot.Index, item => GoldQueries(item, snapshot), IsOwn: false);
        }
    }

    /// <summary>As before, over the catalogs of a file; PostgreSQL is not needed, and what is needed is said by the cases.</summary>
    public Task<IReadOnlyList<CoverageOutcome>> RunAsync(
        IReadOnlyList<CoverageCase> cases,
        IReadOnlyDictionary<string, SchemaCatalog> catalogs,
        IProgress<CoverageOutcome>? progress,
        CancellationToken cancellationToken)
    {
        return MeasureAsync(cases, OpenAsync, progress, cancellationToken);

        async Task<Opened> OpenAsync(string? name, CancellationToken token)
        {
            var catalog = catalogs.GetValueOrDefault(name ?? string.Empty) ?? throw new PipelineFailureException(
                new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, $"The catalog file has no database '{name}'."));
            var index = await factory.OpenInMemoryAsync(catalog, token).ConfigureAwait(false);
            return new Opened(catalog, index, item => [Needed.Named(item, catalog)], IsOwn: true);
        }
    }

    private async Task<IReadOnlyList<CoverageOutcome>> MeasureAsync(
        IReadOnlyList<CoverageCase> cases,
        Func<string?, CancellationToken, Task<Opened>> open,
        IProgress<CoverageOutcome>? progress,
        CancellationToken cancellationToken)
    {
        var outcomes = new ConcurrentQueue<CoverageOutcome>();
        foreach (var group in cases.Where(item => item.HasGold).GroupBy(item => item.Db, StringComparer.Ordinal))
        {
            var opened = await open(group.Key, cancellationToken).ConfigureAwait(false);
            try
            {
                foreach (var item in group)
                {
                    var outcome = await MeasureAsync(item, opened, cancellationToken).ConfigureAwait(false);
                    outcomes.Enqueue(outcome);
                    progress?.Report(outcome);
                }
            }
            finally
            {
                if (opened.IsOwn)
                {
                    opened.Index.Dispose();
                }
            }
        }

        return [.. outcomes];
    }

    private async Task<CoverageOutcome> MeasureAsync(CoverageCase item, Opened opened, CancellationToken cancellationToken)
    {
        var question = item.Question ?? string.Empty;
        var schema = await opened.Index.SearchAsync(question, new RetrievalLimits(), cancellationToken).ConfigureAwait(false);
        var built = prompt.Build(new GenerationRequest { Question = question, Catalog = opened.Catalog, Schema = schema });
        var there = built.Tables.ToDictionary(table => table.Name, table => table.Columns.ToHashSet(StringComparer.Ordinal));
        var best = opened.Gold(item).Select(needed => Missing(needed, there)).OrderBy(m => m.Tables.Count).ThenBy(m => m.Columns.Count).FirstOrDefault();
        return new CoverageOutcome(item.Id, item.Db, built.IsWhole, built.EstimatedTokens, best?.Tables ?? [], best?.Columns ?? [])
        {
            Error = best is null ? "No gold query could be read." : null,
        };
    }

    private static Lack Missing(Needed needed, Dictionary<RelationName, HashSet<string>> there) => new(
        [.. needed.Tables.Where(table => !there.ContainsKey(table)).Select(table => table.ToString())],
        [.. needed.Columns.Where(c => there.TryGetValue(c.Table, out var columns) && !columns.Contains(c.Column)).Select(c => $"{c.Table}.{c.Column}")]);

    private List<Needed> GoldQueries(CoverageCase item, DatabaseSnapshot snapshot) =>
    [
        .. (item.GoldSql ?? []).Select(sql => guard.Check(sql, snapshot.Scope)).OfType<GuardApproval>().Select(gold => Needed.By(gold.Sql, snapshot.Catalog)),
    ];

    private sealed record Lack(IReadOnlyList<string> Tables, IReadOnlyList<string> Columns);

    private sealed record Opened(SchemaCatalog Catalog, ISchemaIndex Index, Func<CoverageCase, List<Needed>> Gold, bool IsOwn);
}
