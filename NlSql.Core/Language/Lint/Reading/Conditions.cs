using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>Conditions in the WHERE of a SELECT.</summary>
internal static class Conditions
{
    /// <summary>The query with one more.</summary>
    public static ParseNode Added(ParseNode select, ParseNode condition)
    {
        if (select.Node("whereClause") is not { } where)
        {
            return select.With("whereClause", condition);
        }

        return select.With("whereClause", where.Kind == "BoolExpr" && where.Text("boolop") == "AND_EXPR"
            ? where.With("args", where.List("args").Append(condition).ToArray())
            : TreeParts.Expression("arg1 AND arg2", where, condition));
    }
}
