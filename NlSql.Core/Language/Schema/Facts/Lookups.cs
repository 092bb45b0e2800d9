using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds the lookup table behind a column of codes: a table of few rows and columns with a label, to which a key leads, or whose codes are those that the
/// column holds and whose name agrees.
/// </summary>
internal static class Lookups
{
    /// <summary>Rows of a table that is called after things of their own are no codes from here on.</summary>
    private const long FewRows = 100;

    private const long MostRows = 1000;
    private const int MostColumns = 5;

    private static readonly LookupWords Names = FactWords.English.Lookups;

    public static void Attach(IReadOnlyList<TableNode> tables, IReadOnlyCollection<KeyEdge> edges)
    {
        var lookups = tables
            .Where(IsLookup)
            .Select(t => (Table: t, Label: LabelOf(t)))
            .Where(t => t.Label is not null)
            .ToDictionary(t => t.Table, t => t.Label!);
        foreach (var edge in edges)
        {
            if (edge is { ManyColumns: [var code], OneColumns: [var key] } && edge.Many != edge.One && lookups.TryGetValue(edge.One, out var label))
            {
                code.Lookup ??= new LookupOf(
                    key,
                    label,
                    edge,
                    $"{code.Info.Name} refers to {edge.One.Name}, a lookup table of {edge.One.Info.RowEstimate} rows: {label.Info.Name} says what it means.");
            }
        }

        var byWord = lookups.Keys.Where(t => t.Key[0].IsText).SelectMany(t => t.Words.Select(w => (Word: w, Table: t))).ToLookup(t => t.Word, t => t.Table);
        foreach (var code in tables.SelectMany(t => t.Columns).Where(IsCode))
        {
            code.Lookup = code.Words.SelectMany(w => byWord[w])
                .Where(t => t != code.Table)
                .Select(t => ByValues(code, t, lookups[t]))
                .FirstOrDefault(l => l is not null);
        }
    }

    /// <summary>A key, a label and little else; no references but those to other lookups, no dates, no amounts, and no people.</summary>
    private static bool IsLookup(TableNode table)
    {
        var isNamedSo = table.Words.Any(Names.Names.Contains);
        return table.Key.Count == 1
            && table.Info.RowEstimate > 0
            && table.Info.RowEstimate <= (isNamedSo ? MostRows : FewRows)
            && table.Columns.Count(c => !c.IsKey && c.Info.Kind != ColumnKind.Binary) < MostColumns
            && !table.Columns.Any(c => c.IsMeasure && !isNamedSo)
            && table.Display.Count < 2
            && table.Columns.Count(c => c.IsForeignKey) <= 1
            && !table.Words.Any(Names.People.Contains)
            && !table.Events.Any(e => e.IsDefault && !isNamedSo);
    }

    private static ColumnNode? LabelOf(TableNode table)
    {
        var texts = table.Columns.Where(c => !c.IsKey && DisplayColumns.MayName(c) && c.Words[^1] is not ("code" or "type")).ToList();
        return texts.Find(table.Display.Contains) ?? (texts.Count == 1 || table.Columns.Count <= 3 ? texts.FirstOrDefault() : null);
    }

    private static bool IsCode(ColumnNode column) =>
        column.IsText && column is { Lookup: null, IsForeignKey: false, IsKey: false } && column.Info.Statistics.Samples.Count is >= 2 and <= (int)MostRows;

    private static LookupOf? ByValues(ColumnNode code, TableNode table, ColumnNode label)
    {
        var key = table.Key[0];
        var known = key.Info.Statistics.Samples.Select(s => s.Value).ToHashSet(StringComparer.Ordinal);
        return code.Info.Statistics.Samples.All(s => known.Contains(s.Value))
            ? new LookupOf(
                key,
                label,
                null,
                $"All {code.Info.Statistics.Samples.Count} values of {code.Info.Name} are codes of {table.Name}, whose {label.Info.Name} says what they mean.")
            : null;
    }
}
