using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes expressions over groups: what they are grouped by, their figures, and what is computed of both.</summary>
/// <param name="context">Of the statement.</param>
/// <param name="frame">What is asked.</param>
/// <param name="keys">What each group is told apart by.</param>
/// <param name="figure">A count, an aggregate or a rate.</param>
internal sealed class GroupValues(CompileContext context, QueryFrame frame, IReadOnlyList<GroupPart> keys, Func<Expression, SqlExpression> figure) : Values
{
    public override SqlExpression Of(Expression expression, Way view) =>
        expression is ShareOf or EarlierOf or ChangeOf or RunningOf && Parts(expression).Any(p => Lifting.HasWindow(Of(p, view)))
            ? throw new NotCompilableException("A share or change of a share or change.")
            : Write(expression, view);

    private SqlExpression Write(Expression expression, Way view) => Constant(expression) ?? expression switch
    {
        RowCount or DistinctCount or Aggregate or RateOf => figure(expression),
        _ when KeysOf(expression) is { Count: > 0 } own => own[^1],
        ColumnUse use when OfEntity(use) is { } part => part.Expression,
        Arithmetic term => Scalars.Combine(term.Operator, Of(term.Left, view), Of(term.Right, view)),
        Amount amount => Of(amount.Value, view),
        Duration time => Scalars.Duration(Of(time.From, view), Of(time.To, view), time.Unit, time.IsExact),
        ShareOf share => Scalars.Share(Of(share.Part, view), Whole(share, view), share.Scale),
        EarlierOf earlier => Earlier(earlier.Of, earlier.Period, earlier.Back, view),
        ChangeOf change => Scalars.Change(Of(change.Of, view), Earlier(change.Of, change.Period, change.Back, view), change.IsRelative),
        RunningOf running => new WindowExpression(
            new FunctionExpression("SUM", [Of(running.Of, view)]),
            Others(running.Course),
            [new PlannedSort(Of(running.Course, view), IsDescending: false, NullsLast: false)]),
        Overall overall => Everywhere(overall),
        Elsewhere other => new SubqueryExpression(context.Nested(other.Frame)),
        _ => throw new NotCompilableException($"{FrameKey.Of(expression)} is not the same for all rows of a group."),
    };

    private static IEnumerable<Expression> Parts(Expression expression) => expression switch
    {
        ShareOf share => [share.Part],
        EarlierOf earlier => [earlier.Of, earlier.Period],
        ChangeOf change => [change.Of, change.Period],
        RunningOf running => [running.Of, running.Course],
        _ => [],
    };

    public override IEnumerable<Way> Ways(Expression expression, Way view) => [];

    /// <summary>The columns that stand for one of the things that are grouped by.</summary>
    public IReadOnlyList<SqlExpression> KeysOf(Expression by) =>
        [.. keys.Where(k => k.By is not null && FrameKey.Same(k.By, by)).OrderBy(k => k.IsShown).Select(k => k.Expression)];

    /// <summary>What an entity that is grouped by is known by to people.</summary>
    public IReadOnlyList<SqlExpression> DisplayOf(EntityUse entity)
    {
        var own = keys.Where(k => k.By is not null && FrameKey.Same(k.By, entity)).ToList();
        var shown = own.Where(k => k.Column is { } column && entity.Of.Table.Display.Contains(column)).ToList();
        return own.Count == 0
            ? throw new NotCompilableException($"{entity.Of.Table} is not what is grouped by.")
            : [.. (shown.Count > 0 ? shown : own).Select(k => k.Expression)];
    }

    /// <summary>The column of an entity that is grouped by; null for others.</summary>
    public GroupPart? OfEntity(ColumnUse use) =>
        keys.FirstOrDefault(k => k.Column == use.Column && k.By is EntityUse entity && FrameKey.Same(new EntityUse(use.Of), new EntityUse(entity.Of)));

    /// <summary>Figures that a part is to be compared with, where there is nothing to add up over: the part without what makes it one.</summary>
    public static Expression WithoutWhere(Expression part) => part switch
    {
        RowCount count => count with { Where = null },
        DistinctCount count => count with { Where = null },
        Aggregate aggregate => aggregate with { Where = null },
        Arithmetic term => term with { Left = WithoutWhere(term.Left), Right = WithoutWhere(term.Right) },
        _ => part,
    };

    private SqlExpression Whole(ShareOf share, Way view) => keys.Count == 0
        ? Of(WithoutWhere(share.Part), view)
        : new WindowExpression(new FunctionExpression("SUM", [Of(share.Part, view)]), [.. share.Within.SelectMany(KeysOf)], []);

    private WindowExpression Earlier(Expression of, PeriodBucket period, string back, Way view) => new(
        new FunctionExpression("MAX", [Of(of, view)]),
        Others(period),
        [new PlannedSort(Of(period, view), IsDescending: false, NullsLast: false)],
        Step(back, period));

    private List<SqlExpression> Others(Expression course) =>
        [.. keys.Where(k => k.By is null || !FrameKey.Same(k.By, course)).Select(k => k.Expression)];

    /// <summary>Years that are numbers go back by one; PostgreSQL has no interval called quarter.</summary>
    private static string Step(string back, PeriodBucket period) => (back, period) switch
    {
        (_, { Unit: PeriodStart.FiscalQuarter }) => throw new NotCompilableException("Fiscal quarters are texts, which have no earlier one."),
        (_, { Unit: PeriodStart.FiscalYear } or { Column.Column.IsDate: false }) => "1",
        ("quarter", _) => "3 months",
        ("fiscal year", _) => "1 year",
        _ => $"1 {back}",
    };

    /// <summary>Over all groups of the frame, its conditions on groups left out.</summary>
    private SubqueryExpression Everywhere(Overall overall)
    {
        var where = overall.Within is { } within && frame.Where is { } all ? new AllOf([all, within]) : overall.Within ?? frame.Where;
        var groups = frame with { Show = [overall.Of], Where = where, Having = null, Order = [], Rank = null, IsDistinct = false,
            NeedsGroups = true };
        if (!FrameTables.IsFigure(overall.Of))
        {
            var figures = groups with { By = [], Show = [new Aggregate(overall.Function, overall.Of)], Where = overall.Within };
            return new SubqueryExpression(context.Nested(figures));
        }

        return new SubqueryExpression(OverRows.Of(overall.Function, context.Nested(groups)));
    }
}
