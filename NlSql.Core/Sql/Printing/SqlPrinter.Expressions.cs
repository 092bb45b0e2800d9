using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>Values and what combines them.</summary>
internal sealed partial class SqlPrinter
{
    private void Expression(ParseNode node) => Operand(node, Precedence.Lowest);

    /// <summary>In parentheses when it binds more loosely than <paramref name="needed"/>.</summary>
    private void Operand(ParseNode node, int needed)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (PrecedenceOf(node) >= needed)
        {
            Bare(node);
        }
        else
        {
            writer.Write("(");
            Bare(node);
            writer.Write(")");
        }
    }

    private static int PrecedenceOf(ParseNode node) => node.Kind switch
    {
        "BoolExpr" => node.Text("boolop") switch
        {
            "OR_EXPR" => Precedence.Or,
            "AND_EXPR" => Precedence.And,
            _ when IsNotIn(node) => Precedence.Between,
            _ => Precedence.Not,
        },
        "A_Expr" => node.Text("kind") switch
        {
            "AEXPR_OP" when node.List("name").Count > 1 => Precedence.Operator,
            "AEXPR_OP" when !node.Has("lexpr") => node.Names("name")[0] is "+" or "-" ? Precedence.Sign : Precedence.Operator,
            "AEXPR_OP" => Precedence.OfOperator(node.Names("name")[0]),
            "AEXPR_OP_ANY" or "AEXPR_OP_ALL" => Precedence.Comparison,
            "AEXPR_DISTINCT" or "AEXPR_NOT_DISTINCT" => Precedence.Is,
            "AEXPR_NULLIF" => Precedence.Atom,
            _ => Precedence.Between,
        },
        "NullTest" or "BooleanTest" or "JsonIsPredicate" => Precedence.Is,
        "SubLink" => node.Text("subLinkType") switch
        {
            "ANY_SUBLINK" when !node.Has("operName") => Precedence.Between,
            "ANY_SUBLINK" or "ALL_SUBLINK" => Precedence.Comparison,
            _ => Precedence.Atom,
        },
        "TypeCast" => Precedence.Cast,
        "CollateClause" => Precedence.Collate,
        "FuncCall" => PrecedenceOfCall(node),
        "A_Const" when node.Node("ival") is { } number && number.Number("ival") < 0 => Precedence.Sign,
        "A_Const" when node.Node("fval") is { } number && number.Text("fval").StartsWith('-') => Precedence.Sign,
        _ => Precedence.Atom,
    };

    private void Bare(ParseNode node)
    {
        switch (node.Kind)
        {
            case "ColumnRef":
                DottedName(node.List("fields"));
                break;
            case "A_Const":
                Constant(node);
                break;
            case "A_Expr":
                OperatorExpression(node);
                break;
            case "BoolExpr":
                BooleanExpression(node);
                break;
            case "FuncCall":
                Call(node);
                break;
            case "TypeCast":
                Operand(Child(node, "arg"), Precedence.Cast);
                writer.Write("::");
                Type(Child(node, "typeName"));
                break;
            case "CollateClause":
                Operand(Child(node, "arg"), Precedence.Collate);
                writer.Write(" COLLATE ");
                DottedName(node.List("collname"));
                break;
            case "NullTest":
                Operand(Child(node, "arg"), Precedence.Comparison);
                writer.Write(node.Text("nulltesttype") switch
                {
                    "IS_NULL" => " IS NULL",
                    "IS_NOT_NULL" => " IS NOT NULL",
                    var test => throw Unknown(node, test),
                });
                break;
            case "BooleanTest":
                Operand(Child(node, "arg"), Precedence.Comparison);
                writer.Write(node.Text("booltesttype") switch
                {
                    "IS_TRUE" => " IS TRUE",
                    "IS_NOT_TRUE" => " IS NOT TRUE",
                    "IS_FALSE" => " IS FALSE",
                    "IS_NOT_FALSE" => " IS NOT FALSE",
                    "IS_UNKNOWN" => " IS UNKNOWN",
                    "IS_NOT_UNKNOWN" => " IS NOT UNKNOWN",
                    var test => throw Unknown(node, test),
                });
                break;
            case "SubLink":
                SubLink(node);
                break;
            case "CaseExpr":
                Case(node);
                break;
            case "CoalesceExpr":
                Arguments("COALESCE(", node.List("args"));
                break;
            case "MinMaxExpr":
                Arguments(
                    node.Text("op") == "IS_GREATEST" ? "GREATEST(" : node.Text("op") == "IS_LEAST" ? "LEAST(" : throw Unknown(node, node.Text("op")),
                    node.List("args"));
                break;
            case "NullIfExpr":
                Arguments("NULLIF(", node.List("args"));
                break;
            case "GroupingFunc":
                Arguments("GROUPING(", node.List("args"));
                break;
            case "RowExpr":
                Arguments(node.Text("row_format") == "COERCE_IMPLICIT_CAST" && node.List("args").Count > 1 ? "(" : "ROW(", node.List("args"));
                break;
            case "A_ArrayExpr":
                writer.Write("ARRAY[");
                Separated(node.List("elements"), Expression);
                writer.Write("]");
                break;
            case "A_Indirection":
                Indirection(node);
                break;
            case "SQLValueFunction":
                ValueFunction(node);
                break;
            case "NamedArgExpr":
                Name(node.Text("name"));
                writer.Write(" => ");
                Expression(Child(node, "arg"));
                break;
            default:
                Json(node);
                break;
        }
    }

    private static ParseNode Child(ParseNode node, string field) => node.Node(field) ?? throw Unknown(node, $"no {field}");

    private void Arguments(string opening, IReadOnlyList<ParseNode> arguments)
    {
        writer.Write(opening);
        Separated(arguments, Expression);
        writer.Write(")");
    }

    private void Constant(ParseNode constant)
    {
        if (constant.Flag("isnull"))
        {
            writer.Write("NULL");
        }
        else if (constant.Node("ival") is { } integer)
        {
            writer.Write(integer.Number("ival"));
        }
        else if (constant.Node("fval") is { } number)
        {
            writer.Write(number.Text("fval"));
        }
        else if (constant.Node("boolval") is { } boolean)
        {
            writer.Write(boolean.Flag("boolval") ? "true" : "false");
        }
        else if (constant.Node("bsval")?.Text("bsval") is { Length: > 0 } bits && bits[0] is 'b' or 'x')
        {
            writer.Write(bits[0] == 'b' ? "B" : "X").Write(SqlLiteral.Plain(bits[1..]));
        }
        else
        {
            String(Child(constant, "sval").Text("sval"));
        }
    }

    private void BooleanExpression(ParseNode node)
    {
        var arguments = node.List("args");
        switch (node.Text("boolop"))
        {
            case "AND_EXPR":
                BooleanChain(arguments, "AND", Precedence.Not, breakLines: false);
                break;
            case "OR_EXPR":
                BooleanChain(arguments, "OR", Precedence.And, breakLines: false);
                break;
            case "NOT_EXPR" when IsNotIn(node):
                InSubquery(arguments[0], "NOT IN");
                break;
            case "NOT_EXPR":
                writer.Write("NOT ");
                Operand(arguments[0], Precedence.Not);
                break;
            default:
                throw Unknown(node, node.Text("boolop"));
        }
    }

    private void BooleanChain(IReadOnlyList<ParseNode> arguments, string word, int needed, bool breakLines)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0)
            {
                if (breakLines)
                {
                    writer.Line();
                }
                else
                {
                    writer.Write(" ");
                }

                writer.Write(word).Write(" ");
            }

            Operand(arguments[i], needed);
        }
    }
}
