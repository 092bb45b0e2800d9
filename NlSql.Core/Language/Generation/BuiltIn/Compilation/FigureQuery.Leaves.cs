using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>The figures of a query: counts, sums and the like, each once.</summary>
internal sealed partial class FigureQuery
{
    private readonly Dictionary<string, SqlExpression> figures = [];
    private readonly Dictionary<string, string> shown = [];

    /// <summary>A count, an aggregate or a rate over the rows of each group.</summary>
    public SqlExpression Leaf(Expression figure)
    {
        var key = FrameKey.Of(figure);
        return figures.TryGetValue(key, out var known) ? known : figures[key] = Write(figure);
    }

    /// <summary>Makes a figure an output; its name there.</summary>
    public string Show(Expression figure)
    {
        var key = FrameKey.Of(figure);
        if (!shown.TryGetValue(key, out var name))
        {
            var wanted = OutputNames.Of(figure) ?? "figure";
            name = wanted;
            for (var n = 2; Final.Output.Exists(o => o.Name == name); n++)
            {
                name = $"{wanted}_{n}";
            }

            Final.Showing(Leaf(figure), name);
            shown[key] = name;
        }

        return name;
    }

    private SqlExpression Write(Expression figure) => figure switch
    {
        RowCount count => Only(Count(context.Resolve(view, count.Of)), count.Where),
        DistinctCount { Of: EntityUse use } count => Only(Different(context.Resolve(view, use.Of)), count.Where),
        DistinctCount count => Only(new FunctionExpression("COUNT", [Read(rows.Of(count.Of, view), "value")], IsDistinct: true), count.Where),
        Aggregate aggregate => Only(Call(aggregate), aggregate.Where),
        RateOf rate => Rate(rate),
        _ => throw new NotCompilableException($"{figure.GetType().Name} is no figure."),
    };

    private SqlExpression Call(Aggregate aggregate)
    {
        var value = rows.Figure(aggregate.Of, view);
        if (value is ColumnExpression { Column: var column } && aggregate.Function is not (Function.Minimum or Function.Maximum))
        {
            if (!column.IsNumeric && column.Info.Kind != ColumnKind.Interval)
            {
                throw new NotCompilableException($"{column} holds no numbers.");
            }

            if (column.IsKey || column.IsForeignKey)
            {
                context.Tell(ConcernKind.OddFigure, $"{column} is {(aggregate.Function == Function.Sum ? "added up" : "averaged")}, which may mean nothing.");
            }
        }

        // The column itself tells whether its type has a smallest value, so it is asked before it gets another name.
        return aggregate.Function is Function.Minimum or Function.Maximum
            ? OverRows.Extreme(value, aggregate.Function == Function.Maximum) with { Arguments = [Read(value, "value")] }
            : OverRows.Call(aggregate.Function, Read(value, "value"), aggregate.IsDistinct);
    }

    private FunctionExpression Count(Way way)
    {
        var isOwn = way.Count == 0;
        return isOwn && (!multiplies || IsDeduplicated) ? new FunctionExpression("COUNT", [new StarExpression()]) : Different(way);
    }

    private FunctionExpression Different(Way way)
    {
        var table = rows.Join(way);
        var key = table.Table.Key is { Count: > 0 } known ? known
            : throw new NotCompilableException($"The rows of {table.Table} have no key to tell them apart by.");
        var columns = key.Select(c => Read(new ColumnExpression(table, c), c.Info.Name)).ToList();
        return columns.Count == 1
            ? new FunctionExpression("COUNT", columns, IsDistinct: true)
            : new FunctionExpression("COUNT", [new FunctionExpression("ROW", columns)], IsDistinct: true);
    }

    /// <summary>Rows of which it is not known whether they meet the filter do not meet it.</summary>
    private SqlExpression Rate(RateOf rate)
    {
        var met = SelectScope.All(filters.All(rate.Met, view));
        var share = new CaseExpression(
            [new CaseBranch(Read(met, "is_met"), new NumberExpression(rate.Scale == ShareScale.Percent ? 100.0m : 1.0m))],
            new NumberExpression(0));
        return new FunctionExpression("AVG", [share]);
    }

    private SqlExpression Only(SqlExpression aggregate, Filter? where) => where is null
        ? aggregate
        : new FilterExpression(aggregate, [.. filters.All(where, view).Select(c => Read(c, "is_met"))]);
}
