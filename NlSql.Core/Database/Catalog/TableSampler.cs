using System.Globalization;
using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Connections;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Looks into tables that were never analyzed: a few pages each, read only, under a timeout, two at a time and for a limited time
/// altogether, so that production does not notice. Personal columns are not selected.
/// </summary>
internal sealed class TableSampler(TimeProvider time, ILogger logger)
{
    private const int AtOnce = 2;
    private const int PagesPerTable = 200;
    private const int RowsPerTable = 5000;
    private const int LongestText = 300;
    private const string ElementSeparator = "\u001f";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    /// <summary>Fills in samples, ranges and row counts of the tables that have no statistics.</summary>
    public async Task SampleAsync(
        NpgsqlDataSource source,
        IReadOnlyList<TableDraft> tables,
        IReadOnlyDictionary<uint, long> pages,
        IProgress<CatalogProgress>? progress,
        CancellationToken cancellationToken)
    {
        var left = await EachAsync(
            tables,
            (table, cancel) => SampleAsync(source, table, pages.GetValueOrDefault(table.Row.Oid), cancel),
            done => progress?.Report(new CatalogProgress("Sampling tables without statistics", done, tables.Count)),
            cancellationToken).ConfigureAwait(false);
        if (left > 0)
        {
            CatalogLog.SampleBudgetSpent(logger, left);
        }
    }

    /// <summary>Reads all values of the columns that <see cref="CutValues"/> names; what cannot be read in time keeps what statistics told.</summary>
    public async Task CompleteAsync(
        NpgsqlDataSource source, IReadOnlyList<TableDraft> tables, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken)
    {
        var left = await EachAsync(
            tables,
            (table, cancel) => CompleteAsync(source, table, cancel),
            done => progress?.Report(new CatalogProgress("Reading the values of small tables", done, tables.Count)),
            cancellationToken).ConfigureAwait(false);
        if (left > 0)
        {
            CatalogLog.ValuesBudgetSpent(logger, left);
        }
    }

    /// <summary>Two at a time and for a limited time; gives how many were not come to.</summary>
    private async Task<int> EachAsync(
        IReadOnlyList<TableDraft> tables, Func<TableDraft, CancellationToken, Task> read, Action<int> report, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var done = 0;
        var left = 0;
        await Parallel.ForEachAsync(
            tables,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (table, cancel) =>
            {
                if (time.GetElapsedTime(began) > Budget)
                {
                    Interlocked.Increment(ref left);
                    return;
                }

                try
                {
                    await read(table, cancel).ConfigureAwait(false);
                }
                catch (Exception e) when (e is PostgresException or TimeoutException)
                {
                    CatalogLog.SampleFailed(logger, table.Info.Name, (e as PostgresException)?.SqlState ?? "timeout");
                }

                report(Interlocked.Increment(ref done));
            }).ConfigureAwait(false);
        return left;
    }

    private static async Task CompleteAsync(NpgsqlDataSource source, TableDraft table, CancellationToken cancellationToken)
    {
        var columns = CutValues.Of(table).ToList();
        var rows = await RowsAsync(source, Sql(table, columns, share: 100), columns.Count, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < columns.Count && rows.Count < RowsPerTable; i++)
        {
            var index = i;
            var read = Statistics(columns[i], rows.ConvertAll(row => row[index]), isComplete: true, scale: 1);
            if (read.Samples.Count > 0)
            {
                var known = columns[i].Info.Statistics;
                columns[i].Info = columns[i].Info with { Statistics = known with { Samples = read.Samples, DistinctCount = read.DistinctCount } };
            }
        }
    }

    private static async Task SampleAsync(NpgsqlDataSource source, TableDraft table, long pages, CancellationToken cancellationToken)
    {
        if (pages == 0)
        {
            table.Info = table.Info with { RowEstimate = 0 };
            return;
        }

        var columns = table.Columns.Where(column => column.Interest is not ValueInterest.Nothing).ToList();
        var share = pages <= PagesPerTable ? 100 : Math.Max(0.0001, 100.0 * PagesPerTable / pages);
        var rows = await RowsAsync(source, Sql(table, columns, share), columns.Count, cancellationToken).ConfigureAwait(false);
        var isComplete = share >= 100 && rows.Count < RowsPerTable;
        var estimate = isComplete ? rows.Count : (long)Math.Max(rows.Count, rows.Count * Math.Max(1.0, (double)pages / PagesPerTable));
        table.Info = table.Info with { RowEstimate = table.Info.RowEstimate ?? estimate };
        for (var i = 0; i < columns.Count; i++)
        {
            var index = i;
            columns[i].Info = columns[i].Info with
            {
                Statistics = Statistics(columns[i], rows.ConvertAll(row => row[index]), isComplete, (double)estimate / Math.Max(1, rows.Count))
            };
        }
    }

    private static string Sql(TableDraft table, List<ColumnDraft> columns, double share)
    {
        var list = columns.Select(column => column.Interest is ValueInterest.Elements
            ? $"left(pg_catalog.array_to_string({Identifier.AlwaysQuote(column.Info.Name)}, E'\\x1f'), {LongestText})"
            : Text(Identifier.AlwaysQuote(column.Info.Name), column.Info.BaseType));
        var name = $"{Identifier.AlwaysQuote(table.Row.Schema)}.{Identifier.AlwaysQuote(table.Row.Name)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {(columns.Count == 0 ? "1" : string.Join(", ", list))} FROM {name} TABLESAMPLE SYSTEM ({share:0.####}) LIMIT {RowsPerTable}");
    }

    /// <summary>
    /// By the type's own output, for a cast to text can be anybody's; these have a cast of PostgreSQL's own, which writes otherwise than the output.
    /// </summary>
    private static string Text(string column, string? type) => type is "bool" or "bpchar" or "char" or "name" or "text" or "varchar"
        ? $"left({column}::pg_catalog.text, {LongestText})"
        : $"CASE WHEN {column} IS NOT NULL THEN left(pg_catalog.format('%s', {column}), {LongestText}) END";

    private static async Task<List<string?[]>> RowsAsync(NpgsqlDataSource source, string sql, int columns, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await CatalogSession.PinAsync(
                    connection,
                    cancellationToken,
                    "SET LOCAL statement_timeout = '1500ms'; SET LOCAL lock_timeout = '200ms'").ConfigureAwait(false);
                return await CatalogSession.QueryAsync(
                    connection,
                    sql,
                    reader => Enumerable.Range(0, columns).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i)).ToArray(),
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ColumnStatistics Statistics(ColumnDraft column, List<string?> cells, bool isComplete, double scale)
    {
        var values = cells.Where(value => value is not null).Select(value => value!).ToList();
        var nulls = cells.Count == 0 ? (double?)null : (double)(cells.Count - values.Count) / cells.Count;
        if (column.Interest is ValueInterest.Range)
        {
            var (smallest, largest) = ValueRange.Of(column.Info.Kind, values);
            return new ColumnStatistics { NullFraction = nulls, Minimum = smallest, Maximum = largest };
        }

        var pieces = column.Interest is ValueInterest.Elements
            ? values.Where(value => value.Length < LongestText).SelectMany(value => value.Split(ElementSeparator)).ToList()
            : values;
        var groups = pieces.CountBy(value => value).OrderByDescending(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();

        // Of an incomplete sample only values that repeat are labels; the others may be free text.
        var isFew = groups.Count <= SampleValues.MostValues && (isComplete || groups.Count * 5 <= pieces.Count);
        return new ColumnStatistics
        {
            NullFraction = nulls,
            DistinctCount = isComplete || isFew ? groups.Count : null,
            Samples = isFew
                ? SampleValues.Usable(groups.Select(group => new SampleValue(group.Key, (long)Math.Round(group.Value * scale))), column.Info.Kind)
                : [],
            Written = isFew || column.Info.Kind is not ColumnKind.Text ? [] : WrittenNumbers.Of(groups.Select(group => group.Key)),
        };
    }
}
