namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Columns of small tables of which the planner's statistics list some values only: it keeps about 200 of a column. The table behind a code (countries,
/// tariffs, diagnoses) has a few hundred or thousand rows, each with its name, and a question says any of them.
/// </summary>
internal static class CutValues
{
    /// <summary>Rows; larger tables are no lists that people know by heart.</summary>
    public const int MostRows = 5000;

    /// <summary>Empty for a table of which everything worth knowing is known. Personal columns and long texts are never among them.</summary>
    public static IReadOnlyList<ColumnDraft> Of(TableDraft table) =>
        table is { HasStatistics: true, Info: { RowEstimate: > 0 and <= MostRows, Kind: not (RelationKind.View or RelationKind.ForeignTable) } }
            ? [.. table.Columns.Where(IsCut)]
            : [];

    private static bool IsCut(ColumnDraft column) =>
        column is { Interest: ValueInterest.Values, Info: { Kind: ColumnKind.Text, Statistics: { Samples.Count: > 0, DistinctCount: { } distinct } } }
            && distinct <= SampleValues.MostValues
            && column.Info.Statistics.Samples.Count + 1 <= distinct;
}
