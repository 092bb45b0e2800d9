namespace NlSql.Core.Language.Schema;

/// <summary>Chooses the columns by which a person knows a row.</summary>
internal static class DisplayColumns
{
    private static readonly string[] NameWords = ["name", "title", "label", "caption"];
    private static readonly string[] SecondChoice = ["description", "detail", "text", "code", "type"];

    /// <summary>The column alone is what rows of its table are called, but nothing keeps two rows from having the same name.</summary>
    public static bool MayRepeat(ColumnNode column) =>
        column.Table is { Key: [{ } key], Display: [var shown] } table && shown == column && key != column && NameWords.Contains(column.Words[^1])
            && !table.Info.UniqueKeys.Any(k => k is [var only] && only == column.Info.Name);

    public static bool IsName(ColumnNode column) => NameWords.Contains(column.Words[^1]);

    public static IReadOnlyList<ColumnNode> Of(TableNode table)
    {
        var named = table.Columns.Where(c => c.IsText && !c.IsForeignKey && NameWords.Contains(c.Words[^1])).ToList();
        var person = named.Where(c => c.Words.Any(w => w is "first" or "last")).ToList();
        if (person.Count > 0)
        {
            return person;
        }

        if (named.Count > 0)
        {
            return [named.OrderBy(c => c.OwnWords.Count).First()];
        }

        var same = table.Columns.FirstOrDefault(c => c.IsText && !c.IsForeignKey && c.Words.SequenceEqual(table.Words))
            ?? table.Columns.FirstOrDefault(c => c.IsText && !c.IsForeignKey && SecondChoice.Contains(c.Words[^1]))
            ?? table.Columns.FirstOrDefault(c => c.IsText && !c.IsForeignKey && !c.IsKey);
        return same is null ? table.Key : [same];
    }
}
