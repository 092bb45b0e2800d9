using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// Words of PostgreSQL 14 to 18 that an older server reads otherwise: <c>JSON_VALUE(a, b)</c> is a plain call of whatever function of that
/// name lies along the search path there, others are errors of syntax.
/// </summary>
internal static class ServerWords
{
    /// <param name="major">The server's version, 13 to 18; 0 when it is not known.</param>
    public static Violation? Check(ParseNode node, int major) =>
        major > 0 && Word(node) is var (word, since) && since > major
            ? new(
                GuardRules.WordTooNew,
                FormattableString.Invariant(
                    $"{word} is known from PostgreSQL {since} on; this server is a PostgreSQL {major} and would read it as something else."),
                node)
            : null;

    private static (string Word, int Since)? Word(ParseNode node) => node.Kind switch
    {
        "JsonFuncExpr" => (
            node.Text("op") switch { "JSON_VALUE_OP" => "JSON_VALUE", "JSON_EXISTS_OP" => "JSON_EXISTS", _ => "JSON_QUERY" },
            17),
        "JsonTable" => ("JSON_TABLE", 17),
        "JsonParseExpr" => ("JSON()", 17),
        "JsonScalarExpr" => ("JSON_SCALAR", 17),
        "JsonSerializeExpr" => ("JSON_SERIALIZE", 17),
        "JsonObjectConstructor" => ("JSON_OBJECT", 16),
        "JsonArrayConstructor" or "JsonArrayQueryConstructor" => ("JSON_ARRAY", 16),
        "JsonObjectAgg" => ("JSON_OBJECTAGG", 16),
        "JsonArrayAgg" => ("JSON_ARRAYAGG", 16),
        "JsonIsPredicate" => ("IS JSON", 16),
        "FuncCall" when node.Text("funcformat") == "COERCE_SQL_SYNTAX" && node.Names("funcname")[^1] == "timezone" && node.List("args").Count == 1 =>
            ("AT LOCAL", 17),
        "RangeSubselect" when !node.Has("alias") => ("A query in FROM without a name (AS ...)", 16),
        "SelectStmt" when node.Flag("groupDistinct") => ("GROUP BY DISTINCT", 14),
        "JoinExpr" when node.Has("join_using_alias") => ("A name after USING (...)", 14),
        "CTESearchClause" => ("SEARCH", 14),
        "CTECycleClause" => ("CYCLE", 14),
        _ => null,
    };
}
