using NlSql.Core.Database.Connections;
using Npgsql;
using NpgsqlTypes;

namespace NlSql.Core.Database.Catalog;

/// <summary>Fills in what <c>pg_stats</c> knows: no table is touched for it.</summary>
internal static class PlannerStatistics
{
    private sealed record Row(int Place, double NullFraction, double Distinct, string[]? Values, double[]? Frequencies, string[]? Bounds, string[]? Written);

    public static async Task ReadAsync(NpgsqlConnection connection, IReadOnlyList<TableDraft> tables, CancellationToken cancellationToken)
    {
        var wanted = tables
            .Where(table => table.Info.Kind is RelationKind.Table
                or RelationKind.PartitionedTable
                or RelationKind.MaterializedView
                or RelationKind.ForeignTable)
            .SelectMany(table => table.Columns, (table, column) => (Table: table, Column: column))
            .ToList();
        var rows = await CatalogSession.QueryAsync(
            connection,
            CatalogSql.Statistics,
            r => new Row((int)r.GetInt64(0) - 1, r.GetDouble(1), r.GetDouble(2),
                Values<string>(r, 3), Values<double>(r, 4), Values<string>(r, 5), Values<string>(r, 6)),
            cancellationToken,
            Texts(wanted.Select(w => w.Table.Row.Schema)),
            Texts(wanted.Select(w => w.Table.Row.Name)),
            Texts(wanted.Select(w => w.Column.Info.Name)),
            Texts(wanted.Select(w => Letter(w.Column.Interest))),
            new NpgsqlParameter { Value = wanted.Select(w => (double)(w.Table.Info.RowEstimate ?? 0)).ToArray() },
            new NpgsqlParameter { Value = wanted.Select(w => w.Table.Info.Kind == RelationKind.PartitionedTable).ToArray() }).ConfigureAwait(false);
        foreach (var row in rows)
        {
            var (table, column) = wanted[row.Place];
            table.HasStatistics = true;
            column.Info = column.Info with { Statistics = Statistics(row, column, table.Info.RowEstimate ?? 0) };
        }
    }

    private static ColumnStatistics Statistics(Row row, ColumnDraft column, long tableRows)
    {
        var distinct = row.Distinct >= 0 ? row.Distinct : -row.Distinct * tableRows;
        var known = new ColumnStatistics { NullFraction = row.NullFraction, DistinctCount = distinct };
        if (column.Interest is ValueInterest.Range)
        {
            var (smallest, largest) = ValueRange.Of(column.Info.Kind, (row.Values ?? []).Concat(row.Bounds ?? []));
            return known with { Minimum = smallest, Maximum = largest };
        }

        return column.Interest is ValueInterest.Nothing ? known
            : known with { Samples = Samples(row, column, tableRows, distinct), Written = WrittenNumbers.Of(row.Written ?? []) };
    }

    /// <summary>
    /// Most common values with their share, then the bounds of the histogram, which holds the others: for up to a hundred of them
    /// that is all of them.
    /// </summary>
    private static List<SampleValue> Samples(Row row, ColumnDraft column, long tableRows, double distinct)
    {
        var values = row.Values ?? [];
        var frequencies = row.Frequencies ?? [];
        var samples = values.Select((value, i) => new SampleValue(value, i < frequencies.Length ? (long)Math.Round(frequencies[i] * tableRows) : null))
            .ToList();
        if (row.Bounds is { Length: > 0 } bounds)
        {
            var rest = Math.Max(0, 1 - row.NullFraction - frequencies.Take(values.Length).Sum()) * tableRows;
            var each = (long)Math.Max(1, Math.Round(rest / Math.Max(1, distinct - values.Length)));
            samples.AddRange(bounds.Select(value => new SampleValue(value, each)));
        }

        return SampleValues.Usable(samples, column.Info.Kind);
    }

    private static string Letter(ValueInterest interest) => interest switch
    {
        ValueInterest.Values => "v",
        ValueInterest.Range => "r",
        ValueInterest.Elements => "e",
        _ => "n",
    };

    private static T[]? Values<T>(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<T[]>(column);

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
