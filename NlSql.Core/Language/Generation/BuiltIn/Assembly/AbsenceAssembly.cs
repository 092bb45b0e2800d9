using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Says what is not there in terms of the schema: NULL, zero, an empty list, a flag that is not set, or no related row, by what it is.</summary>
internal sealed class AbsenceAssembly(Scene scene)
{
    /// <summary>A verb that says so clearly what happened names the rows of it.</summary>
    private const double Sure = 0.9;
    private const double NeverMissing = 0.95;

    /// <summary>Words of days that are known long before they come.</summary>
    private static readonly string[] Until = ["until", "expire", "expiry", "expiration"];

    /// <param name="isDenied">It is asked for what is known instead.</param>
    public Filter? Empty(EmptyPart part, TableNode from, TableNode? focus, bool isDenied = false)
    {
        if (part is { IsNone: true, Column.Name: { IsVerb: true, Columns: [var best, ..] } } && best.Score >= Sure)
        {
            scene.NamedTables.Add(best.Node.Table);
        }

        if (scene.Column(part.Column, from, null, focus) is not { } column)
        {
            return null;
        }

        var use = Scene.Use(column, part.At);
        if (column.Table.Series is not null)
        {
            return None(column.Table, use, part, from);
        }

        if (scene.Reach.ToOne(from, column.Table) is not null)
        {
            if (part.Column.Name.IsVerb && IsPlanned(column))
            {
                // "running": its end has not come yet, be it known or not.
                return new AnyOf([new IsEmpty(use), new Compare(use, Relation.Greater, new DateConstant(scene.Today))]);
            }

            var missing = part.IsNone ? None(use) : column.Info.IsNullable ? new IsEmpty(use) : null;

            // What is never missing was hardly asked for.
            scene.Choices.Doubt(missing is IsEmpty && !(isDenied && part.Column.Name.IsVerb)
                && column.Info is { Statistics.NullFraction: 0, Kind: not ColumnKind.Array } ? NeverMissing : 1);
            return missing;
        }

        return scene.Reach.Any(from, column.Table) is null ? null
            : new Not(new Exists(Scene.Ref(column.Table), column.Info.IsNullable ? new Not(new IsEmpty(use)) : null));
    }

    /// <summary>Those to whom some row refers by the key.</summary>
    public static Filter? InRole(InRolePart part, TableNode from) => part.Role.Role is { } key && key.One == from
        ? new Exists(new EntityRef(key.Many, key) { IsReverse = key.IsSelfReference }) { At = part.At }
        : null;

    /// <summary>In no period, or not in the one that is said: neither a number nor more than zero.</summary>
    private Not? None(TableNode series, ColumnUse use, EmptyPart part, TableNode from)
    {
        var within = part.During is { } during ? SeriesPeriods.Within(series, during, scene.Today) : null;
        Filter? some = part.IsNone ? new Compare(use, Relation.NotEqual, new NumberConstant(0)) : null;
        return from == series || scene.Reach.Any(from, series) is null || (part.During is not null && within is null) ? null
            : new Not(new Exists(Scene.Ref(series), FilterAssembly.Joined([within, some])));
    }

    private static Filter? None(ColumnUse use)
    {
        var column = use.Column;
        var missing = column.Info.IsNullable || column.Info.Kind == ColumnKind.Array ? new IsEmpty(use) : null;
        return column.Flag is not null ? new Not(new IsSet(use))
            : !IsZero(column.Info.Statistics.Minimum) || !column.IsMeasure ? missing
            : new Compare(use, Relation.Equal, new NumberConstant(0)) is var zero && missing is null ? zero
            : new AnyOf([missing!, zero]);
    }

    /// <summary>An end that is known before it comes.</summary>
    private bool IsPlanned(ColumnNode column) => column.Words.Any(Until.Contains) || (column.Table.Duration?.To == column
        && column.Info.Statistics.Maximum is { Length: >= 10 } last
        && DateOnly.TryParseExact(last[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > scene.Today);

    private static bool IsZero(string? number) => decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var least) && least == 0;
}
