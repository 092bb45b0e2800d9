using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>What kind of function a call is of: by PostgreSQL's own ones, and by what only aggregates can be written with.</summary>
internal static class CallKinds
{
    public static bool IsAggregate(ParseNode node) => node.Kind switch
    {
        "FuncCall" => !node.Has("over") && ((node.Names("funcname") is [.., var name] && AllowLists.Aggregates.Contains(name))
            || node.Flag("agg_star") || node.Flag("agg_distinct") || node.Flag("agg_within_group") || node.Has("agg_filter") || node.Has("agg_order")),
        "JsonArrayAgg" or "JsonObjectAgg" => node.Node("constructor")?.Has("over") != true,
        _ => false,
    };

    /// <summary>A call of somebody's own function or of an extension's, which may be an aggregate.</summary>
    public static bool IsUnknown(ParseNode node) => node.Kind == "FuncCall" && !node.Has("over")
        && (node.Names("funcname") is not ([_] or ["pg_catalog", _]) || !AllowLists.Functions.Contains(node.Names("funcname")[^1]));
}
