using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>SELECT, VALUES, set operations, WITH and the clauses around them.</summary>
internal sealed partial class SqlPrinter
{
    private void Select(ParseNode select)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        With(select.Node("withClause"));
        switch (select.Text("op"))
        {
            case "SETOP_NONE" when select.Has("valuesLists"):
                Values(select.List("valuesLists"));
                break;
            case "SETOP_NONE":
                SimpleSelect(select);
                break;
            default:
                SetOperation(select);
                break;
        }

        if (select.Has("sortClause"))
        {
            writer.Line();
            OrderBy(select.List("sortClause"));
        }

        Limit(select);
    }

    private void SimpleSelect(ParseNode select)
    {
        writer.Write("SELECT");
        Distinct(select.List("distinctClause"));
        if (select.Has("targetList"))
        {
            Items(select.List("targetList"), Target);
        }

        if (select.Has("fromClause"))
        {
            writer.Line();
            writer.Write("FROM");
            Items(select.List("fromClause"), FromItem);
        }

        Condition("WHERE", select.Node("whereClause"));
        if (select.Has("groupClause"))
        {
            writer.Line();
            writer.Write(select.Flag("groupDistinct") ? "GROUP BY DISTINCT" : "GROUP BY");
            Items(select.List("groupClause"), GroupItem);
        }

        Condition("HAVING", select.Node("havingClause"));
        if (select.Has("windowClause"))
        {
            writer.Line();
            writer.Write("WINDOW");
            Items(select.List("windowClause"), NamedWindow);
        }
    }

    private void Distinct(IReadOnlyList<ParseNode> distinct)
    {
        if (distinct.Count == 1 && distinct[0].Kind == ParseTreeReader.NullKind)
        {
            writer.Write(" DISTINCT");
        }
        else if (distinct.Count > 0)
        {
            writer.Write(" DISTINCT ON (");
            Separated(distinct, Expression);
            writer.Write(")");
        }
    }

    private void Target(ParseNode target)
    {
        Expression(target.Node("val") ?? throw Unknown(target, "no value"));
        if (target.Has("name"))
        {
            writer.Write(" AS ");
            Name(target.Text("name"));
        }
    }

    /// <summary>The parts of an AND stand under each other.</summary>
    private void Condition(string keyword, ParseNode? condition)
    {
        if (condition is null)
        {
            return;
        }

        writer.Line();
        writer.Write(keyword).Write(" ");
        if (condition is { Kind: "BoolExpr" } && condition.Text("boolop") == "AND_EXPR")
        {
            writer.Indent();
            BooleanChain(condition.List("args"), "AND", Precedence.Not, breakLines: true);
            writer.Outdent();
        }
        else
        {
            Expression(condition);
        }
    }

    private void GroupItem(ParseNode item)
    {
        if (item.Kind != "GroupingSet")
        {
            Expression(item);
            return;
        }

        writer.Write(item.Text("kind") switch
        {
            "GROUPING_SET_EMPTY" => "(",
            "GROUPING_SET_ROLLUP" => "ROLLUP (",
            "GROUPING_SET_CUBE" => "CUBE (",
            "GROUPING_SET_SETS" => "GROUPING SETS (",
            var kind => throw Unknown(item, kind),
        });
        Separated(item.List("content"), GroupItem);
        writer.Write(")");
    }

    private void Values(IReadOnlyList<ParseNode> rows)
    {
        writer.Write("VALUES");
        Items(rows, row =>
        {
            writer.Write("(");
            Separated(row.List("items"), Expression);
            writer.Write(")");
        });
    }

    private void SetOperation(ParseNode select)
    {
        var strength = SetStrength(select);
        SetOperand(select.Node("larg") ?? throw Unknown(select, "no left side"), strength);
        writer.Line();
        writer.Write(select.Text("op") switch
        {
            "SETOP_UNION" => "UNION",
            "SETOP_INTERSECT" => "INTERSECT",
            "SETOP_EXCEPT" => "EXCEPT",
            var op => throw Unknown(select, op),
        });
        writer.Write(select.Flag("all") ? " ALL" : "");
        writer.Line();
        SetOperand(select.Node("rarg") ?? throw Unknown(select, "no right side"), strength + 1);
    }

    private void SetOperand(ParseNode operand, int needed)
    {
        var bare = SetStrength(operand) >= needed
            && !operand.Has("sortClause")
            && !operand.Has("limitCount")
            && !operand.Has("limitOffset")
            && !operand.Has("withClause");
        if (bare)
        {
            Select(operand);
        }
        else
        {
            Parenthesized(operand);
        }
    }

    private static int SetStrength(ParseNode select) => select.Text("op") switch
    {
        "SETOP_UNION" or "SETOP_EXCEPT" => 1,
        "SETOP_INTERSECT" => 2,
        _ => 3,
    };

    /// <summary>A query in parentheses, on lines of its own unless it is small.</summary>
    private void Parenthesized(ParseNode select)
    {
        var inline = writer.IsFlat || TreeSize.FitsInline(select);
        writer.Write("(");
        if (inline)
        {
            writer.BeginFlat();
            Select(select);
            writer.EndFlat();
        }
        else
        {
            writer.Indent();
            writer.Line();
            Select(select);
            writer.Outdent();
            writer.Line();
        }

        writer.Write(")");
    }

    private void OrderBy(IReadOnlyList<ParseNode> items)
    {
        writer.Write("ORDER BY ");
        Separated(items, SortItem);
    }

    private void SortItem(ParseNode item)
    {
        Expression(item.Node("node") ?? throw Unknown(item, "no expression"));
        writer.Write(item.Text("sortby_dir") switch
        {
            "SORTBY_DEFAULT" => "",
            "SORTBY_ASC" => " ASC",
            "SORTBY_DESC" => " DESC",
            "SORTBY_USING" => " USING ",
            var direction => throw Unknown(item, direction),
        });
        if (item.Has("useOp"))
        {
            OperatorName(item.Names("useOp"));
        }

        writer.Write(item.Text("sortby_nulls") switch
        {
            "SORTBY_NULLS_DEFAULT" => "",
            "SORTBY_NULLS_FIRST" => " NULLS FIRST",
            "SORTBY_NULLS_LAST" => " NULLS LAST",
            var nulls => throw Unknown(item, nulls),
        });
    }

    private void Limit(ParseNode select)
    {
        var (count, offset) = (select.Node("limitCount"), select.Node("limitOffset"));
        if (select.Text("limitOption") == "LIMIT_OPTION_WITH_TIES")
        {
            RowCount("OFFSET ", offset, " ROWS");
            RowCount("FETCH FIRST ", count ?? throw Unknown(select, "no row count"), " ROWS WITH TIES");
            return;
        }

        if (select.Text("limitOption") is not ("LIMIT_OPTION_DEFAULT" or "LIMIT_OPTION_COUNT"))
        {
            throw Unknown(select, select.Text("limitOption"));
        }

        if (count is { Kind: "A_Const" } && count.Flag("isnull"))
        {
            writer.Line();
            writer.Write("LIMIT ALL");
        }
        else
        {
            RowCount("LIMIT ", count, "");
        }

        RowCount("OFFSET ", offset, "");
    }

    private void RowCount(string before, ParseNode? count, string after)
    {
        if (count is null)
        {
            return;
        }

        writer.Line();
        writer.Write(before);
        Operand(count, after.Length > 0 ? Precedence.Atom : Precedence.Lowest);
        writer.Write(after);
    }
}
