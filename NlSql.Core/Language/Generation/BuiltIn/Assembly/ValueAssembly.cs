using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Finds the column that a value belongs to.</summary>
internal sealed class ValueAssembly(Scene scene)
{
    private const double Holds = 0.2;
    private const double NotText = 0.4;
    private const double Personal = 0.995;

    /// <summary>A value that the thing it stands next to cannot have.</summary>
    private const double NotOfFocus = 0.1;
    private const double OfKey = 0.05;

    /// <summary>Where orders are from is one country, whatever list of countries a campaign was for.</summary>
    private const double OfList = 0.06;
    private const double Whole = 0.94;
    private const double Name = 0.15;

    /// <summary>How much of the distance is doubted to the only column that holds a value.</summary>
    private const double OnlyThere = 0.25;

    public Filter? Of(ValuesPart part, TableNode from, TableNode? focus)
    {
        if (part.Column is { } named)
        {
            var column = scene.Column(named, from, c => IsText(c) ? part.Values.All(v => v.Values.Any(k => k.Column == c)) ? Holds : 0 : -NotText,
                focus);
            if (column is null || (!IsText(column) && !Fits(part, column)))
            {
                return null;
            }

            // Values that are known, but in other columns, were hardly said of this one.
            var isStrange = part.Values.Any(v => v.Values.Count > 0 && v.Values.All(k => k.Column != column));
            scene.Choices.Doubt(isStrange ? 0.75 : 1);
            return In(part, from, column);
        }

        if (part.Of is { } owner)
        {
            return OfThing(part, from, scene.Table(owner));
        }

        if (part.AreNames)
        {
            return OfThing(part, from, focus ?? from);
        }

        return Shared(part, from, focus) is { } shared ? In(part, from, shared) : OneByOne(part, from, focus);
    }

    public Filter? Key(KeyPart part, TableNode from)
    {
        var table = scene.Table(part.Of);
        if (table.Key is not [var key])
        {
            return null;
        }

        Filter filter = key.IsNumeric
            ? new Compare(Scene.Use(key, part.At), Relation.Equal, new NumberConstant(decimal.Parse(part.Value, CultureInfo.InvariantCulture)))
            : new OneOf(Scene.Use(key, part.At), [new Literal(part.Value, false)]);
        return FilterAssembly.Reaching(scene, from, table, filter);
    }

    public Filter? Text(TextPart part, TableNode from, TableNode? focus)
    {
        var column = part.Column is { } named
            ? scene.Column(named, from, c => c.IsText ? 0 : null, focus)
            : (focus ?? from).Display.FirstOrDefault(c => c.IsText);
        return column is null ? null : FilterAssembly.Reaching(scene, from, column.Table, new Matches(Scene.Use(column, part.At), part.Place, part.Text));
    }

    /// <summary>"customer Alfreds": a value known in the thing's table, else what its rows are called.</summary>
    private Filter? OfThing(ValuesPart part, TableNode from, TableNode table)
    {
        var known = scene.Choices.Pick(
            $"value {part.At.First} {part.At.Count} {table}",
            part.At,
            Columns(part).Where(c => c.Column.Table == table).Select(c => (c.Column, c.Score + (table.Display.Contains(c.Column) ? 0.05 : 0))),
            c => c.ToString());
        var names = table.Display.Where(c => c.IsText).ToList();
        if (known is null && names.Count > 1)
        {
            return OfPerson(part, from, names);
        }

        var column = known ?? names.FirstOrDefault();
        if (column is null)
        {
            return null;
        }

        scene.Choices.Doubt(known is null ? 0.9 : 1);
        return In(part, from, column);
    }

    /// <summary>"Anna" is a first or a last name, "Anna Berg" is both.</summary>
    private Filter? OfPerson(ValuesPart part, TableNode from, List<ColumnNode> names)
    {
        if (part.Values is not [var value])
        {
            return null;
        }

        // Names of people are not kept, so that none of them is known; of others one would be known if it were there.
        var words = value.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        scene.Choices.Doubt(words.Length == names.Count && names.TrueForAll(n => n.Info.Statistics.Samples.Count == 0) ? Personal : 0.9);
        ColumnUse Use(ColumnNode name) => scene.UseFrom(from, name, part.At, part.Of?.Name.Role, part.Direction);
        Filter filter = words.Length == names.Count
            ? new AllOf([.. names.Zip(words, (n, w) => new OneOf(Use(n), [new Literal(w, false)]))])
            : new AnyOf([.. names.Select(n => new OneOf(Use(n), [new Literal(value.Text, false)]))]);
        return FilterAssembly.Reaching(scene, from, names[0].Table, filter);
    }

    /// <summary>The column that holds all of the values.</summary>
    private ColumnNode? Shared(ValuesPart part, TableNode from, TableNode? focus)
    {
        var ranked = Columns(part)
            .Select(c => (c.Column, Score: c.Score + Nearness(c.Column.Table) - (c.Column.IsForeignKey ? OfKey : 0)
                - (c.Column.Info.Kind == ColumnKind.Array ? OfList : 0)
                - (part.ArePlaces && (focus ?? from).Display.Contains(c.Column) ? Name : 0)))
            .Where(c => c.Score is not null)
            .Select(c => (c.Column, c.Score!.Value));
        return scene.Choices.Pick($"value {part.At.First} {part.At.Count} {from}", part.At, ranked, c => $"{c}",
            c => c.Table == focus ? 1 : focus is null || focus == from ? Sure(part, c, from) : scene.Close(c.Table, focus));

        double? Nearness(TableNode table) => focus is not null && scene.Reach.ToOne(focus, table) is not null
            ? scene.Nearness(table, focus, focus)
            : scene.Nearness(table, from, focus) - (focus is null || focus == from || table == focus ? 0 : NotOfFocus);
    }

    /// <summary>
    /// A value that is in one column only and said of no thing ("with diabetes") is meant there, however far that is. Lists of values, and columns of which
    /// a row may meet several, are no rivals of one of which it meets one.
    /// </summary>
    private double Sure(ValuesPart part, ColumnNode column, TableNode from)
    {
        var close = scene.Close(column.Table, from);
        var isMet = IsMet(column);
        var isOnly = part.Values.All(v => v.Values.Any(k => k.Column == column && k.Score >= Whole)
            && v.Values.All(k => k.Column == column || (isMet && !IsMet(k.Column))));
        return isOnly ? 1 - (OnlyThere * (1 - close)) : close;

        bool IsMet(ColumnNode of) => of.Info.Kind != ColumnKind.Array && scene.Reach.ToOne(from, of.Table) is not null;
    }

    private static IEnumerable<(ColumnNode Column, double Score)> Columns(ValuesPart part) =>
        part.Values[0].Values.GroupBy(v => v.Column)
            .Where(g => part.Values.All(v => v.Values.Any(k => k.Column == g.Key)))
            .Select(g => (g.Key, part.Values.Average(v => v.Values.Where(k => k.Column == g.Key).Max(k => k.Score))));

    private Filter? OneByOne(ValuesPart part, TableNode from, TableNode? focus)
    {
        if (part.Values.Count < 2)
        {
            return null;
        }

        var filters = part.Values.Select(v => Of(part with { Values = [v], At = v.At, NeedsAll = false }, from, focus)).ToList();
        return filters.Contains(null) ? null : part.NeedsAll ? new AllOf([.. filters.OfType<Filter>()]) : new AnyOf([.. filters.OfType<Filter>()]);
    }

    private Filter? In(ValuesPart part, TableNode from, ColumnNode column)
    {
        var literals = part.Values.SelectMany(v => v.Values.Where(k => k.Column == column).MaxBy(k => k.Score) is { } known
            ? v.Values.Where(k => k.Column == column && k.Score >= known.Score).Select(k => new Literal(k.Value, true))
            : [new Literal(v.Text, false)]).Distinct().ToList();
        if (part.NeedsAll && column.Info.Kind != ColumnKind.Array && scene.Reach.ToOne(from, column.Table) is not null)
        {
            // One row has one of them only.
            return null;
        }

        var use = scene.UseFrom(from, column, part.At, part.Column?.Name.Role ?? part.Of?.Name.Role ?? RoleOf(literals, from, column)
            ?? (part.IsKind ? Scene.MainKey(from, scene.KeysTo(from, column.Table)) : null), part.Direction);
        Filter filter = column.IsText || !decimal.TryParse(literals[0].Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? new OneOf(use, literals, part.NeedsAll)
            : new Compare(use, Relation.Equal, new NumberConstant(number));
        return FilterAssembly.Reaching(scene, from, column.Table, filter);
    }

    /// <summary>"female" is what the key to a gender leads to; null where a value says nothing of the kind, or only one key leads there.</summary>
    private KeyEdge? RoleOf(List<Literal> literals, TableNode from, ColumnNode column)
    {
        var kinds = literals.SelectMany(l => scene.Words.ValueRoles.GetValueOrDefault(l.Text.ToLowerInvariant(), [])).ToList();
        return kinds.Count == 0 || scene.KeysTo(from, column.Table) is not { Count: > 1 } keys ? null
            : keys.Where(k => k.RoleWords.Any(kinds.Contains)).ToList() is [var only] ? only : null;
    }
    private static bool IsText(ColumnNode column) => column.IsText || column.Info.Kind == ColumnKind.Array;

    private static bool Fits(ValuesPart part, ColumnNode column) =>
        column.IsNumeric && part.Values.Count == 1 && decimal.TryParse(part.Values[0].Text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
}
