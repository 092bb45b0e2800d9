using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>
/// What of an aggregate's argument is added up: of <c>CASE WHEN c THEN x ELSE 0 END</c> it is x, for c only says which rows count; of a comparison nothing is.
/// </summary>
internal static class AddedValues
{
    public static IEnumerable<ParseNode> Of(ParseNode value)
    {
        switch (value.Kind)
        {
            case "CaseExpr":
                var results = value.List("args").Select(when => when.Node("result")).Append(value.Node("defresult"));
                return results.OfType<ParseNode>().SelectMany(Of);
            case "TypeCast":
                return Of(value.Node("arg")!);
            case "BoolExpr" or "NullTest" or "BooleanTest":
                return [];
            case "A_Expr" when TreeWalk.Operator(value) is not ("+" or "-" or "*" or "/" or "%" or "||" or "^"):
                return [];
            default:
                return [value];
        }
    }
}
