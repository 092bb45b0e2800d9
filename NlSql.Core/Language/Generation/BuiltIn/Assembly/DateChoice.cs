using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Which date a period is about, when the question does not say.</summary>
internal static class DateChoice
{
    private const double OwnName = 0.3;
    private const double Vague = 0.45;
    private const double AlwaysThere = 0.1;
    private const double BeginsHistory = 1.3;
    private const double PerStep = 0.15;
    private const double First = 0.05;
    private const double PartOf = 0.15;
    private const double Elsewhere = 0.2;

    /// <summary>A date that most rows have says when they came to be, whether or not it has to be given.</summary>
    private const double Most = 0.5;
    private const int Farthest = 3;

    /// <summary>Dates of the table and of those that its rows belong to, with how likely the rows are told by them.</summary>
    public static IEnumerable<(ColumnNode Column, double Score)> Of(TableNode table, Scene scene) =>
        from other in scene.Tables
        let steps = scene.Reach.ToOne(table, other)
        where steps is <= Farthest
        from column in other.Columns
        where column.IsDate
        select (column, Fitness(column, scene) - (PerStep * steps.Value) + (IsPartOf(table, other, scene) ? PartOf : 0)
            - (other != table && IsToldByOwn(table, scene) ? OwnName + Elsewhere : 0));

    /// <summary>Lines of an order are told by its day rather than by that of what was ordered: the key to it is the beginning of their own.</summary>
    private static bool IsPartOf(TableNode table, TableNode other, Scene scene) => table.Key.Count > 1
        && scene.Reach.EdgesOf(table).Where(e => e.Many == table && e.ManyColumns.All(table.Key.Contains)).Select(e => e.One).Distinct().ToList() is [var whole]
        && whole == other;

    /// <summary>Each row has a day of its own, which tells more of it than those of what it belongs to.</summary>
    private static bool IsToldByOwn(TableNode table, Scene scene) => table.Columns.Any(c => c.IsDate && !IsVague(c, scene)
        && (!c.Info.IsNullable || c.Info.Statistics.NullFraction < Most));

    /// <summary>The day on which rows of the table came to be, by a date of their own; null where none tells it.</summary>
    public static ColumnNode? Beginning(TableNode table, Scene scene)
    {
        var first = table.Events.Where(e => e.IsFirst && e.Column.Table == table && !IsVague(e.Column, scene)).ToList();
        return first is [{ IsDefault: true } begun, ..] ? begun.Column : first is [var only] ? only.Column : null;
    }

    /// <summary>The table itself says when its rows came to be.</summary>
    public static bool HasOwn(TableNode table, Scene scene) => table.Columns.Any(c => c.IsDate && !IsVague(c, scene));

    public static bool IsVague(ColumnNode column, Scene scene) => column.Words.Any(scene.Words.VagueDates.Contains);

    /// <summary>A column of years is compared with numbers.</summary>
    public static Filter? InYears(ColumnNode year, DateRange range)
    {
        if (range.From is { DayOfYear: > 1 } || range.To is { DayOfYear: > 1 })
        {
            return null;
        }

        var use = Scene.Use(year);
        return FilterAssembly.Joined(
        [
            range.From is { } from ? new Compare(use, Relation.GreaterOrEqual, new NumberConstant(from.Year)) : null,
            range.To is { } to ? new Compare(use, Relation.Less, new NumberConstant(to.Year)) : null,
        ]);
    }

    private static double Fitness(ColumnNode column, Scene scene)
    {
        var score = 0.8;
        if (column.Table.History is { From: not null } history)
        {
            return history.From == column ? BeginsHistory : 0.4;
        }

        if (column.Table.DefaultEvent?.Column == column)
        {
            return score + First + (column.Info.IsNullable ? 0 : OwnName + AlwaysThere);
        }

        if (column.Table.Events.FirstOrDefault(e => e.Column == column) is { IsPlanned: true })
        {
            return score - Vague;
        }

        if (column.Words.Any(w => column.Table.Words.Any(t => SharesStem(w, t))))
        {
            score += OwnName;
        }

        if (IsVague(column, scene))
        {
            score -= Vague;
        }

        return score + (column.Info.IsNullable ? 0 : AlwaysThere) + (column.Table.Columns.First(c => c.IsDate) == column ? First : 0);
    }

    private static bool SharesStem(string a, string b) =>
        a == b || (a.Length > 4 && b.Length > 4 && EnglishInflection.Stem(a) == EnglishInflection.Stem(b))
            || (b.Length > 3 && a.StartsWith(b, StringComparison.Ordinal));
}
