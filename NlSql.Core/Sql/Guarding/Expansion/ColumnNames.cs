using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>
/// The name that PostgreSQL gives a column of a SELECT (src/backend/parser/parse_target.c, FigureColname), where that is certain on every version: names of
/// constructs such as <c>case</c> and <c>coalesce</c> are left out, so that nothing is taken for a column that is none, for it could be a call then.
/// </summary>
internal static class ColumnNames
{
    private const string Unnamed = "?column?";

    public static string Of(ParseNode target) => target.Has("name") ? target.Text("name") : target.Node("val") is { } value ? Figure(value).Name : Unnamed;

    /// <summary>A cast's type is the name of what has none by itself, or the weak one of another cast or of a CASE.</summary>
    private static (string Name, bool IsStrong) Figure(ParseNode value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value.Kind)
        {
            case "ColumnRef":
                return (value.List("fields").LastOrDefault(field => field.Kind == "String")?.Text("sval") ?? Unnamed, true);
            case "A_Indirection":
                return value.List("indirection").LastOrDefault(step => step.Kind == "String") is { } field
                    ? (field.Text("sval"), true)
                    : Figure(value.Node("arg")!);
            case "FuncCall":
                // Before 14 EXTRACT has the name of the function that it calls.
                return (value.Names("funcname")[^1] is var name && name != "extract" ? name : Unnamed, true);
            case "TypeCast":
                var inner = Figure(value.Node("arg")!);
                return inner.IsStrong ? inner : (value.Node("typeName")!.Names("names")[^1], false);
            case "CollateClause":
                return Figure(value.Node("arg")!);
            case "CaseExpr":
                return value.Node("defresult") is { } otherwise && Figure(otherwise) is (_, IsStrong: true) strong ? strong : (Unnamed, false);
            case "SubLink" when value.Text("subLinkType") == "EXPR_SUBLINK":
                return (OfFirst(value.Node("subselect")!), true);
            case "A_Const" or "A_Expr" or "BoolExpr" or "NullTest" or "BooleanTest":
                return (Unnamed, value.Text("kind") == "AEXPR_NULLIF");
            default:
                return (Unnamed, true);
        }
    }

    /// <summary>A query that gives one value has the name of its column.</summary>
    private static string OfFirst(ParseNode select)
    {
        while (select.Node("larg") is { } left)
        {
            select = left;
        }

        return select.List("targetList") is [var only] && only.Node("val")?.List("fields") is not [.., { Kind: "A_Star" }] ? Of(only) : Unnamed;
    }
}
