using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Words for the nodes and fields that are refused because no list has them.</summary>
internal static class UnlistedNodes
{
    public static Violation Explain(ParseNode node) => node.Kind switch
    {
        "InsertStmt" or "UpdateStmt" or "DeleteStmt" or "MergeStmt" => new(
            GuardRules.DataModifying, $"A WITH query holds {StatementNames.Of(node.Kind)}, which changes data; only SELECT may stand there.", node),
        "ParamRef" => new(
            GuardRules.Parameter, $"The statement has a parameter (${node.Number("number")}) and nothing to fill it with; write the value instead.", node),
        "XmlExpr" or "XmlSerialize" or "RangeTableFunc" => new(
            GuardRules.NodeNotListed, "XML functions are not on the list of what may be used.", node),
        "SetToDefault" => new(
            GuardRules.NodeNotListed, "DEFAULT is only for statements that write.", node),
        _ => new(
            GuardRules.NodeNotListed, $"The statement holds a construct that is not on the list of what may be used ({node.Kind}).", node),
    };

    public static Violation Explain(ParseNode node, ParseField field) => (node.Kind, field.Name) switch
    {
        ("SelectStmt", "intoClause") => new(
            GuardRules.SelectInto, $"SELECT INTO creates a table{Target(field)}; queries may only read.", (field.Value as ParseNode)?.Node("rel") ?? node),
        ("SelectStmt", "lockingClause") => new(
            GuardRules.RowLock,
            "A locking clause (FOR UPDATE, FOR SHARE and their like) locks rows against others; queries may only read.",
            Lock(field) ?? node),
        ("RangeVar", "catalogname") => new(
            GuardRules.RelationDatabase,
            $"\"{node.Text("catalogname")}.{node.Text("schemaname")}.{node.Text("relname")}\" names a database; "
                + "leave it out, only the connected database can be read.",
            node),
        _ => new(
            GuardRules.NodeNotListed, $"The statement holds a construct that is not on the list of what may be used ({node.Kind}.{field.Name}).", node),
    };

    private static string Target(ParseField field) =>
        (field.Value as ParseNode)?.Node("rel")?.Text("relname") is { Length: > 0 } name ? $" (\"{name}\")" : "";

    private static ParseNode? Lock(ParseField field) => field.Value is ParseNode[] { Length: > 0 } locks ? locks[0] : null;
}
