using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// Finds values that were looked for in a list nobody named, where a column holds them as well: revenue from Germany is not that of campaigns which, among
/// other countries, are meant for it.
/// </summary>
internal static class UnnamedLists
{
    public static bool In(RelationalPlan plan, IReadOnlyList<Token> tokens, SchemaModel schema) =>
        plan.Where.Concat(plan.Output.Select(o => o.Expression)).SelectMany(ExpressionTree.Nodes).OfType<BinaryExpression>()
            .Any(b => b is { Operator: "=", Left: TextExpression value, Right: FunctionExpression { Name: "ANY", Arguments: [CastExpression list] } }
                && list is { Inner: ColumnExpression { Column: { Info.Kind: ColumnKind.Array } column } }
                && !tokens.Any(t => column.Words.Contains(t.Lemma)) && IsElsewhere(value.Value, schema))
        || (plan.FromPlan is { } inner && In(inner, tokens, schema));

    private static bool IsElsewhere(string value, SchemaModel schema) =>
        schema.Values.Exact(value).Any(v => v.Column.Info.Kind != ColumnKind.Array && v.Column.Table.Info.ViewDefinition is null);
}
