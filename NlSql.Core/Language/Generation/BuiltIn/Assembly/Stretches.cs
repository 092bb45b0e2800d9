using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>How long rows last: from one of their dates to another, or a number of minutes, hours or days that they hold.</summary>
internal static class Stretches
{
    private const int SecondsOfDay = 86_400;

    /// <summary>The two dates between which each row of a table lies; null where it has no such pair.</summary>
    public static (ColumnNode From, ColumnNode To)? Of(TableNode table, WordTable words)
    {
        if ((table.Duration ?? table.History) is { From: { } from, To: { } to })
        {
            return (from, to);
        }

        var pairs = from first in table.Columns
                    from last in table.Columns
                    where first != last && first.IsDate && last.IsDate && first.Info.Kind == last.Info.Kind && IsPair(first, last, words)
                    select (first, last);
        return pairs.ToList() is [var only] ? only : null;
    }

    /// <summary>The table that "length of stay" speaks of where no thing is named: the named one, else the only one whose rows have two ends.</summary>
    public static TableNode? Stays(Scene scene)
    {
        var named = scene.NamedTables.Where(t => Of(t, scene.Words) is not null).ToList();
        var stays = named.Count > 0 ? named
            : [.. scene.Tables.Where(t => t.Info.ViewDefinition is null && t.History is null && Of(t, scene.Words) is not null)];
        return stays.Count == 1 ? stays[0] : stays.Where(t => Of(t, scene.Words) is var (from, _) && from.Words.Any(scene.Words.Clock.Stays.Contains)).ToList()
            is [var only] ? only : null;
    }

    public static Duration? Length(TableNode table, StretchPart part, Scene scene)
    {
        if (Of(table, scene.Words) is not var (from, to))
        {
            return null;
        }

        var hasClock = from.Info.Kind != ColumnKind.Date && to.Info.Kind != ColumnKind.Date;
        var unit = part.Unit ?? (hasClock && part.Of is not null ? "hour" : "day");
        return hasClock || unit == "day"
            ? new Duration(Scene.Use(from, part.At), Scene.Use(to, part.At), unit) { IsExact = hasClock && unit == "day" }
            : null;
    }

    /// <summary>The number that says how long a row lasts; null where none does, or it is in another unit than the one that is asked for.</summary>
    public static ColumnUse? Number(TableNode table, StretchPart part, Scene scene)
    {
        var numbers = Numbers(table, scene.Words);
        var column = numbers.Count == 0 ? null : Longest(numbers, part.At, scene);
        return column is null || (part.Unit is { } unit && scene.Words.Clock.Units.GetValueOrDefault(unit) != UnitOf(column, scene.Words)) ? null
            : Scene.Use(column, part.At);
    }

    private static List<(ColumnNode Column, int? Seconds)> Numbers(TableNode table, WordTable words) =>
        [.. table.Columns.Where(c => c.IsMeasure).Select(c => (Column: c, Seconds: UnitOf(c, words)))
            .Where(c => c.Seconds is not null && !c.Column.Words.Any(words.Clock.NoLengths.Contains))];

    private static ColumnNode Longest(List<(ColumnNode Column, int? Seconds)> numbers, Span at, Scene scene) =>
        scene.Choices.Pick($"length {at.First}", at, numbers.Select(n => (n.Column,
            n.Column.Words.Count == 1 || n.Column.Words.Any(scene.Words.Clock.Lengths.Contains) ? 1.0 : 0.8)), c => c.ToString())!;

    /// <summary>"longer than an hour": by the number that says how long, else by the dates.</summary>
    public static Filter? Lasting(LastingPart part, TableNode table, Scene scene)
    {
        var numbers = Numbers(table, scene.Words);
        if (numbers.Count > 0)
        {
            var column = Longest(numbers, part.At, scene);
            return new Compare(Scene.Use(column, part.At), part.Relation, new NumberConstant(part.Seconds / UnitOf(column, scene.Words)!.Value));
        }

        if (Of(table, scene.Words) is not var (from, to))
        {
            return null;
        }

        var isWhole = from.Info.Kind == ColumnKind.Date || to.Info.Kind == ColumnKind.Date;
        return isWhole && part.Seconds % SecondsOfDay != 0 ? null
            : new Compare(
                new Duration(Scene.Use(from, part.At), Scene.Use(to, part.At), isWhole ? "day" : "second"),
                part.Relation,
                new NumberConstant(part.Seconds / (isWhole ? SecondsOfDay : 1)));
    }

    private static int? UnitOf(ColumnNode column, WordTable words) =>
        column.Words.Select(w => words.Clock.Units.TryGetValue(w, out var seconds) ? seconds : (int?)null).FirstOrDefault(s => s is not null);

    /// <summary>"ends" and "ended" are of one verb.</summary>
    private static bool IsOf(string known, string word) =>
        known == word || (word.Length > 3 && EnglishInflection.Stem(known) == EnglishInflection.Stem(word));

    /// <summary>The names differ in one word, which is one of beginning here and the one of ending that goes with it there.</summary>
    private static bool IsPair(ColumnNode first, ColumnNode last, WordTable words)
    {
        var (begin, end) = (first.Words.Except(last.Words).ToList(), last.Words.Except(first.Words).ToList());
        return begin.Count > 0 && end.Count > 0 && begin.Exists(b => words.Clock.Ends
            .Any(e => IsOf(e.Key, b) && end.Exists(w => e.Value.Any(v => IsOf(v, w)))));
    }
}
