using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>Calls, those with a syntax of their own included.</summary>
internal sealed partial class SqlPrinter
{
    private static int PrecedenceOfCall(ParseNode call) => call.Text("funcformat") != "COERCE_SQL_SYNTAX" ? Precedence.Atom : call.Names("funcname")[^1] switch
    {
        "timezone" => Precedence.AtTimeZone,
        "is_normalized" or "overlaps" => Precedence.Is,
        _ => Precedence.Atom,
    };

    private void Call(ParseNode call)
    {
        if (call.Text("funcformat") == "COERCE_SQL_SYNTAX")
        {
            SyntaxCall(call);
            return;
        }

        FunctionName(call);
        writer.Write("(");
        if (call.Flag("agg_star"))
        {
            writer.Write("*");
        }

        writer.Write(call.Flag("agg_distinct") ? "DISTINCT " : "");
        var arguments = call.List("args");
        for (var i = 0; i < arguments.Count; i++)
        {
            writer.Write(i == 0 ? "" : ", ");
            writer.Write(call.Flag("func_variadic") && i == arguments.Count - 1 ? "VARIADIC " : "");
            Expression(arguments[i]);
        }

        var withinGroup = call.Flag("agg_within_group");
        if (call.Has("agg_order") && !withinGroup)
        {
            writer.Write(" ");
            OrderBy(call.List("agg_order"));
        }

        writer.Write(")");
        if (withinGroup)
        {
            writer.Write(" WITHIN GROUP (");
            OrderBy(call.List("agg_order"));
            writer.Write(")");
        }

        FilterAndOver(call);
    }

    private void FilterAndOver(ParseNode call)
    {
        if (call.Node("agg_filter") is { } filter)
        {
            writer.Write(" FILTER (WHERE ");
            Expression(filter);
            writer.Write(")");
        }

        if (call.Node("over") is { } window)
        {
            Over(window);
        }
    }

    private void FunctionName(ParseNode call)
    {
        var names = call.Names("funcname");
        if (style == PrintStyle.ForPeople && names is ["pg_catalog", var listed] && AllowLists.Functions.Contains(listed))
        {
            names = [listed];
        }

        // These words are keywords with a plain call beside their own syntax; quoting them would only look odd.
        if (names is ["left" or "right" or "substring" or "overlay" or "json_object"])
        {
            writer.Write(names[0]);
            return;
        }

        for (var i = 0; i < names.Length; i++)
        {
            writer.Write(i == 0 ? "" : ".");
            Name(names[i]);
        }
    }

    /// <summary>The grammar rewrites these into calls of <c>pg_catalog</c>; calling them by name would give other types or column names.</summary>
    private void SyntaxCall(ParseNode call)
    {
        if (call.Names("funcname") is not ["pg_catalog", var function] || call.Fields.Length > 3)
        {
            throw Unknown(call, "special syntax");
        }

        var arguments = call.List("args");
        switch (function, arguments.Count)
        {
            case ("timezone", 2):
                Operand(arguments[1], Precedence.AtTimeZone);
                writer.Write(" AT TIME ZONE ");
                Operand(arguments[0], Precedence.Collate);
                break;
            case ("timezone", 1):
                Operand(arguments[0], Precedence.AtTimeZone);
                writer.Write(" AT LOCAL");
                break;
            case ("extract", 2):
                writer.Write("EXTRACT(");
                ExtractField(arguments[0]);
                writer.Write(" FROM ");
                Expression(arguments[1]);
                writer.Write(")");
                break;
            case ("overlaps", 4):
                Arguments("(", [arguments[0], arguments[1]]);
                writer.Write(" OVERLAPS ");
                Arguments("(", [arguments[2], arguments[3]]);
                break;
            case ("position", 2):
                // POSITION takes b_exprs, and the needle comes second in the call.
                writer.Write("POSITION(");
                Operand(arguments[1], IsRestricted(arguments[1]) ? Precedence.Operator : Precedence.Atom);
                writer.Write(" IN ");
                Operand(arguments[0], IsRestricted(arguments[0]) ? Precedence.Operator : Precedence.Atom);
                writer.Write(")");
                break;
            case ("substring", 2 or 3):
                Words(arguments, "SUBSTRING(", " FROM ", " FOR ");
                break;
            case ("overlay", 3 or 4):
                Words(arguments, "OVERLAY(", " PLACING ", " FROM ", " FOR ");
                break;
            case ("btrim" or "ltrim" or "rtrim", 1 or 2):
                writer.Write(function == "btrim" ? "TRIM(BOTH " : function == "ltrim" ? "TRIM(LEADING " : "TRIM(TRAILING ");
                if (arguments.Count == 2)
                {
                    Expression(arguments[1]);
                    writer.Write(" ");
                }

                writer.Write("FROM ");
                Expression(arguments[0]);
                writer.Write(")");
                break;
            case ("normalize" or "is_normalized", 1 or 2):
                Normalization(function, arguments);
                break;
            default:
                throw Unknown(call, function);
        }
    }

    private void Words(IReadOnlyList<ParseNode> arguments, params string[] words)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            writer.Write(words[i]);
            Expression(arguments[i]);
        }

        writer.Write(")");
    }

    /// <summary>A word where it is one that the grammar takes, the string otherwise.</summary>
    private void ExtractField(ParseNode field)
    {
        var word = field.Node("sval")?.Text("sval") ?? throw Unknown(field, "not a field name");
        if (word.Length > 0
            && word.All(char.IsAsciiLetterLower)
            && (word is "year" or "month" or "day" or "hour" or "minute" or "second" || !Keywords.IsSpecialSomewhere(word)))
        {
            writer.Write(word);
        }
        else
        {
            String(word);
        }
    }

    private void Normalization(string function, IReadOnlyList<ParseNode> arguments)
    {
        string? form = null;
        if (arguments.Count == 2)
        {
            form = arguments[1].Node("sval")?.Text("sval").ToUpperInvariant();
            if (form is not ("NFC" or "NFD" or "NFKC" or "NFKD"))
            {
                throw Unknown(arguments[1], "normal form");
            }
        }

        if (function == "normalize")
        {
            writer.Write("NORMALIZE(");
            Expression(arguments[0]);
            writer.Write(form is null ? ")" : $", {form})");
        }
        else
        {
            Operand(arguments[0], Precedence.Comparison);
            writer.Write(form is null ? " IS NORMALIZED" : $" IS {form} NORMALIZED");
        }
    }

    private void ValueFunction(ParseNode node)
    {
        var name = node.Text("op") switch
        {
            "SVFOP_CURRENT_DATE" => "CURRENT_DATE",
            "SVFOP_CURRENT_TIME" or "SVFOP_CURRENT_TIME_N" => "CURRENT_TIME",
            "SVFOP_CURRENT_TIMESTAMP" or "SVFOP_CURRENT_TIMESTAMP_N" => "CURRENT_TIMESTAMP",
            "SVFOP_LOCALTIME" or "SVFOP_LOCALTIME_N" => "LOCALTIME",
            "SVFOP_LOCALTIMESTAMP" or "SVFOP_LOCALTIMESTAMP_N" => "LOCALTIMESTAMP",
            var other => throw Unknown(node, other),
        };
        writer.Write(name);
        if (node.Text("op").EndsWith("_N", StringComparison.Ordinal))
        {
            writer.Write("(").Write(node.Number("typmod")).Write(")");
        }
    }
}
