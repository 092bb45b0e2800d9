using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>Operators and the predicates that the grammar turns into them.</summary>
internal sealed partial class SqlPrinter
{
    private void OperatorExpression(ParseNode node)
    {
        var name = node.Names("name");
        switch (node.Text("kind"))
        {
            case "AEXPR_OP" when !node.Has("lexpr"):
                OperatorName(name);
                // "- -1" without its space would begin a comment; an operator before a word needs one anyway.
                var sign = name is ["+" or "-"];
                writer.Write(sign ? "" : " ");
                Operand(Child(node, "rexpr"), sign ? Precedence.Cast : Precedence.Sum);
                break;
            case "AEXPR_OP":
                var level = PrecedenceOf(node);
                Operand(Child(node, "lexpr"), level == Precedence.Comparison ? level + 1 : level);
                writer.Write(" ");
                OperatorName(name);
                writer.Write(" ");
                Operand(Child(node, "rexpr"), level + 1);
                break;
            case "AEXPR_OP_ANY" or "AEXPR_OP_ALL":
                Operand(Child(node, "lexpr"), Precedence.Operator);
                writer.Write(" ");
                QuantifiedOperator(name);
                writer.Write(node.Text("kind") == "AEXPR_OP_ANY" ? " ANY (" : " ALL (");
                Expression(Child(node, "rexpr"));
                writer.Write(")");
                break;
            case "AEXPR_DISTINCT":
                Infix(node, " IS DISTINCT FROM ", Precedence.Comparison);
                break;
            case "AEXPR_NOT_DISTINCT":
                Infix(node, " IS NOT DISTINCT FROM ", Precedence.Comparison);
                break;
            case "AEXPR_NULLIF":
                Arguments("NULLIF(", [Child(node, "lexpr"), Child(node, "rexpr")]);
                break;
            case "AEXPR_IN":
                Operand(Child(node, "lexpr"), Precedence.Operator);
                writer.Write(name is ["="] ? " IN (" : name is ["<>"] ? " NOT IN (" : throw Unknown(node, "operator"));
                Separated(Child(node, "rexpr").List("items"), Expression);
                writer.Write(")");
                break;
            case "AEXPR_LIKE":
                Match(node, name is ["~~"] ? " LIKE " : name is ["!~~"] ? " NOT LIKE " : throw Unknown(node, "operator"), "like_escape");
                break;
            case "AEXPR_ILIKE":
                Match(node, name is ["~~*"] ? " ILIKE " : name is ["!~~*"] ? " NOT ILIKE " : throw Unknown(node, "operator"), "like_escape");
                break;
            case "AEXPR_SIMILAR":
                Match(node, name is ["~"] ? " SIMILAR TO " : name is ["!~"] ? " NOT SIMILAR TO " : throw Unknown(node, "operator"), "similar_to_escape");
                break;
            case "AEXPR_BETWEEN":
                Between(node, " BETWEEN ");
                break;
            case "AEXPR_NOT_BETWEEN":
                Between(node, " NOT BETWEEN ");
                break;
            case "AEXPR_BETWEEN_SYM":
                Between(node, " BETWEEN SYMMETRIC ");
                break;
            case "AEXPR_NOT_BETWEEN_SYM":
                Between(node, " NOT BETWEEN SYMMETRIC ");
                break;
            default:
                throw Unknown(node, node.Text("kind"));
        }
    }

    private void Infix(ParseNode node, string word, int needed)
    {
        Operand(Child(node, "lexpr"), needed);
        writer.Write(word);
        Operand(Child(node, "rexpr"), needed);
    }

    /// <summary>The pattern, or the escape function of <c>pg_catalog</c> that the grammar put around it.</summary>
    private void Match(ParseNode node, string word, string escapeFunction)
    {
        Operand(Child(node, "lexpr"), Precedence.Operator);
        writer.Write(word);
        var pattern = Child(node, "rexpr");
        if (pattern.Kind == "FuncCall" && pattern.Names("funcname") is [.., var function] && function == escapeFunction)
        {
            var parts = pattern.List("args");
            Operand(parts[0], Precedence.Operator);
            if (parts.Count > 1)
            {
                writer.Write(" ESCAPE ");
                Operand(parts[1], Precedence.Operator);
            }
        }
        else
        {
            Operand(pattern, Precedence.Operator);
        }
    }

    private void Between(ParseNode node, string word)
    {
        Operand(Child(node, "lexpr"), Precedence.Operator);
        writer.Write(word);
        if (Child(node, "rexpr").List("items") is not [var low, var high])
        {
            throw Unknown(node, "not two bounds");
        }

        // The grammar takes only a b_expr up to AND.
        Operand(low, IsRestricted(low) ? Precedence.Operator : Precedence.Atom);
        writer.Write(" AND ");
        Operand(high, Precedence.Operator);
    }

    /// <summary>Whether it is a <c>b_expr</c>: no AND, OR, NOT, IS NULL, LIKE, IN, COLLATE or AT TIME ZONE outside of parentheses.</summary>
    private static bool IsRestricted(ParseNode node) => PrecedenceOf(node) switch
    {
        Precedence.Atom => true,
        Precedence.AtTimeZone or Precedence.Collate => false,
        < Precedence.Operator => false,
        _ => node.Kind switch
        {
            "TypeCast" => IsRestricted(Child(node, "arg")),
            "A_Expr" => (node.Node("lexpr") is not { } left || IsRestricted(left)) && IsRestricted(Child(node, "rexpr")),
            _ => true,
        },
    };

    private void OperatorName(string[] name)
    {
        if (name is [var bare])
        {
            writer.Write(bare);
            return;
        }

        writer.Write("OPERATOR(");
        for (var i = 0; i < name.Length - 1; i++)
        {
            Name(name[i]);
            writer.Write(".");
        }

        writer.Write(name[^1]).Write(")");
    }

    /// <summary>LIKE and its like read better than the operators that they are.</summary>
    private void QuantifiedOperator(string[] name)
    {
        var word = name switch
        {
            ["~~"] => "LIKE",
            ["!~~"] => "NOT LIKE",
            ["~~*"] => "ILIKE",
            ["!~~*"] => "NOT ILIKE",
            _ => null,
        };
        if (word is null)
        {
            OperatorName(name);
        }
        else
        {
            writer.Write(word);
        }
    }
}
