using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Figures over the finished rows of a query.</summary>
internal static class OverRows
{
    /// <summary>One row: the function over the last column of the rows.</summary>
    public static RelationalPlan Of(Function function, RelationalPlan rows)
    {
        var outer = Around(rows);
        var figure = outer.Output[^1];
        outer.Output.Clear();
        return outer.Showing(Call(function, figure.Expression, isDistinct: false), $"{OutputNames.Of(function)}_{((NameExpression)figure.Expression).Name}");
    }

    /// <summary>The query with its order left out, which means nothing any more; its outputs have names.</summary>
    public static RelationalPlan Around(RelationalPlan rows)
    {
        if (rows.Limit is null)
        {
            rows.OrderBy.Clear();
        }

        return PlanWrapping.Around(rows);
    }

    public static SqlExpression Call(Function function, SqlExpression of, bool isDistinct) => function switch
    {
        Function.Median => new PercentileExpression(0.5m, of),
        Function.Minimum or Function.Maximum => Extreme(of, function == Function.Maximum),
        _ => new FunctionExpression(NameOf(function), [of], isDistinct),
    };

    /// <summary>The smallest or the largest, for types of which PostgreSQL knows one.</summary>
    public static FunctionExpression Extreme(SqlExpression of, bool isLargest) =>
        of is ColumnExpression { Column.Info.Kind: ColumnKind.Boolean or ColumnKind.Json or ColumnKind.Uuid or ColumnKind.Binary or ColumnKind.Other } odd
            ? throw new NotCompilableException($"There is no smallest or largest {odd.Column}.")
            : new FunctionExpression(isLargest ? "MAX" : "MIN", [of]);

    private static string NameOf(Function function) => function switch
    {
        Function.Sum => "SUM",
        Function.Average => "AVG",
        _ => "STDDEV",
    };
}
