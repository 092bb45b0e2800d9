using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>What kind of values an output has, as far as PostgreSQL wants them alike where rows are put together or compared.</summary>
internal static class OutputTypes
{
    /// <summary>Of an output by its place; null when it is not known.</summary>
    public static string? Of(RelationalPlan plan, int index) => Of(plan, plan.Output[index].Expression);

    public static bool MayBeAlike(string? a, string? b) => a is null || b is null || a == b;

    private static string? Of(RelationalPlan plan, SqlExpression expression) => expression switch
    {
        ColumnExpression column => Of(column.Column.Info),
        NumberExpression or PercentileExpression => "number",
        DateExpression => "time",
        FunctionExpression { Name: "COUNT" or "AVG" or "SUM" or "STDDEV" or "date_part" } => "number",
        FunctionExpression { Name: "date_trunc" } => "time",
        FunctionExpression { Name: "to_char" } => "text",
        FunctionExpression { Name: "MIN" or "MAX" or "COALESCE" or "NULLIF" } function => Of(plan, function.Arguments[0]),
        FilterExpression filter => Of(plan, filter.Aggregate),
        WindowExpression window => Of(plan, window.Function),
        CastExpression { Type: "integer" or "numeric" } => "number",
        CastExpression { Type: "date" or "timestamp" } => "time",
        CastExpression { Type: "text" } => "text",
        BinaryExpression { Operator: "*" or "/" } => "number",
        SubqueryExpression subquery => Of(subquery.Plan, subquery.Plan.Output[0].Expression),
        NameExpression name => plan.FromPlan is { } inner ? Named(inner, name.Name) : null,
        DerivedExpression derived => plan.FromPlan is { } rows && plan.FromAlias == derived.Alias
            ? Named(rows, derived.Name)
            : plan.DerivedJoins.Find(j => j.Alias == derived.Alias) is { } join ? Named(join.Plan, derived.Name) : null,
        _ => null,
    };

    private static string? Named(RelationalPlan plan, string name)
    {
        var index = plan.Output.FindIndex(o => name == (o.Name ?? (o.Expression as ColumnExpression)?.Column.Info.Name));
        return index < 0 ? null : Of(plan, index);
    }

    private static string Of(ColumnInfo column) => column.Kind switch
    {
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float => column.BaseType == "money" ? "money" : "number",
        ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz => "time",
        ColumnKind.Text => "text",
        _ => column.DataType,
    };
}
