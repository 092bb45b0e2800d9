using System.Collections.Frozen;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Functions of MySQL, SQLite and SQL Server that models write out of habit, in PostgreSQL's words.</summary>
internal static class DialectFunctions
{
    /// <summary>By name and number of arguments.</summary>
    private static readonly FrozenDictionary<(string Name, int Arguments), string> Templates = new Dictionary<(string, int), string>
    {
        [("year", 1)] = "extract(year FROM arg1)",
        [("quarter", 1)] = "extract(quarter FROM arg1)",
        [("month", 1)] = "extract(month FROM arg1)",
        [("week", 1)] = "extract(week FROM arg1)",
        [("day", 1)] = "extract(day FROM arg1)",
        [("dayofmonth", 1)] = "extract(day FROM arg1)",
        [("dayofyear", 1)] = "extract(doy FROM arg1)",
        [("hour", 1)] = "extract(hour FROM arg1)",
        [("minute", 1)] = "extract(minute FROM arg1)",
        [("ifnull", 2)] = "coalesce(arg1, arg2)",
        [("nvl", 2)] = "coalesce(arg1, arg2)",
        [("isnull", 2)] = "coalesce(arg1, arg2)",
        [("if", 3)] = "CASE WHEN arg1 THEN arg2 ELSE arg3 END",
        [("iif", 3)] = "CASE WHEN arg1 THEN arg2 ELSE arg3 END",
        [("curdate", 0)] = "current_date",
        [("getdate", 0)] = "now()",
        [("sysdate", 0)] = "now()",
        [("datediff", 2)] = "arg1::date - arg2::date",
        [("date_format", 2)] = "to_char(arg1, arg2)",
        [("strftime", 2)] = "to_char(arg2, arg1)",
        [("group_concat", 1)] = "string_agg(arg1::text, ',')",
        [("group_concat", 2)] = "string_agg(arg1::text, arg2)",
        [("len", 1)] = "length(arg1)",
        [("ucase", 1)] = "upper(arg1)",
        [("lcase", 1)] = "lower(arg1)",
        [("instr", 2)] = "strpos(arg1, arg2)",
        [("rand", 0)] = "random()",
    }.ToFrozenDictionary();

    /// <summary>The call itself when it needs no translation. One with a filter, an order or a window is left alone.</summary>
    public static ParseNode Translate(ParseNode call, Corrections corrections)
    {
        var arguments = call.List("args");
        if (call.Names("funcname") is not [var name]
            || !Templates.TryGetValue((name, arguments.Count), out var template)
            || call.Has("agg_order") || call.Has("agg_filter") || call.Has("over") || call.Flag("agg_distinct") || call.Flag("func_variadic"))
        {
            return call;
        }

        if (name is "date_format" or "strftime")
        {
            var at = name == "date_format" ? 1 : 0;
            if (arguments[at] is not { Kind: "A_Const" } constant || constant.Node("sval") is not { } text || DatePattern.Translate(name, text.Text("sval")) is not { } pattern)
            {
                return call;
            }

            arguments = [.. arguments.Select((argument, i) => i == at ? TreeParts.Text(pattern) : argument)];
        }

        corrections.Add($"{name}() is written PostgreSQL's way");
        return TreeParts.Expression(template, arguments);
    }
}
