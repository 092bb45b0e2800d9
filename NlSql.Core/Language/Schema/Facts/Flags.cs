using System.Globalization;
using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds columns that say yes or no of each row: booleans, numbers that are 0 or 1, and text of two values that people write for yes and no. Where the
/// values alone could be chance, the name has to agree.
/// </summary>
internal static class Flags
{
    /// <summary>Rows; that a number takes only two values in fewer of them says nothing.</summary>
    private const int EnoughRows = 50;

    /// <summary>Rows of which both values occur, where the type or the name says a property.</summary>
    private const int SomeRows = 5;

    private static readonly FactWords Names = FactWords.English;

    public static void Attach(TableNode table)
    {
        foreach (var column in table.Columns.Where(c => !c.IsKey && !c.IsForeignKey))
        {
            column.Flag = Of(column);
        }

        MarkWeekdays(table);
    }

    /// <summary>A flag whose values the site gives.</summary>
    public static FlagValues Given(ColumnNode column, string yes, string no) => Named(column, yes, no, "the site file says what stands for yes");

    private static FlagValues? Of(ColumnNode column) => column.Info.Kind switch
    {
        ColumnKind.Boolean => Named(column, "true", "false", "it is of type boolean"),
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float => OfNumber(column),
        ColumnKind.Text or ColumnKind.Enum => OfText(column),
        _ => null,
    };

    private static FlagValues? OfNumber(ColumnNode column)
    {
        var statistics = column.Info.Statistics;
        var (least, most) = (Number(statistics.Minimum), Number(statistics.Maximum));
        if (least is null || most is null || statistics.DistinctCount is > 2.5)
        {
            return null;
        }

        // Databases that came from Access write -1 for yes.
        var yes = (least, most) switch
        {
            (0, 1) or (1, 1) => "1",
            (-1, 0) or (-1, -1) => "-1",
            (0, 0) => "1",
            _ => null,
        };
        var isBoth = least != most;
        var isEnough = isBoth && statistics.DistinctCount is not null && column.Table.Info.RowEstimate is >= EnoughRows && !IsCounted(column);
        isEnough |= isBoth && column.Table.Info.RowEstimate is >= SomeRows && !Names.CountWords.Contains(column.Words[^1]) && IsPropertyName(column);
        return yes is null || !(SaysFlag(column) || isEnough)
            ? null
            : Named(column, yes, "0", isBoth ? $"its only values are {yes} and 0" : $"its only value is {statistics.Minimum} and its name is that of a flag");
    }

    private static FlagValues? OfText(ColumnNode column)
    {
        var values = column.Info.EnumLabels.Count > 0 ? column.Info.EnumLabels : [.. column.Info.Statistics.Samples.Select(s => s.Value)];
        if (values.Count is 0 or > 2 || column.Info.Statistics.DistinctCount is > 2.5)
        {
            return null;
        }

        foreach (var pair in Names.FlagValues)
        {
            var yes = values.FirstOrDefault(v => Is(v, pair[0]));
            var no = values.FirstOrDefault(v => Is(v, pair[1]));
            if (yes is not null && no is not null && !(pair[0] == "1" && IsCounted(column) && !SaysFlag(column)))
            {
                return Named(column, yes, no, $"its only values are {yes} and {no}");
            }

            if (values.Count == 1 && (yes ?? no) is { } only && SaysFlag(column))
            {
                var other = Cased(yes is null ? pair[0] : pair[1], only);
                return Named(column, yes ?? other, no ?? other, $"its only value is {only} and its name is that of a flag");
            }
        }

        return null;
    }

    private static FlagValues Named(ColumnNode column, string yes, string no, string evidence)
    {
        var words = Property(column);
        return new FlagValues(yes, no, $"{column.Info.Name} is a flag: {evidence}.") { Words = words, Opposites = [.. OppositesOf(words)] };
    }

    /// <summary>The name without what only says that it is a flag; the whole name when nothing else would be left.</summary>
    private static IReadOnlyList<string> Property(ColumnNode column)
    {
        var words = column.Words.SkipWhile(Names.FlagPrefixes.Contains).ToList();
        while (words.Count > 1 && Names.FlagEndings.Contains(words[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        if (words is [var whole, ..] && words.Count == 1 && whole.StartsWith("is", StringComparison.Ordinal) && Names.FlagWords.Contains(whole[2..]))
        {
            return [whole[2..]];
        }

        return words.Count > 0 ? words : column.Words;
    }

    private static IEnumerable<string> OppositesOf(IReadOnlyList<string> words)
    {
        var phrase = string.Join(' ', words);
        if (words[0] is "not" or "no" or "non" && words.Count > 1)
        {
            yield return string.Join(' ', words.Skip(1));
            yield break;
        }

        foreach (var known in Names.Opposites.GetValueOrDefault(phrase, []))
        {
            yield return known;
        }

        if (words is [var one] && one.EndsWith("ed", StringComparison.Ordinal) && !one.StartsWith("un", StringComparison.Ordinal))
        {
            yield return "un" + one;
        }

        yield return "not " + phrase;
    }

    /// <summary>By the words of the name, or by what stands between its underscores, where a splitter found more words in it.</summary>
    private static bool SaysFlag(ColumnNode column) => SaysFlag(column.Words) || SaysFlag(column.Info.Name.ToLowerInvariant().Split('_'));

    private static bool SaysFlag(IReadOnlyList<string> words) =>
        (words.Count > 1 && (Names.FlagPrefixes.Contains(words[0]) || Names.FlagEndings.Contains(words[^1])))
        || Names.FlagWords.Contains(words[^1])
        || (words is [var whole] && whole.StartsWith("is", StringComparison.Ordinal) && Names.FlagWords.Contains(whole[2..]))
        || Names.Weekdays.Contains(words[^1]);

    /// <summary>Types that people take for yes and no, and names that end like adjectives: "step_free", "bikes_allowed".</summary>
    private static bool IsPropertyName(ColumnNode column) => column.Info.DataType is "smallint"
        || Array.Exists(Names.PropertyEndings, e => column.Words[^1].EndsWith(e, StringComparison.Ordinal)
            || column.Info.Name.TrimEnd('?').EndsWith(e, StringComparison.OrdinalIgnoreCase));

    private static bool IsCounted(ColumnNode column) => column.Words.Any(Names.CountWords.Contains);

    private static void MarkWeekdays(TableNode table)
    {
        var family = table.Columns
            .Where(c => c.Flag is not null)
            .Select(c => (Column: c, Day: Array.IndexOf(Names.Weekdays, c.Flag!.Words[^1])))
            .Where(c => c.Day >= 0)
            .ToList();
        if (family.Select(c => c.Day).Distinct().Count() < 5)
        {
            return;
        }

        foreach (var (column, day) in family)
        {
            column.Flag = column.Flag! with
            {
                Weekday = (DayOfWeek)((day + 1) % 7),
                Evidence = $"{column.Flag.Evidence[..^1]}, one of {family.Count} columns that stand for days of the week.",
            };
        }
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Is(string value, string written) => string.Equals(value.Trim(), written, StringComparison.OrdinalIgnoreCase);

    private static string Cased(string text, string like) =>
        like.All(c => !char.IsLetter(c) || char.IsUpper(c)) ? text.ToUpperInvariant()
        : char.IsUpper(like[0]) ? char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant()
        : text.ToLowerInvariant();
}
