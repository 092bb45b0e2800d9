using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>Sub-queries inside expressions, CASE, subscripts and field selection.</summary>
internal sealed partial class SqlPrinter
{
    /// <summary><c>x NOT IN (SELECT ...)</c> is NOT over an IN.</summary>
    private static bool IsNotIn(ParseNode node) =>
        node.Text("boolop") == "NOT_EXPR"
            && node.List("args") is [{ Kind: "SubLink" } link]
            && link.Text("subLinkType") == "ANY_SUBLINK"
            && !link.Has("operName");

    private void InSubquery(ParseNode link, string word)
    {
        Operand(Child(link, "testexpr"), Precedence.Operator);
        writer.Write(" ").Write(word).Write(" ");
        Parenthesized(Child(link, "subselect"));
    }

    private void SubLink(ParseNode link)
    {
        switch (link.Text("subLinkType"))
        {
            case "EXPR_SUBLINK":
                break;
            case "EXISTS_SUBLINK":
                writer.Write("EXISTS ");
                break;
            case "ARRAY_SUBLINK":
                writer.Write("ARRAY");
                break;
            case "ANY_SUBLINK" when !link.Has("operName"):
                InSubquery(link, "IN");
                return;
            case "ANY_SUBLINK" or "ALL_SUBLINK":
                Operand(Child(link, "testexpr"), Precedence.Operator);
                writer.Write(" ");
                QuantifiedOperator(link.Names("operName"));
                writer.Write(link.Text("subLinkType") == "ANY_SUBLINK" ? " ANY " : " ALL ");
                break;
            default:
                throw Unknown(link, link.Text("subLinkType"));
        }

        Parenthesized(Child(link, "subselect"));
    }

    private void Case(ParseNode node)
    {
        var inline = writer.IsFlat || (node.List("args").Count <= 2 && TreeSize.FitsInline(node));
        writer.Write("CASE");
        if (node.Node("arg") is { } subject)
        {
            writer.Write(" ");
            Expression(subject);
        }

        if (inline)
        {
            writer.BeginFlat();
        }

        writer.Indent();
        foreach (var when in node.List("args"))
        {
            writer.Line();
            writer.Write("WHEN ");
            Expression(Child(when, "expr"));
            writer.Write(" THEN ");
            Expression(Child(when, "result"));
        }

        if (node.Node("defresult") is { } otherwise)
        {
            writer.Line();
            writer.Write("ELSE ");
            Expression(otherwise);
        }

        writer.Outdent();
        writer.Line();
        writer.Write("END");
        if (inline)
        {
            writer.EndFlat();
        }
    }

    /// <summary>Subscripts and field selection; only a column's subscript stands without parentheses, because <c>(a).b</c> is not <c>a.b</c>.</summary>
    private void Indirection(ParseNode node)
    {
        var (argument, steps) = (Child(node, "arg"), node.List("indirection"));
        if (argument.Kind == "ColumnRef" && steps is [{ Kind: "A_Indices" }, ..])
        {
            Bare(argument);
        }
        else
        {
            writer.Write("(");
            Bare(argument);
            writer.Write(")");
        }

        foreach (var step in steps)
        {
            switch (step.Kind)
            {
                case "String":
                    writer.Write(".");
                    Name(step.Text("sval"));
                    break;
                case "A_Star":
                    writer.Write(".*");
                    break;
                case "A_Indices":
                    writer.Write("[");
                    if (step.Node("lidx") is { } lower)
                    {
                        Expression(lower);
                    }

                    writer.Write(step.Flag("is_slice") ? ":" : "");
                    if (step.Node("uidx") is { } upper)
                    {
                        Expression(upper);
                    }

                    writer.Write("]");
                    break;
                default:
                    throw Unknown(step, "not a subscript");
            }
        }
    }
}
