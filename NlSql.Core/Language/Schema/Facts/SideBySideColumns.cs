using System.Globalization;
using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>Finds columns that stand side by side for months, quarters or years: by names that differ in nothing but the period.</summary>
internal static partial class SideBySideColumns
{
    private const int Fewest = 3;
    private const int AnyYear = 2000;

    public static void Attach(TableNode table)
    {
        var named = table.Columns.Where(c => c.IsNumeric && !c.IsForeignKey && !table.Key.Contains(c)).Select(c => (Column: c, Said: Read(c.Info.Name)))
            .Where(c => c.Said is not null).Select(c => (c.Column, Said: c.Said!.Value)).ToList();
        var group = named.GroupBy(c => (c.Said.Besides, c.Said.Unit, c.Said.HasYear)).OrderByDescending(g => g.Count()).FirstOrDefault();
        if (group is null || group.Count() < Fewest || group.Select(c => c.Said.Period).Distinct().Count() < group.Count())
        {
            return;
        }

        var columns = group.OrderBy(c => c.Said.Period).Select(c => (c.Column, c.Said.Period)).ToList();
        var own = group.Key.Besides.Length > 0 ? Called(columns[0].Column.Words, group.Key.Besides) : [];
        var ofTable = own.Length > 0 ? own : OfTable(table, [.. columns.Select(c => c.Column)]);
        if (ofTable.Length == 0)
        {
            return;
        }

        var (unit, hasYear) = (group.Key.Unit, group.Key.HasYear);
        table.SideBySide = new SideBySide(columns, unit, hasYear, ofTable, own.Length == 0,
            $"{columns[0].Column.Info.Name} to {columns[^1].Column.Info.Name} of {table.Name} hold {string.Join(' ', ofTable)}, each of a {unit}.");
        foreach (var (column, _) in columns)
        {
            // A number for one period only: rows are not measured by it unless it is named.
            column.IsOfPeriod = true;
        }
    }

    /// <summary>What a name says besides a period: nothing of "Mar 2025", "sales" of <c>sales_2024</c>. Null for a name without one.</summary>
    private static (string Besides, string Unit, bool HasYear, DateOnly Period)? Read(string name)
    {
        var parts = Pieces().Matches(FileNames.Called(name)).Select(m => m.Value.ToLowerInvariant()).ToList();
        var years = parts.FindAll(p => p.Length == 4 && p.All(char.IsAsciiDigit) && p[..2] is "19" or "20");
        var months = parts.FindAll(p => MonthOf(p) > 0);
        var quarters = parts.FindAll(p => p is ['q', >= '1' and <= '4']);
        if (years.Count > 1 || months.Count + quarters.Count > 1 || years.Count + months.Count + quarters.Count == 0)
        {
            return null;
        }

        var year = years.Count == 1 ? int.Parse(years[0], CultureInfo.InvariantCulture) : AnyYear;
        var month = months.Count == 1 ? MonthOf(months[0]) : quarters.Count == 1 ? ((quarters[0][1] - '1') * 3) + 1 : 1;
        var unit = months.Count == 1 ? "month" : quarters.Count == 1 ? "quarter" : "year";
        return (string.Join(' ', parts.Except([.. years, .. months, .. quarters])), unit, years.Count == 1, new DateOnly(year, month, 1));
    }

    private static int MonthOf(string part)
    {
        var names = CultureInfo.InvariantCulture.DateTimeFormat;
        for (var month = 1; month <= 12; month++)
        {
            if (part.Equals(names.GetMonthName(month), StringComparison.OrdinalIgnoreCase)
                || part.Equals(names.GetAbbreviatedMonthName(month), StringComparison.OrdinalIgnoreCase) || (month == 9 && part == "sept"))
            {
                return month;
            }
        }

        return 0;
    }

    private static string[] Called(IReadOnlyList<string> words, string rest) => [.. rest.Split(' ').Select(Words.Lemmas.Of).Where(w => words.Contains(w))];

    /// <summary>What the table is called, without what tells its rows apart and words of periods: rainfall of <c>rainfall_by_station</c>.</summary>
    private static string[] OfTable(TableNode table, IReadOnlyCollection<ColumnNode> side)
    {
        var others = table.Columns.Where(c => !side.Contains(c) && c.IsText).SelectMany(c => c.Words).ToHashSet(StringComparer.Ordinal);
        return [.. table.Words.Where(w => !others.Contains(w) && !FactWords.English.PeriodWords.Contains(w))];
    }

    [GeneratedRegex("[A-Za-z]+[1-4]?(?![0-9])|[A-Za-z]+|[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pieces();
}
