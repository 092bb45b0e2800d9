using System.Diagnostics;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Evaluation;

/// <param name="AnswerAlways">Take the best guess instead of declining or asking.</param>
/// <param name="Parallelism">Databases worked on at a time.</param>
/// <param name="Timeout">For one query.</param>
public sealed record EvalSettings(bool AnswerAlways, int Parallelism, TimeSpan Timeout)
{
    /// <summary>Who writes, see <see cref="GeneratorChoice"/>.</summary>
    public string Generator { get; init; } = GeneratorChoice.Usual;

    /// <summary>Tables that are found for a question at most; null for the product's own number.</summary>
    public int? Tables { get; init; }

    /// <summary>Outcomes of an interrupted run: their cases are not asked again.</summary>
    public IReadOnlyCollection<EvalOutcome> Known { get; init; } = [];
}

/// <summary>
/// Scores the configured generator on golden questions by running both queries. Generated and gold SQL alike pass the guard and run
/// read-only; gold answers never reach the generator.
/// </summary>
public sealed class EvalRun(
    IAnalyticsDatabases databases,
    GeneratorChoice generators,
    GenerationRequests requests,
    ISqlGuard guard,
    IQueryExecutor executor,
    TimeProvider time)
{
    private static readonly RunTag Tag = new("nlsql", "eval");
    private static readonly PipelineFailure TooSlow = new(FailureParty.Database, FailureTypes.StatementTimeout, "The query took too long.");

    /// <summary>One outcome for every case, in the order of the cases.</summary>
    public async Task<IReadOnlyList<EvalOutcome>> RunAsync(
        IReadOnlyList<EvalCase> cases,
        EvalSettings settings,
        IProgress<EvalOutcome>? progress,
        CancellationToken cancellationToken)
    {
        var drafts = new DraftWriter(generators.Named(settings.Generator), requests, guard, time, memory: null);
        var known = settings.Known.ToDictionary(outcome => outcome.Id, StringComparer.Ordinal);
        var outcomes = new EvalOutcome[cases.Count];
        var byDatabase = cases.Select((item, index) => (item, index)).GroupBy(c => c.item.Db ?? string.Empty, StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(byDatabase, options, async (group, token) =>
        {
            var asked = new Dictionary<string, AskedCase>(StringComparer.Ordinal);
            foreach (var (item, index) in group)
            {
                if (!known.TryGetValue(item.Id, out var outcome))
                {
                    outcome = await JudgeAsync(drafts, item, History(item, asked), settings, token).ConfigureAwait(false);
                    progress?.Report(outcome);
                }

                outcomes[index] = outcome;
                asked[item.Id] = new AskedCase(new PriorTurn(item.Question, outcome.Sql ?? ""), item.Follows);
            }
        }).ConfigureAwait(false);
        return outcomes;
    }

    /// <summary>What was asked before, oldest first: with the SQL that was drafted for it where it is a case of its own.</summary>
    private static List<PriorTurn> History(EvalCase item, Dictionary<string, AskedCase> asked)
    {
        var turns = new List<PriorTurn>();
        for (var before = item.Follows; before is not null && turns.Count < asked.Count && asked.TryGetValue(before, out var turn); before = turn.Follows)
        {
            turns.Insert(0, turn.Turn);
        }

        return [.. item.Earlier.Select(question => new PriorTurn(question, "")), .. turns];
    }

    private async Task<EvalOutcome> JudgeAsync(
        DraftWriter drafts, EvalCase item, IReadOnlyList<PriorTurn> history, EvalSettings settings, CancellationToken cancellationToken)
    {
        var outcome = new EvalOutcome(item.Id, item.Source, item.Db, EvalVerdict.Error, null, null, null, 0, null, null)
        {
            Question = item.Question,
            Structure = item.Structure,
        };
        var started = Stopwatch.GetTimestamp();
        try
        {
            var opened = item.Db is { Length: > 0 } name ? databases.Open(name) : databases.Default;
            var database = await opened.GetAsync(cancellationToken).ConfigureAwait(false);
            started = Stopwatch.GetTimestamp();
            var request = new DraftRequest(item.Question)
            {
                Instructions = item.Instructions,
                AnswerAlways = settings.AnswerAlways,
                Record = false,
                Origin = TurnOrigin.Cli,
                Limits = settings.Tables is { } most ? new RetrievalLimits() with { Tables = most } : new RetrievalLimits(),
            };
            var draft = await drafts.DraftAsync(database, request, history, Tag, cancellationToken).ConfigureAwait(false);
            outcome = Drafted(outcome, draft) with { DraftMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds };
            return item.HasAnswer
                ? await CompareAsync(database, item, outcome, draft, settings, cancellationToken).ConfigureAwait(false)
                : draft.Sql is null
                    ? outcome with { Verdict = EvalVerdict.DeclinedRightly, Error = Reason(draft) }
                    : outcome with { Verdict = EvalVerdict.AnsweredWrongly, Fault = EvalFaults.AnsweredUnanswerable };
        }
        catch (PipelineFailureException failure)
        {
            // Who could not write anything at all has not declined: that a model was down is no merit.
            return outcome with
            {
                Verdict = item.HasAnswer ? EvalVerdict.Error : EvalVerdict.AnsweredWrongly,
                Error = failure.Failure.Message,
                Fault = EvalFaults.Of(failure.Failure),
                DraftMs = outcome.DraftMs > 0 ? outcome.DraftMs : Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            };
        }
    }

    private static EvalOutcome Drafted(EvalOutcome outcome, SqlDraft draft) => outcome with
    {
        Sql = draft.Sql,
        Generator = draft.Generator,
        Confidence = draft.Confidence,
        Mended = draft.Work?.Corrections ?? [],
        Repairs = draft.Work?.Repairs ?? 0,
        ModelCalls = draft.Work?.Calls ?? 0,
        PromptTokens = draft.Work?.PromptTokens,
        CachedTokens = draft.Work?.CachedTokens,
        AnswerTokens = draft.Work?.AnswerTokens,
    };

    private static string? Reason(SqlDraft draft) => draft.Declined?.Reason ?? draft.Clarify?.Question;

    private async Task<EvalOutcome> CompareAsync(
        DatabaseSnapshot database, EvalCase item, EvalOutcome outcome, SqlDraft draft, EvalSettings settings, CancellationToken cancellationToken)
    {
        var golds = new List<ResultTable>();
        string? goldError = null;
        foreach (var sql in item.GoldSql!)
        {
            var gold = await RunAsync(database, sql, settings, cancellationToken).ConfigureAwait(false);
            if (gold.Table is { } table)
            {
                golds.Add(table);
            }

            goldError ??= gold.Failure?.Message;
        }

        if (golds.Count == 0)
        {
            return outcome with { Verdict = EvalVerdict.GoldFailed, Error = goldError };
        }

        if (draft.Sql is null)
        {
            return outcome with
            {
                Verdict = EvalVerdict.Abstained,
                Error = Reason(draft),
                Fault = draft.Clarify is null ? EvalFaults.Declined : EvalFaults.AskedBack,
            };
        }

        var started = Stopwatch.GetTimestamp();
        var run = await RunAsync(database, draft.Sql, settings, cancellationToken).ConfigureAwait(false);
        outcome = outcome with { RunMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds };
        if (run.Table is not { } answer)
        {
            return outcome with { Verdict = run.Verdict, Error = run.Failure?.Message, Fault = run.Failure is { } f ? EvalFaults.Of(f) : EvalFaults.TooBig };
        }

        var verdict = golds.Min(gold => ResultComparison.Compare(gold, answer, item.Ordered));
        outcome = outcome with { Verdict = verdict };
        return outcome.IsCorrect ? outcome : outcome with { Fault = EvalFaults.OfRows(golds, answer, verdict) };
    }

    private async Task<QueryRun> RunAsync(DatabaseSnapshot database, string sql, EvalSettings settings, CancellationToken cancellationToken)
    {
        var verdict = guard.Check(sql, database.Scope);
        if (verdict is not GuardApproval { Sql: var approved })
        {
            return new QueryRun(null, EvalVerdict.Refused, Refusals.AsFailure((GuardRefusal)verdict));
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            var table = new ResultTable();
            await executor.ExportAsync(database.DataSource, approved, Tag, table, limit.Token).ConfigureAwait(false);
            return table.IsTooBig ? new QueryRun(null, EvalVerdict.TooBig, null) : new QueryRun(table, EvalVerdict.Exact, null);
        }
        catch (PipelineFailureException failure)
        {
            return new QueryRun(null, failure.Failure.Type == FailureTypes.StatementTimeout ? EvalVerdict.Timeout : EvalVerdict.Error, failure.Failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new QueryRun(null, EvalVerdict.Timeout, TooSlow);
        }
    }

    /// <param name="Table">Null when it did not run.</param>
    private sealed record QueryRun(ResultTable? Table, EvalVerdict Verdict, PipelineFailure? Failure);

    /// <param name="Follows">Id of the case before it.</param>
    private sealed record AskedCase(PriorTurn Turn, string? Follows);
}
