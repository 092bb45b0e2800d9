using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes expressions over single rows. Tables that a row has one of are joined; figures over its many related rows stand beside it.</summary>
internal sealed class RowValues(SelectScope scope, CompileContext context) : Values
{
    private readonly FiguresBeside beside = new(scope, context);

    /// <summary>Conditions that all figures beside the row are under; null for none.</summary>
    public Filter? FigureWhere { get; init; }

    /// <summary>May join tables of which a row meets several.</summary>
    public bool FansOut { get; set; }

    public override SqlExpression Of(Expression expression, Way view) => Constant(expression) ?? expression switch
    {
        ColumnUse use => Column(use, view),
        EntityUse use => KeyOf(use, view)[0],
        Arithmetic term => Scalars.Combine(term.Operator, Figure(term.Left, view), Figure(term.Right, view)),
        Amount amount => Of(amount.Value, view),
        OrElse known => new FunctionExpression("COALESCE", [Of(known.Of, view), new NumberExpression(known.WhenMissing)]),
        Duration time => Scalars.Duration(Of(time.From, view), Of(time.To, view), time.Unit, time.IsExact),
        ElementOf element => new FunctionExpression("unnest", [Column(element.Column, view)]),
        PeriodBucket bucket => Period(bucket, view),
        DatePart part => Scalars.DatePart(part.Part, Of(part.Column, view)),
        Overall overall => Everywhere(overall, view),
        ShareOf share => Scalars.Share(
            Figure(share.Part, view),
            new WindowExpression(new FunctionExpression("SUM", [Figure(share.Part, view)]), [.. share.Within.Select(w => Of(w, view))], []),
            share.Scale),
        RunningOf running => new WindowExpression(
            new FunctionExpression("SUM", [Figure(running.Of, view)]),
            [],
            [new PlannedSort(Of(running.Course, view), IsDescending: false, NullsLast: false)]),
        RowCount or DistinctCount or Aggregate or RateOf => beside.Of(expression, view, FigureWhere),
        _ => throw new NotCompilableException($"{expression.GetType().Name} is not a value of one row."),
    };

    /// <summary>The value to be computed with.</summary>
    public SqlExpression Figure(Expression expression, Way view) => Of(expression, view) is var value
        && value is ColumnExpression { Column.IsMoney: true } ? new CastExpression(value, "numeric") : value;

    public override IEnumerable<Way> Ways(Expression expression, Way view) => expression switch
    {
        ColumnUse use => [context.Resolve(view, use.Of)],
        EntityUse use => [context.Resolve(view, use.Of)],
        Arithmetic term => Ways(term.Left, view).Concat(Ways(term.Right, view)),
        Amount amount => Ways(amount.Value, view),
        OrElse known => Ways(known.Of, view),
        Duration time => Ways(time.From, view).Concat(Ways(time.To, view)),
        ElementOf element => Ways(element.Column, view),
        PeriodBucket bucket => Ways(bucket.Column, view),
        DatePart part => Ways(part.Column, view),
        ShareOf share => Ways(share.Part, view),
        RunningOf running => Ways(running.Of, view),
        _ => [],
    };

    public IReadOnlyList<SqlExpression> KeyOf(EntityUse use, Way view)
    {
        var table = Join(context.Resolve(view, use.Of));
        return [.. KeyColumns(use.Of.Table).Select(c => new ColumnExpression(table, c))];
    }

    public ColumnExpression Column(ColumnUse use, Way view) => new(Join(context.Resolve(view, use.Of)), use.Column);

    public TableReference Join(Way way) => FansOut || scope.Far(way) is null
        ? scope.Join(way, keepsRows: FansOut)
        : throw new NotCompilableException($"A row has several of {way}.");

    /// <summary>What tells the rows of a table apart, or comes nearest to it.</summary>
    public static IReadOnlyList<ColumnNode> KeyColumns(TableNode table) =>
        table.Key.Count > 0 ? table.Key : table.Display.Count > 0 ? table.Display : [.. table.Columns.Take(1)];

    private SqlExpression Period(PeriodBucket bucket, Way view)
    {
        var column = bucket.Column.Column;
        if (column.IsDate)
        {
            return bucket.Unit == "year" && context.YearsAreNumbers ? Scalars.DatePart(bucket.Unit, Column(bucket.Column, view))
                : PeriodStart.Of(bucket.Unit, column.Info.Kind, context.Calendar, Column(bucket.Column, view));
        }

        if (column.IsYear && bucket.Unit is "year" or PeriodStart.FiscalYear)
        {
            return Column(bucket.Column, view);
        }

        return column.Info.Kind == ColumnKind.Text
            ? PeriodStart.Of(bucket.Unit, ColumnKind.Date, context.Calendar, new CastExpression(Column(bucket.Column, view), "date"))
            : throw new NotCompilableException($"{column} holds no dates.");
    }

    /// <summary>A query of its own over all rows, or over all groups where it is a figure of groups.</summary>
    private SubqueryExpression Everywhere(Overall overall, Way view)
    {
        if (FrameTables.IsFigure(overall.Of))
        {
            var each = new EntityRef(view.End);
            var rows = context.Nested(new QueryFrame { Grain = each, By = [new EntityUse(each)], Show = [overall.Of], Where = overall.Within });
            return new SubqueryExpression(OverRows.Of(overall.Function, rows));
        }

        var home = Homes.Of(overall.Of, view, context);
        var query = new FigureQuery(context, home.End, home.Back().Then(view.Steps));
        query.AddWhere(overall.Within);
        foreach (var shared in overall.Alike)
        {
            // Two rows of which it is not known are not alike.
            query.Scope.Plan.Where.Add(new BinaryExpression("=", new ColumnExpression(query.Scope.Root, shared.Column), Column(shared, view)));
        }

        var leaf = new Aggregate(overall.Function, overall.Of);
        query.Settle([leaf]);
        return new SubqueryExpression(query.Final.Showing(query.Leaf(leaf), null));
    }
}
