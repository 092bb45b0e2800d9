using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Keys;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>
/// Adds to tables that hold an amount in a column for each month or year the same amounts one below the other, a row for each of what the table's rows are
/// told apart by and each period: sums over periods, comparisons between them and the best of them are then asked as of any other table.
/// </summary>
internal static class SeriesTables
{
    public static SchemaGraph AddTo(SchemaGraph graph)
    {
        var found = graph.Tables.Where(t => t is { SideBySide: not null, Series: null } && !graph.Tables.Any(o => o.Series?.Of == t))
            .Select(t => (Table: t, Key: KeyOf(t))).Where(t => t.Key is not null).Select(t => Of(t.Table, t.Key!, graph)).ToList();
        return found.Count == 0 ? graph : new SchemaGraph([.. graph.Tables, .. found.Select(f => f.Table)], [.. graph.Keys, .. found.SelectMany(f => f.Keys)]);
    }

    /// <summary>What tells rows apart; the first column of text that does where no key is known.</summary>
    private static ColumnNode? KeyOf(TableNode table) => table.Key is [var key] ? key
        : table.Columns.FirstOrDefault(c => c is { IsText: true } && Uniqueness.Of(table, [c]).IsUnique == true);

    private static (TableNode Table, IReadOnlyList<KeyEdge> Keys) Of(TableNode of, ColumnNode key, SchemaGraph graph)
    {
        var side = of.SideBySide!;
        var first = side.Columns[0].Column.Info;
        var periods = side.Columns.Select(c => side.AreDays ? $"{c.Period:yyyy-MM-dd}" : $"{side.Number(c.Period)}").ToList();
        var period = new ColumnInfo
        {
            Name = side.Unit,
            DataType = side.AreDays ? "date" : "integer",
            Kind = side.AreDays ? ColumnKind.Date : ColumnKind.Integer,
            IsNullable = false,
            Statistics = new ColumnStatistics { NullFraction = 0, DistinctCount = periods.Count, Minimum = periods[0], Maximum = periods[^1] },
        };
        var amount = first with
        {
            Name = string.Join('_', side.Words),
            IsNullable = false,
            Statistics = ColumnStatistics.None with { NullFraction = 0 },
        };
        var info = new TableInfo
        {
            Name = new RelationName(of.Info.Name.Schema, $"{of.Name} by {side.Unit}"),
            RowEstimate = of.Info.RowEstimate * periods.Count,
            Columns = [key.Info, period, amount],
            PrimaryKey = [key.Info.Name, period.Name],
        };
        var table = new TableNode(info, [.. of.Words, side.Unit]) { Place = of.Place, Series = new SeriesOf(of, key, side) };
        ColumnNode[] columns = [new(table, key.Info, key.Words), new(table, period, [side.Unit]), new(table, amount, side.Words)];
        (columns[0].IsForeignKey, columns[0].IsKey, columns[1].IsKey) = (true, true, true);
        columns[2].IsGivenMeasure = true;
        table.Columns = columns;
        table.Key = [columns[0], columns[1]];
        var evidence = new KeyEvidence(false, 1, side.Evidence);
        List<KeyEdge> keys = [new KeyEdge(table, [columns[0]], of, [key], evidence)];
        keys.AddRange(graph.EdgesOf(of).Where(e => e.Many == of && e.ManyColumns is [var only] && only == key)
            .Select(e => new KeyEdge(table, [columns[0]], e.One, e.OneColumns, e.Evidence)));
        return (table, keys);
    }
}
