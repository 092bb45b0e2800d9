using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Probing;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Replay.Playing;

/// <summary>Guard, planner and rows for a pack's statements: as everywhere nothing reaches the database but what the guard approved today.</summary>
internal sealed class StatementPlayback(ISqlGuard guard, IQueryExecutor executor, StatementProbe probe)
{
    /// <summary>Part of the estimate by which it may change: statistics are drawn anew by themselves.</summary>
    private const double Tolerance = 0.1;

    private static readonly RunTag Tag = new(LocalAnalyst.LocalName, "replay");

    public async Task<IReadOnlyList<ReplayStage>> PlayAsync(DatabaseSnapshot database, ReplayPack pack, CancellationToken cancellationToken)
    {
        List<ReplayStage> stages = [];
        foreach (var version in pack.Turn.Versions)
        {
            var name = pack.Turn.Versions.Count == 1 ? "" : FormattableString.Invariant($" {version.Number}");
            var verdict = guard.Check(version.Sql, database.Scope);
            stages.Add(ReplayStage.Of($"verdict{name}", Differing.Value("The guard's word", version.Refusal?.Rule ?? "approved", Word(verdict))));
            if (version.Estimate is { } before && verdict is GuardApproval { Sql: var approved })
            {
                stages.Add(await EstimateAsync($"estimate{name}", database, before, approved, cancellationToken).ConfigureAwait(false));
            }
        }

        if (pack.Result is { } result)
        {
            stages.Add(await RowsAsync(database, result, cancellationToken).ConfigureAwait(false));
        }

        return stages;
    }

    private static string Word(GuardVerdict verdict) => verdict is GuardRefusal refusal ? refusal.Rule : "approved";

    private async Task<ReplayStage> EstimateAsync(
        string name, DatabaseSnapshot database, PlanEstimate before, ApprovedSql approved, CancellationToken cancellationToken)
    {
        try
        {
            var now = await executor.EstimateAsync(database.DataSource, approved, Tag, cancellationToken).ConfigureAwait(false);
            return ReplayStage.Of(
                name,
                Near("The rows that the planner expects", before.Rows, now.Rows),
                Near("The cost that the planner expects", before.Cost, now.Cost));
        }
        catch (PipelineFailureException error) when (error.Failure.SqlState is not null)
        {
            return ReplayStage.Of(name, $"The planner says: {error.Failure.Message}");
        }
    }

    private static string? Near(string what, double before, double now) => Math.Abs(before - now) <= Math.Max(1, Tolerance * Math.Max(before, now))
        ? null
        : Differing.Value(what, Math.Round(before), Math.Round(now));

    private async Task<ReplayStage> RowsAsync(DatabaseSnapshot database, PackedResult before, CancellationToken cancellationToken)
    {
        const string Name = "rows";
        if (before.Rows is not { } held)
        {
            return ReplayStage.NotCompared(Name, before.WithoutRows ?? "The pack holds none.");
        }

        if (before.Truncated || held.Count < before.RowCount)
        {
            return ReplayStage.NotCompared(Name, "The pack does not hold all of them.");
        }

        using var enough = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        var now = new FirstRows(held.Count + 1, enough);
        try
        {
            if (!await probe.TryAsync(database, new Probe(before.Sql, Tag, TurnOrigin.Cli), now, either.Token).ConfigureAwait(false))
            {
                return ReplayStage.NotCompared(Name, "The statement may not run any more, or costs too much.");
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ReplayStage.Of(Name, FormattableString.Invariant($"There were {held.Count:N0} rows, and there are more."));
        }
        catch (PipelineFailureException error) when (error.Failure.SqlState is not null)
        {
            return ReplayStage.Of(Name, $"The statement fails: {error.Failure.Message}");
        }

        return ReplayStage.Of(
            Name,
            Differing.Lists("The columns", before.Columns.Select(column => column.Name), now.Columns.Select(column => column.Name)),
            Differing.Value("The number of rows", held.Count, now.Rows.Count) ?? Cells(held, now.Rows));
    }

    /// <summary>In any order: few statements say one for all of their rows.</summary>
    private static string? Cells(IReadOnlyList<IReadOnlyList<string?>> before, List<string> now)
    {
        var gone = before.Select(Line).Order(StringComparer.Ordinal).ToList();
        var came = now.Order(StringComparer.Ordinal).ToList();
        var first = Enumerable.Range(0, gone.Count).Where(i => gone[i] != came[i]).Cast<int?>().FirstOrDefault();
        return first is { } row ? Differing.Value("A row", gone[row], came[row]) : null;
    }

    private static string Line(IEnumerable<string?> row) => string.Join(" | ", row.Select(cell => cell ?? "NULL"));

    private sealed class FirstRows(int most, CancellationTokenSource enough) : IRowSink
    {
        public IReadOnlyList<ResultColumn> Columns { get; private set; } = [];

        public List<string> Rows { get; } = [];

        public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
        {
            Columns = columns;
            return ValueTask.CompletedTask;
        }

        public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
        {
            Rows.Add(Line(row.Select(CellText.Of)));
            if (Rows.Count >= most)
            {
                await enough.CancelAsync().ConfigureAwait(false);
                enough.Token.ThrowIfCancellationRequested();
            }
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
