using System.Globalization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Turns.Pipeline.Probing;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Emptiness;

/// <summary>
/// Whether a result has no rows because a value is written otherwise in the data. Asks the database for the columns that the statement compares with texts, by
/// statements under the same rules as any other (<see cref="StatementProbe"/>), and for a short while only, in which they may have to wait for room.
/// </summary>
internal sealed class EmptyResultCheck(IResultStore results, StatementProbe probe, TimeProvider time)
{
    private const int MostLookedUp = 6;

    /// <summary>Of a column with more values only those that hold the text are looked at.</summary>
    private const int MostValues = 5_000;
    private const int MostNear = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Null where something was found, where every value occurs, and where nobody could tell in time. A repaired statement is offered only when all values were
    /// looked up: one that was not may be what finds nothing.
    /// </summary>
    /// <param name="request">With the statement as a person reads it: the repaired one is made of it.</param>
    /// <param name="tag">In whose name, and for which turn.</param>
    public async Task<EmptyResult?> ExplainAsync(
        DatabaseSnapshot database, StoredResult result, RunRequest request, RunTag tag, CancellationToken cancellationToken)
    {
        if (!await IsEmptyAsync(result, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        List<ValueMismatch> mismatches = [];
        Dictionary<int, string?> repairs = [];
        var isWhole = false;
        try
        {
            var values = ComparedValues.Of(request.Sql, database.Catalog, database.Scope.SearchPath);
            var by = new Probe("", tag, request.Origin) { Conversation = request.ConversationId };
            var areRead = true;
            foreach (var places in values.Take(MostLookedUp))
            {
                var compared = places.Key;
                var (isRead, near) = await NearestAsync(database, compared, by, limit.Token).ConfigureAwait(false);
                areRead &= isRead;
                if (near is not { } nearest)
                {
                    continue;
                }

                mismatches.Add(new ValueMismatch(compared.Label, compared.Value, [.. nearest.Take(MostNear).Select(near => near.Value)]));
                var isSingle = nearest is [_] || (nearest.Count > 1 && nearest[0].Distance < nearest[1].Distance);
                var repair = isSingle && nearest[0].IsRepair ? compared.Written.Replace(compared.Value, nearest[0].Value, StringComparison.Ordinal) : null;
                foreach (var place in places)
                {
                    repairs[place] = repair;
                }
            }

            isWhole = areRead && values.Count <= MostLookedUp;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Too slow to be looked up: what is known by now is told.
        }
        catch (PipelineFailureException error)
            when (error.Failure is { Party: FailureParty.Database } or { Type: FailureTypes.Busy or FailureTypes.SqlGuardBusy })
        {
            // The result stands without an explanation.
        }

        return mismatches.Count == 0 ? null : new EmptyResult(mismatches, isWhole ? Repaired(request.Sql, repairs) : null);
    }

    /// <summary>No rows, or one that says that nothing was counted or summed.</summary>
    private async Task<bool> IsEmptyAsync(StoredResult result, CancellationToken cancellationToken)
    {
        if (result.RowCount != 1)
        {
            return result.RowCount == 0;
        }

        var page = await results.ReadPageAsync(result.Id, 0, 1, null, cancellationToken).ConfigureAwait(false);
        return page.Rows is [var row] && row.All(cell => cell is null or 0L or 0m or 0d);
    }

    private static string? Repaired(string statement, Dictionary<int, string?> repairs)
    {
        if (repairs.Values.Any(value => value is null))
        {
            return null;
        }

        var repaired = StatementLiterals.Replace(statement, (place, literal) => repairs.GetValueOrDefault(place) ?? literal);
        return repaired is null || string.Equals(repaired, statement, StringComparison.Ordinal) ? null : repaired;
    }

    /// <summary>Near values, the nearest first; null where the value occurs, or could not be looked up.</summary>
    private async Task<(bool IsRead, IReadOnlyList<Near>? Nearest)> NearestAsync(
        DatabaseSnapshot database, ComparedValue compared, Probe by, CancellationToken cancellationToken)
    {
        var (table, column) = (Identifier.Quote(compared.Table.Name), Identifier.Quote(compared.Column.Name));
        var values = await ReadAsync(
            database,
            FormattableString.Invariant($"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT {MostValues}"),
            by,
            cancellationToken).ConfigureAwait(false);
        if (values is null || values.Any(compared.Finds))
        {
            return (values is not null, null);
        }

        if (values.Count == MostValues)
        {
            // Not all of them: is it among the others, or what has it in it?
            var text = SqlLiteral.Of($"%{compared.Sought.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal)}%");
            var more = await ReadAsync(
                database,
                FormattableString.Invariant($"SELECT DISTINCT {column} FROM {table} WHERE {column} ILIKE {text} LIMIT {MostValues}"),
                by,
                cancellationToken).ConfigureAwait(false);
            if (more is null || more.Any(compared.Finds))
            {
                return (more is not null, null);
            }

            values = more;
        }

        IReadOnlyList<Near> nearest =
        [
            .. values.Select(value => (Value: value, Distance: Distance(value, compared.Sought)))
                .Where(near => near.Distance is not null)
                .Select(near => compared.Replacement(near.Value) is { } text
                    ? new Near(text, near.Distance!.Value, IsRepair: true)
                    : new Near(near.Value, near.Distance!.Value, IsRepair: false))
                .DistinctBy(near => near.Value)
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Value.Length)
                .ThenBy(near => near.Value, StringComparer.Ordinal),
        ];
        return (true, nearest);
    }

    /// <summary>0 for the same but for letter case, accents and what is no letter; null for what is not near.</summary>
    private static int? Distance(string stored, string written)
    {
        var (a, b) = (Letters(stored), Letters(written));
        if (a.Length == 0 || b.Length == 0)
        {
            return null;
        }

        if (a == b)
        {
            return 0;
        }

        var slips = EditDistance.Between(a, b);
        return slips <= EditDistance.Tolerance(b) ? slips
            : b.Length >= 3 && (a.Contains(b, StringComparison.Ordinal) || (a.Length >= 3 && b.Contains(a, StringComparison.Ordinal))) ? 4
            : null;
    }

    private static string Letters(string text) => string.Concat(text.Normalize(System.Text.NormalizationForm.FormD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();

    /// <summary>Null where it may not be read, or reading it would cost too much.</summary>
    private async Task<IReadOnlyList<string>?> ReadAsync(DatabaseSnapshot database, string sql, Probe by, CancellationToken cancellationToken)
    {
        var column = new FirstColumn();
        return await probe.TryAsync(database, by with { Sql = sql }, column, cancellationToken).ConfigureAwait(false) ? column.Values : null;
    }

    /// <param name="Value">What would have to be written, or where nothing would do, what is stored.</param>
    private sealed record Near(string Value, int Distance, bool IsRepair);

    private sealed class FirstColumn : IRowSink
    {
        public List<string> Values { get; } = [];

        public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
        {
            if (row[0] is { } cell)
            {
                Values.Add(CellText.Of(cell)!);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
