using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes single conditions on what a row, or a group, has one of.</summary>
internal sealed class AtomCompiler(SelectScope scope, CompileContext context, Values values)
{
    private readonly Histories histories = new(scope, context);

    /// <param name="atom">No "and", "or", "not", nor one on related rows.</param>
    /// <param name="view">Where it is seen from.</param>
    /// <param name="isRequired">All rows have to meet it: where it is about a row that may be missing, it is not to be.</param>
    public SqlExpression Holds(Filter atom, Way view, bool isRequired)
    {
        if (isRequired && atom is not IsEmpty)
        {
            var read = atom is InForce force ? [context.Resolve(view, force.History)] : FrameTables.Compared(atom).SelectMany(e => values.Ways(e, view));
            foreach (var way in read)
            {
                scope.Join(way);
                scope.Require(way);
            }
        }

        return atom switch
        {
            Compare compare => Write(compare, view),
            OneOf one => OneOf(one, view),
            Within within => Literals.Within(values.Of(within.Column, view), within.Column.Column, within.Range),
            AtClock clock => ClockTimes.Within(values.Of(clock.Column, view), clock.Column.Column, clock.Bounds),
            Matches match => Literals.Matches(values.Of(match.Column, view), match.Column.Column, match.Place, match.Text),
            IsEmpty { Column.Column.Info.Kind: ColumnKind.Array } list => new BinaryExpression(
                "=",
                new FunctionExpression("COALESCE", [new FunctionExpression("cardinality", [values.Of(list.Column, view)]), new NumberExpression(0)]),
                new NumberExpression(0)),
            IsEmpty empty => new NullTestExpression(values.Of(empty.Column, view), IsNull: true),
            IsSet set => Literals.IsSet(values.Of(set.Flag, view), set.Flag.Column),
            InForce force => histories.Holds(force, context.Resolve(view, force.History)),
            _ => throw new NotCompilableException($"{atom.GetType().Name} is not known."),
        };
    }

    /// <summary>True for just those rows for which the condition is false or unknown.</summary>
    public SqlExpression Fails(Filter atom, Way view) => Holds(atom, view, isRequired: false) switch
    {
        NullTestExpression test => test with { IsNull = !test.IsNull },
        BinaryExpression { Operator: "=" or "<>" } equal when IsScalar(equal.Right) => Differs(equal),
        BinaryExpression { Operator: ">" or ">=" or "<" or "<=" } compared when IsKnown(compared.Left, compared.Right) =>
            compared with { Operator = Opposite(compared.Operator) },
        BinaryExpression { Operator: "ILIKE" } like when IsKnown(like.Left) => like with { Operator = "NOT ILIKE" },
        InExpression list when IsKnown(list.Left) => new NotExpression(list),
        ExistsExpression exists => new NotExpression(exists),
        ColumnExpression flag when IsKnown(flag) => new NotExpression(flag),
        var condition => new NotTrueExpression(condition),
    };

    /// <summary>That there is the one related row, and that it meets what is said of it.</summary>
    public SqlExpression One(Exists exists, Way way, bool isRequired, Func<Filter, IReadOnlyList<SqlExpression>> conditions)
    {
        if (exists.Count is { Least: > 1 })
        {
            return new BooleanExpression(false);
        }

        var parts = new List<SqlExpression>();
        if (exists.Where is null && way.Count > 0 && way.Steps[^1] is { IsForward: true, Edge.IsDeclared: true } step)
        {
            // The reference itself says it.
            var owner = scope.Join(way.First(way.Count - 1));
            parts.AddRange(step.Edge.ManyColumns.Where(c => c.Info.IsNullable || scope.MayMiss(owner))
                .Select(c => new NullTestExpression(new ColumnExpression(owner, c), IsNull: false)));
        }
        else if (isRequired && exists.Count is not { Least: <= 0 })
        {
            scope.Join(way);
            scope.Require(way);
        }
        else if (scope.Join(way) is var use && scope.MayMiss(use))
        {
            parts.Add(new NullTestExpression(new ColumnExpression(use, RowValues.KeyColumns(use.Table)[0]), IsNull: false));
        }

        if (exists.Where is { } where)
        {
            parts.AddRange(conditions(where));
        }

        SqlExpression holds = parts.Count == 0 ? new BooleanExpression(true) : SelectScope.All(parts);
        if (exists.Count is { Most: 0 })
        {
            return holds is NullTestExpression test ? test with { IsNull = !test.IsNull } : new NotTrueExpression(holds);
        }

        return exists.Count is { Least: <= 0 } ? new BooleanExpression(true) : holds;
    }

    private SqlExpression Write(Compare compare, Way view)
    {
        var right = compare is { Left: ColumnUse { Column.IsText: true }, Right: NumberConstant year }
            ? new TextExpression(year.Value.ToString(CultureInfo.InvariantCulture)) // Years that are kept as text.
            : Value(compare.Right, view);
        var left = compare is { Right: ColumnUse { Column.IsText: true }, Left: NumberConstant number }
            ? new TextExpression(number.Value.ToString(CultureInfo.InvariantCulture))
            : Value(compare.Left, view);
        return new BinaryExpression(
            compare.Relation.Sign(),
            compare.Right is ColumnUse { Column.Info.Kind: ColumnKind.Date } ? DayOf(compare.Left, left) : left,
            compare.Left is ColumnUse { Column.Info.Kind: ColumnKind.Date } ? DayOf(compare.Right, right) : right);
    }

    /// <summary>What came at noon of the day it was promised for did not come later.</summary>
    private static SqlExpression DayOf(Expression of, SqlExpression value) =>
        of is ColumnUse { Column.Info.Kind: ColumnKind.Timestamp or ColumnKind.TimestampTz } ? new CastExpression(value, "date") : value;

    private SqlExpression Value(Expression expression, Way view) =>
        values.Of(expression, view) is var value && value is ColumnExpression { Column.IsMoney: true } ? new CastExpression(value, "numeric") : value;

    private SqlExpression OneOf(OneOf one, Way view)
    {
        var isPersonal = one.Column.Column.Info is { IsPersonal: true, Statistics.Samples.Count: 0 };
        foreach (var unknown in one.Values.Where(v => !v.IsKnown))
        {
            context.Tell(
                isPersonal ? ConcernKind.PersonalValue : ConcernKind.UnknownValue,
                $"“{unknown.Text}” is not known to occur in {one.Column.Column}.");
        }

        return Literals.OneOf(values.Of(one.Column, view), one.Column.Column, one.Values);
    }

    private SqlExpression Differs(BinaryExpression equal) => (equal.Operator, IsKnown(equal.Left, equal.Right)) switch
    {
        ("=", true) => equal with { Operator = "<>" },
        ("<>", true) => equal with { Operator = "=" },
        ("=", false) when IsKnown(equal.Right) || IsKnown(equal.Left) => equal with { Operator = "IS DISTINCT FROM" },
        _ => new NotTrueExpression(equal),
    };

    /// <summary>Not <c>ANY (…)</c>, with which no other operator means the same.</summary>
    private static bool IsScalar(SqlExpression expression) => expression is not FunctionExpression { Name: "ANY" };

    private bool IsKnown(params SqlExpression[] all) => !all.Any(scope.CanBeNull);

    private static string Opposite(string comparison) => comparison switch
    {
        ">" => "<=",
        ">=" => "<",
        "<" => ">=",
        _ => ">",
    };
}
