using System.Diagnostics;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Pipeline.Drafting;

namespace NlSql.Core.Turns.Evaluation;

/// <param name="AnswerAlways">Take the best guess instead of declining or asking.</param>
/// <param name="Parallelism">Databases worked on at a time.</param>
/// <param name="Timeout">For one query.</param>
public sealed record EvalSettings(bool AnswerAlways, int Parallelism, TimeSpan Timeout);

/// <summary>
/// Scores the configured generator on golden questions by running both queries. Generated and gold SQL alike pass the guard and run
/// read-only; gold answers never reach the generator.
/// </summary>
public sealed class EvalRun(IAnalyticsDatabases databases, DraftWriter drafts, ISqlGuard guard, IQueryExecutor executor)
{
    private static readonly RunTag Tag = new("nlsql", "eval");

    /// <summary>One outcome for every case, in the order of the cases.</summary>
    public async Task<IReadOnlyList<EvalOutcome>> RunAsync(
        IReadOnlyList<EvalCase> cases,
        EvalSettings settings,
        IProgress<EvalOutcome>? progress,
        CancellationToken cancellationToken)
    {
        var outcomes = new EvalOutcome[cases.Count];
        var byDatabase = cases.Select((item, index) => (item, index)).GroupBy(c => c.item.Db ?? string.Empty, StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(byDatabase, options, async (group, token) =>
        {
            foreach (var (item, index) in group)
            {
                outcomes[index] = await JudgeAsync(item, settings, token).ConfigureAwait(false);
                progress?.Report(outcomes[index]);
            }
        }).ConfigureAwait(false);
        return outcomes;
    }

    private async Task<EvalOutcome> JudgeAsync(EvalCase item, EvalSettings settings, CancellationToken cancellationToken)
    {
        var outcome = new EvalOutcome(item.Id, item.Source, item.Db, EvalVerdict.Error, null, null, 0, 0, null, null);
        try
        {
            var opened = item.Db is { Length: > 0 } name ? databases.Open(name) : databases.Default;
            var database = await opened.GetAsync(cancellationToken).ConfigureAwait(false);
            var started = Stopwatch.GetTimestamp();
            var request = new DraftRequest(item.Question)
            {
                Instructions = item.Instructions,
                AnswerAlways = settings.AnswerAlways,
                Record = false,
                Origin = TurnOrigin.Cli,
            };
            var earlier = item.Earlier.Select(question => new PriorTurn(question, "")).ToList();
            var draft = await drafts.DraftAsync(database, request, earlier, Tag, cancellationToken).ConfigureAwait(false);
            outcome = outcome with
            {
                Sql = draft.Sql,
                Generator = draft.Generator,
                Confidence = draft.Confidence,
                DraftMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            };

            var golds = new List<ResultTable>();
            string? goldError = null;
            foreach (var sql in item.GoldSql)
            {
                var gold = await RunAsync(database, sql, settings, cancellationToken).ConfigureAwait(false);
                if (gold.Table is { } table)
                {
                    golds.Add(table);
                }

                goldError ??= gold.Error;
            }

            if (golds.Count == 0)
            {
                return outcome with { Verdict = EvalVerdict.GoldFailed, Error = goldError };
            }

            if (draft.Sql is null)
            {
                return outcome with { Verdict = EvalVerdict.Abstained, Error = draft.Declined?.Reason ?? draft.Clarify?.Question };
            }

            started = Stopwatch.GetTimestamp();
            var run = await RunAsync(database, draft.Sql, settings, cancellationToken).ConfigureAwait(false);
            outcome = outcome with { RunMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds, Error = run.Error };
            return outcome with { Verdict = run.Table is { } answer ? golds.Min(g => ResultComparison.Compare(g, answer, item.Ordered)) : run.Verdict };
        }
        catch (PipelineFailureException failure)
        {
            return outcome with { Error = failure.Failure.Message };
        }
    }

    private async Task<QueryRun> RunAsync(DatabaseSnapshot database, string sql, EvalSettings settings, CancellationToken cancellationToken)
    {
        var verdict = guard.Check(sql, database.Scope);
        if (verdict is not GuardApproval { Sql: var approved })
        {
            return new QueryRun(null, EvalVerdict.Refused, (verdict as GuardRefusal)?.Message);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            var table = new ResultTable();
            await executor.ExportAsync(database.DataSource, approved, Tag, table, limit.Token).ConfigureAwait(false);
            return table.IsTooBig ? new QueryRun(null, EvalVerdict.TooBig, "The result is too big to compare.") : new QueryRun(table, EvalVerdict.Exact, null);
        }
        catch (PipelineFailureException failure)
        {
            return new QueryRun(null, failure.Failure.Type == FailureTypes.StatementTimeout ? EvalVerdict.Timeout : EvalVerdict.Error, failure.Failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new QueryRun(null, EvalVerdict.Timeout, "The query took too long.");
        }
    }

    /// <param name="Table">Null when it did not run.</param>
    private sealed record QueryRun(ResultTable? Table, EvalVerdict Verdict, string? Error);
}
