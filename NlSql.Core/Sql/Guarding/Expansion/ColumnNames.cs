using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>
/// The name that PostgreSQL gives a column of a SELECT (src/backend/parser/parse_target.c, FigureColname), where that is plain: names of constructs such as
/// <c>case</c> and <c>coalesce</c> are left out, so that nothing is taken for a column that is none.
/// </summary>
internal static class ColumnNames
{
    private const string Unnamed = "?column?";

    public static string Of(ParseNode target) => target.Has("name") ? target.Text("name") : target.Node("val") is { } value ? Figure(value).Name : Unnamed;

    /// <summary>A cast's type is a weaker name than that of what is cast.</summary>
    private static (string Name, bool IsWeak) Figure(ParseNode value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value.Kind)
        {
            case "ColumnRef":
                return (value.List("fields").LastOrDefault(field => field.Kind == "String")?.Text("sval") ?? Unnamed, false);
            case "A_Indirection":
                return value.List("indirection").LastOrDefault(step => step.Kind == "String") is { } field
                    ? (field.Text("sval"), false)
                    : Figure(value.Node("arg")!);
            case "FuncCall":
                return (value.Names("funcname")[^1], false);
            case "TypeCast":
                var inner = value.Node("arg") is { } argument ? Figure(argument) : (Unnamed, true);
                return inner is (Unnamed, _) or (_, true) && value.Node("typeName") is { } type ? (type.Names("names")[^1], true) : inner;
            case "CollateClause":
                return value.Node("arg") is { } collated ? Figure(collated) : (Unnamed, true);
            default:
                return (Unnamed, true);
        }
    }
}
