using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Calls of functions that other dialects have, written with what PostgreSQL has instead.</summary>
internal static class DialectFunctions
{
    /// <summary>The call itself when it needs no translation. One with a filter, an order or a window is left alone.</summary>
    public static ParseNode Translate(ParseNode call, Corrections corrections)
    {
        var arguments = call.List("args");
        if (call.Names("funcname") is not [var name]
            || OtherDialects.Template(name, arguments.Count) is not { } template
            || call.Has("agg_order") || call.Has("agg_filter") || call.Has("over") || call.Flag("agg_distinct") || call.Flag("func_variadic"))
        {
            return call;
        }

        if (name is "date_format" or "strftime")
        {
            var at = name == "date_format" ? 1 : 0;
            if (arguments[at] is not { Kind: "A_Const" } constant
                || constant.Node("sval") is not { } text
                || DatePattern.Translate(name, text.Text("sval")) is not { } pattern)
            {
                return call;
            }

            arguments = [.. arguments.Select((argument, i) => i == at ? TreeParts.Text(pattern) : argument)];
        }

        corrections.Add($"{name}() is written PostgreSQL's way");
        return TreeParts.Expression(template, arguments);
    }
}
