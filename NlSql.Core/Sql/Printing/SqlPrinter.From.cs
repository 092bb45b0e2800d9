using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>What can stand in FROM.</summary>
internal sealed partial class SqlPrinter
{
    private void FromItem(ParseNode item)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (item.Kind)
        {
            case "RangeVar":
                Relation(item);
                break;
            case "RangeSubselect":
                writer.Write(item.Flag("lateral") ? "LATERAL " : "");
                Parenthesized(item.Node("subquery") ?? throw Unknown(item, "no query"));
                Alias(item.Node("alias"));
                break;
            case "RangeFunction":
                TableFunction(item);
                break;
            case "RangeTableSample":
                Sample(item);
                break;
            case "JoinExpr":
                Join(item);
                break;
            case "JsonTable":
                JsonTable(item);
                break;
            default:
                throw Unknown(item, "not a FROM item");
        }
    }

    private void Relation(ParseNode relation)
    {
        if (relation.Text("relpersistence") is not ("p" or ""))
        {
            throw Unknown(relation, "persistence");
        }

        writer.Write(relation.Flag("inh") ? "" : "ONLY ");
        if (relation.Has("schemaname"))
        {
            Name(relation.Text("schemaname"));
            writer.Write(".");
        }

        Name(relation.Text("relname"));
        Alias(relation.Node("alias"));
    }

    private void Alias(ParseNode? alias)
    {
        if (alias is null)
        {
            return;
        }

        writer.Write(" AS ");
        Name(alias.Text("aliasname"));
        if (alias.Has("colnames"))
        {
            writer.Write(" (");
            NameList(alias.List("colnames"));
            writer.Write(")");
        }
    }

    private void Sample(ParseNode sample)
    {
        FromItem(sample.Node("relation") ?? throw Unknown(sample, "no relation"));
        writer.Write(" TABLESAMPLE ");
        DottedName(sample.List("method"));
        writer.Write(" (");
        Separated(sample.List("args"), Expression);
        writer.Write(")");
        if (sample.Node("repeatable") is { } seed)
        {
            writer.Write(" REPEATABLE (");
            Expression(seed);
            writer.Write(")");
        }
    }

    /// <summary>Each entry of <c>functions</c> is a List of the call and its column definitions, which are Null when there are none.</summary>
    private void TableFunction(ParseNode item)
    {
        writer.Write(item.Flag("lateral") ? "LATERAL " : "");
        writer.Write(item.Flag("is_rowsfrom") ? "ROWS FROM (" : "");
        Separated(item.List("functions"), function =>
        {
            var parts = function.List("items");
            if (parts.Count != 2)
            {
                throw Unknown(function, "not a call with column definitions");
            }

            Expression(parts[0]);
            if (parts[1].Kind == "List")
            {
                writer.Write(" AS (");
                Separated(parts[1].List("items"), ColumnDefinition);
                writer.Write(")");
            }
        });
        writer.Write(item.Flag("is_rowsfrom") ? ")" : "");
        writer.Write(item.Flag("ordinality") ? " WITH ORDINALITY" : "");
        if (!item.Has("coldeflist"))
        {
            Alias(item.Node("alias"));
            return;
        }

        writer.Write(" AS ");
        if (item.Node("alias") is { } alias)
        {
            Name(alias.Text("aliasname"));
            writer.Write(" ");
        }

        writer.Write("(");
        Separated(item.List("coldeflist"), ColumnDefinition);
        writer.Write(")");
    }

    private void ColumnDefinition(ParseNode column)
    {
        Name(column.Text("colname"));
        writer.Write(" ");
        Type(column.Node("typeName") ?? throw Unknown(column, "no type"));
        if (column.Node("collClause") is { } collation)
        {
            writer.Write(" COLLATE ");
            DottedName(collation.List("collname"));
        }
    }

    private void Join(ParseNode join)
    {
        var alias = join.Node("alias");
        writer.Write(alias is null ? "" : "(");
        FromItem(join.Node("larg") ?? throw Unknown(join, "no left side"));
        writer.Line();
        var right = join.Node("rarg") ?? throw Unknown(join, "no right side");
        var conditional = join.Has("quals") || join.Has("usingClause") || join.Flag("isNatural");
        writer.Write(join.Flag("isNatural") ? "NATURAL " : "");
        writer.Write(join.Text("jointype") switch
        {
            "JOIN_INNER" => conditional ? "JOIN " : "CROSS JOIN ",
            "JOIN_LEFT" => "LEFT JOIN ",
            "JOIN_RIGHT" => "RIGHT JOIN ",
            "JOIN_FULL" => "FULL JOIN ",
            var type => throw Unknown(join, type),
        });
        if (right.Kind == "JoinExpr" && !right.Has("alias"))
        {
            writer.Write("(");
            writer.Indent();
            writer.SoftLine();
            FromItem(right);
            writer.Outdent();
            writer.SoftLine();
            writer.Write(")");
        }
        else
        {
            FromItem(right);
        }

        if (join.Has("usingClause"))
        {
            writer.Write(" USING (");
            NameList(join.List("usingClause"));
            writer.Write(")");
            Alias(join.Node("join_using_alias"));
        }
        else if (join.Node("quals") is { } quals)
        {
            writer.Write(" ON ");
            Expression(quals);
        }

        if (alias is not null)
        {
            writer.Write(")");
            Alias(alias);
        }
    }
}
