using System.Globalization;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>The constant row limit that a statement ends with.</summary>
internal static class RowLimit
{
    /// <summary>Null without LIMIT or FETCH FIRST, with an expression, with LIMIT ALL, and with WITH TIES, which may return more.</summary>
    public static long? Of(ParseNode select)
    {
        if (select.Text("limitOption") == "LIMIT_OPTION_WITH_TIES" || select.Node("limitCount") is not { Kind: "A_Const" } count)
        {
            return null;
        }

        if (count.Node("ival") is { } integer)
        {
            return integer.Number("ival");
        }

        return count.Node("fval") is { } number && long.TryParse(number.Text("fval"), NumberStyles.None, CultureInfo.InvariantCulture, out var large)
            ? large
            : null;
    }
}
