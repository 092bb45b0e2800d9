using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>JSON_TABLE.</summary>
internal sealed partial class SqlPrinter
{
    private void JsonTable(ParseNode table)
    {
        writer.Write(table.Flag("lateral") ? "LATERAL " : "");
        writer.Write("JSON_TABLE(");
        JsonValue(Child(table, "context_item"));
        writer.Write(", ");
        Path(Child(table, "pathspec"));
        Passing(table.List("passing"));
        JsonColumns(table.List("columns"));
        Behavior(table.Node("on_error"), " ON ERROR");
        writer.Write(")");
        Alias(table.Node("alias"));
    }

    private void Path(ParseNode path)
    {
        Expression(Child(path, "string"));
        if (path.Has("name"))
        {
            writer.Write(" AS ");
            Name(path.Text("name"));
        }
    }

    private void JsonColumns(IReadOnlyList<ParseNode> columns)
    {
        writer.Write(" COLUMNS (");
        Separated(columns, JsonColumn);
        writer.Write(")");
    }

    private void JsonColumn(ParseNode column)
    {
        var type = column.Text("coltype");
        if (type == "JTC_NESTED")
        {
            writer.Write("NESTED PATH ");
            Path(Child(column, "pathspec"));
            JsonColumns(column.List("columns"));
            return;
        }

        Name(column.Text("name"));
        if (type == "JTC_FOR_ORDINALITY")
        {
            writer.Write(" FOR ORDINALITY");
            return;
        }

        writer.Write(" ");
        Type(Child(column, "typeName"));
        Format(column.Node("format"));
        writer.Write(type switch
        {
            "JTC_EXISTS" => " EXISTS",
            "JTC_REGULAR" or "JTC_FORMATTED" => "",
            _ => throw Unknown(column, type),
        });
        if (column.Node("pathspec") is { } path)
        {
            writer.Write(" PATH ");
            Path(path);
        }

        if (type != "JTC_EXISTS")
        {
            WrapperAndQuotes(column);
        }

        Behavior(column.Node("on_empty"), " ON EMPTY");
        Behavior(column.Node("on_error"), " ON ERROR");
    }
}
