using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>The SQL/JSON constructors, predicates and query functions of PostgreSQL 16 to 18.</summary>
internal sealed partial class SqlPrinter
{
    private void Json(ParseNode node)
    {
        switch (node.Kind)
        {
            case "JsonObjectConstructor":
                writer.Write("JSON_OBJECT(");
                Separated(node.List("exprs"), KeyValue);
                // Without members there is nothing that the two could apply to, and the grammar takes neither.
                if (node.Has("exprs"))
                {
                    writer.Write(node.Flag("absent_on_null") ? " ABSENT ON NULL" : "");
                    writer.Write(node.Flag("unique") ? " WITH UNIQUE KEYS" : "");
                }

                Output(node.Node("output"));
                writer.Write(")");
                break;
            case "JsonArrayConstructor":
                writer.Write("JSON_ARRAY(");
                Separated(node.List("exprs"), JsonValue);
                writer.Write(node.Has("exprs") && !node.Flag("absent_on_null") ? " NULL ON NULL" : "");
                Output(node.Node("output"));
                writer.Write(")");
                break;
            case "JsonArrayQueryConstructor":
                writer.Write("JSON_ARRAY(");
                writer.BeginFlat();
                Select(Child(node, "query"));
                writer.EndFlat();
                Format(node.Node("format"));
                Output(node.Node("output"));
                writer.Write(")");
                break;
            case "JsonObjectAgg":
                writer.Write("JSON_OBJECTAGG(");
                KeyValue(Child(node, "arg"));
                writer.Write(node.Flag("absent_on_null") ? " ABSENT ON NULL" : "");
                writer.Write(node.Flag("unique") ? " WITH UNIQUE KEYS" : "");
                Aggregate(Child(node, "constructor"));
                break;
            case "JsonArrayAgg":
                writer.Write("JSON_ARRAYAGG(");
                JsonValue(Child(node, "arg"));
                var constructor = Child(node, "constructor");
                if (constructor.Has("agg_order"))
                {
                    writer.Write(" ");
                    OrderBy(constructor.List("agg_order"));
                }

                writer.Write(node.Flag("absent_on_null") ? "" : " NULL ON NULL");
                Aggregate(constructor);
                break;
            case "JsonIsPredicate":
                Operand(Child(node, "expr"), Precedence.Comparison);
                writer.Write(node.Text("item_type") switch
                {
                    "JS_TYPE_ANY" => " IS JSON",
                    "JS_TYPE_OBJECT" => " IS JSON OBJECT",
                    "JS_TYPE_ARRAY" => " IS JSON ARRAY",
                    "JS_TYPE_SCALAR" => " IS JSON SCALAR",
                    var type => throw Unknown(node, type),
                });
                writer.Write(node.Flag("unique_keys") ? " WITH UNIQUE KEYS" : "");
                break;
            case "JsonParseExpr":
                writer.Write("JSON(");
                JsonValue(Child(node, "expr"));
                writer.Write(node.Flag("unique_keys") ? " WITH UNIQUE KEYS" : "");
                Output(node.Node("output"));
                writer.Write(")");
                break;
            case "JsonScalarExpr":
                writer.Write("JSON_SCALAR(");
                Expression(Child(node, "expr"));
                Output(node.Node("output"));
                writer.Write(")");
                break;
            case "JsonSerializeExpr":
                writer.Write("JSON_SERIALIZE(");
                JsonValue(Child(node, "expr"));
                Output(node.Node("output"));
                writer.Write(")");
                break;
            case "JsonFuncExpr":
                JsonQuery(node);
                break;
            default:
                throw Unknown(node, "not an expression");
        }
    }

    private void Aggregate(ParseNode constructor)
    {
        Output(constructor.Node("output"));
        writer.Write(")");
        FilterAndOver(constructor);
    }

    private void KeyValue(ParseNode pair)
    {
        Operand(Child(pair, "key"), Precedence.Atom);
        writer.Write(" : ");
        JsonValue(Child(pair, "value"));
    }

    private void JsonValue(ParseNode value)
    {
        Expression(Child(value, "raw_expr"));
        Format(value.Node("format"));
    }

    private void Format(ParseNode? format)
    {
        switch (format?.Text("format_type"))
        {
            case null or "" or "JS_FORMAT_DEFAULT":
                return;
            case "JS_FORMAT_JSON":
                writer.Write(" FORMAT JSON");
                break;
            default:
                throw Unknown(format, format.Text("format_type"));
        }

        writer.Write(format.Text("encoding") switch
        {
            "JS_ENC_DEFAULT" => "",
            "JS_ENC_UTF8" => " ENCODING utf8",
            var encoding => throw Unknown(format, encoding),
        });
    }

    private void Output(ParseNode? output)
    {
        if (output is not null)
        {
            writer.Write(" RETURNING ");
            Type(Child(output, "typeName"));
            Format(output.Node("returning")?.Node("format"));
        }
    }

    private void JsonQuery(ParseNode node)
    {
        writer.Write(node.Text("op") switch
        {
            "JSON_EXISTS_OP" => "JSON_EXISTS(",
            "JSON_VALUE_OP" => "JSON_VALUE(",
            "JSON_QUERY_OP" => "JSON_QUERY(",
            var op => throw Unknown(node, op),
        });
        JsonValue(Child(node, "context_item"));
        writer.Write(", ");
        Expression(Child(node, "pathspec"));
        Passing(node.List("passing"));
        Output(node.Node("output"));
        WrapperAndQuotes(node);
        Behavior(node.Node("on_empty"), " ON EMPTY");
        Behavior(node.Node("on_error"), " ON ERROR");
        writer.Write(")");
    }

    private void Passing(IReadOnlyList<ParseNode> arguments)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        writer.Write(" PASSING ");
        Separated(arguments, argument =>
        {
            JsonValue(Child(argument, "val"));
            writer.Write(" AS ");
            Name(argument.Text("name"));
        });
    }

    private void WrapperAndQuotes(ParseNode node)
    {
        writer.Write(node.Text("wrapper") switch
        {
            "JSW_UNSPEC" or "" => "",
            "JSW_NONE" => " WITHOUT WRAPPER",
            "JSW_CONDITIONAL" => " WITH CONDITIONAL WRAPPER",
            "JSW_UNCONDITIONAL" => " WITH UNCONDITIONAL WRAPPER",
            var wrapper => throw Unknown(node, wrapper),
        });
        writer.Write(node.Text("quotes") switch
        {
            "JS_QUOTES_UNSPEC" or "" => "",
            "JS_QUOTES_KEEP" => " KEEP QUOTES",
            "JS_QUOTES_OMIT" => " OMIT QUOTES",
            var quotes => throw Unknown(node, quotes),
        });
    }

    private void Behavior(ParseNode? behavior, string when)
    {
        if (behavior is null)
        {
            return;
        }

        writer.Write(behavior.Text("btype") switch
        {
            "JSON_BEHAVIOR_NULL" => " NULL",
            "JSON_BEHAVIOR_ERROR" => " ERROR",
            "JSON_BEHAVIOR_EMPTY" => " EMPTY",
            "JSON_BEHAVIOR_TRUE" => " TRUE",
            "JSON_BEHAVIOR_FALSE" => " FALSE",
            "JSON_BEHAVIOR_UNKNOWN" => " UNKNOWN",
            "JSON_BEHAVIOR_EMPTY_ARRAY" => " EMPTY ARRAY",
            "JSON_BEHAVIOR_EMPTY_OBJECT" => " EMPTY OBJECT",
            "JSON_BEHAVIOR_DEFAULT" => " DEFAULT ",
            var type => throw Unknown(behavior, type),
        });
        if (behavior.Node("expr") is { } value)
        {
            Expression(value);
        }

        writer.Write(when);
    }
}
