using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Replay.Packs;

/// <summary>
/// Writes a turn as a pack. No rows unless they are asked for, and none of a statement that a personal column has to do with; nothing that was read out of
/// rows, no names of analysts, no keys.
/// </summary>
public sealed class ReplayExport
{
    private const int MostRows = 1_000;
    private const int MostCharacters = 4_000_000;

    private readonly TurnTraces traces;
    private readonly IAnalyticsDatabases databases;
    private readonly ISqlGuard guard;
    private readonly IResultStore results;
    private readonly PackSecrets secrets;
    private readonly TimeProvider time;

    internal ReplayExport(
        TurnTraces traces, IAnalyticsDatabases databases, ISqlGuard guard, IResultStore results, PackSecrets secrets, TimeProvider time)
    {
        this.traces = traces;
        this.databases = databases;
        this.guard = guard;
        this.results = results;
        this.secrets = secrets;
        this.time = time;
    }

    /// <summary>The pack as JSON, for a file. Throws <see cref="PipelineFailureException"/> (state-unusable).</summary>
    /// <param name="turn">Whoever asks may read it.</param>
    /// <param name="withRows">The rows are wanted, too; where they cannot be given the pack says why.</param>
    public async Task<string> WriteAsync(Turn turn, bool withRows, CancellationToken cancellationToken)
    {
        var result = turn.Result is { } ran ? Packed(turn, ran) : null;
        var pack = new ReplayPack
        {
            Pack = ReplayPack.FormatName,
            Format = ReplayPack.NewestFormat,
            MadeBy = ProductVersion.Current,
            MadeAt = time.GetUtcNow(),
            Turn = Packed(turn),
            Trace = traces.Find(turn.Id),
            Result = result is not null && withRows ? await WithRowsAsync(result, turn.Result!, cancellationToken).ConfigureAwait(false) : result,
        };
        return ReplayPackFile.Write(pack, secrets);
    }

    private static PackedTurn Packed(Turn turn) => new()
    {
        Id = turn.Id,
        Question = turn.Question,
        AskedAt = turn.AskedAt,
        Origin = turn.Origin,
        Status = turn.Status,
        Failure = turn.Failure is { } failure ? WithoutValues(failure) : null,
        // The note of a kept pair names who keeps it.
        Draft = turn.Draft is { Generator: GeneratorNames.Memory } kept ? kept with { Notes = [] } : turn.Draft,
        Versions = turn.Versions,
        Timings = turn.Timings,
    };

    private static PackedResult Packed(Turn turn, StoredResult ran) => new()
    {
        Version = turn.ResultVersion,
        Sql = ran.Sql,
        RanAt = ran.RanAt,
        RowCount = ran.RowCount,
        Truncated = ran.Truncated || ran.Partial || ran.CutCells > 0,
        Columns = ran.Columns,
    };

    /// <summary>PostgreSQL's errors while it runs name the value that did not fit; those about syntax and names (class 42) come before that.</summary>
    private static PipelineFailure WithoutValues(PipelineFailure failure) =>
        failure.Party != FailureParty.Database || failure.SqlState is null || failure.SqlState.StartsWith("42", StringComparison.Ordinal)
            ? failure
            : failure with { Message = "The database's words are left out: they may hold values.", Advice = null };

    private async Task<PackedResult> WithRowsAsync(PackedResult result, StoredResult ran, CancellationToken cancellationToken)
    {
        try
        {
            var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
            if (guard.Check(ran.Sql, database.Scope) is not GuardApproval { Sql: { TouchesPersonal: false, PersonalSource: null } })
            {
                return result with { WithoutRows = "A personal column has to do with them, or they may no longer be read." };
            }

            var page = await results.ReadPageAsync(ran.Id, 0, MostRows, null, cancellationToken).ConfigureAwait(false);
            var characters = 0;
            var rows = page.Rows.Select(row => row.Select(CellText.Of).ToList())
                .TakeWhile(row => (characters += row.Sum(cell => cell?.Length ?? 0)) <= MostCharacters);
            return result with { Rows = [.. rows] };
        }
        catch (PipelineFailureException error)
        {
            return result with { WithoutRows = error.Failure.Message };
        }
    }
}
