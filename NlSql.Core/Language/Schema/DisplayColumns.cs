using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Schema;

/// <summary>Chooses the columns by which a person knows a row. Never a picture, a path, a note or what else nobody is called by.</summary>
internal static class DisplayColumns
{
    private static readonly DisplayWords Names = FactWords.English.Display;

    /// <summary>The column alone is what rows of its table are called, but nothing keeps two rows from having the same name.</summary>
    public static bool MayRepeat(ColumnNode column) =>
        column.Table is { Key: [{ } key], Display: [var shown] } table && shown == column && key != column && IsName(column)
            && !table.Info.UniqueKeys.Any(k => k is [var only] && only == column.Info.Name);

    public static bool IsName(ColumnNode column) => Names.Names.Contains(column.Words[^1]);

    /// <summary>Text that may stand for its row.</summary>
    public static bool MayName(ColumnNode column) =>
        column.IsText && !column.IsForeignKey && column.Flag is null && !column.Words.Append(column.Joined).Any(Names.Never.Contains);

    public static IReadOnlyList<ColumnNode> Of(TableNode table)
    {
        var texts = table.Columns.Where(MayName).ToList();
        if (PersonOf(texts) is { Count: > 0 } person)
        {
            return person;
        }

        var named = texts.Where(c => IsName(c) && !IsOfSomethingElse(c)).ToList();
        if (named.Count > 0)
        {
            return [named.OrderBy(c => c.OwnWords.Count).ThenBy(c => Array.IndexOf(Names.Names, c.Words[^1])).First()];
        }

        var same = texts.Find(c => c.Words.SequenceEqual(table.Words))
            ?? texts.Where(c => Names.SecondChoice.Contains(c.Words[^1]) && !Repeats(c)).MinBy(c => Array.IndexOf(Names.SecondChoice, c.Words[^1]))
            ?? texts.Find(c => !c.IsKey && table.Info.UniqueKeys.Any(k => k is [var only] && only == c.Info.Name))
            ?? (IsEventOfOthers(table) ? null : texts.Find(c => !c.IsKey && !IsName(c)));
        return same is null ? table.Key : [same];
    }

    /// <summary>The first name before the last, whatever their order in the table; one alone only where its name says nothing else.</summary>
    private static List<ColumnNode> PersonOf(List<ColumnNode> texts)
    {
        ColumnNode? Part(string[] words) => texts.Find(c => IsOnly(c, words)) ?? texts.Find(c => c.Words.Any(words.Contains) && IsName(c));
        var (first, last) = (Part(Names.First), Part(Names.Last));
        return first is not null && last is not null && first != last
            ? [first, last]
            : [.. new[] { first, last }.OfType<ColumnNode>().Where(c => IsOnly(c, Names.First) || IsOnly(c, Names.Last)).Distinct()];
    }

    private static bool IsOnly(ColumnNode column, string[] words) =>
        column.OwnWords.Any(words.Contains) && column.OwnWords.All(w => words.Contains(w) || Names.Names.Contains(w));

    /// <summary><c>ship_name</c> of an order: a name, but not that of the row.</summary>
    private static bool IsOfSomethingElse(ColumnNode column) => IsEventOfOthers(column.Table)
        && column.OwnWords.Count > 1
        && !column.OwnWords.Any(w => column.Table.Words.Contains(w) || Names.Plain.Contains(w));

    /// <summary>It refers to other things and has a date of its own: an order, a visit. Such rows have no name but their number.</summary>
    private static bool IsEventOfOthers(TableNode table) => table.Columns.Any(c => c.IsForeignKey) && table.Columns.Any(c => c.IsDate);

    /// <summary>A kind or state that many rows share.</summary>
    private static bool Repeats(ColumnNode column) =>
        column.Words[^1] is "code" or "type"
        && column.Info.Statistics.DistinctCount is { } distinct
        && column.Table.Info.RowEstimate is { } rows
        && distinct < rows * 0.9;
}
