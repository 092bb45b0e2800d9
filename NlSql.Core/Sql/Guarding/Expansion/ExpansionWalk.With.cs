using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>WITH queries.</summary>
internal sealed partial class ExpansionWalk
{
    private CommonQueries Common(ParseNode with, Level? outer, CommonQueries before, List<(ParseNode Cte, CommonQuery Query)> all)
    {
        var visible = before;
        var isRecursive = with.Flag("recursive");
        CommonQueries? complete = null;
        foreach (var cte in with.List("ctes"))
        {
            var seen = visible;
            var isCopied = cte.Text("ctematerialized") switch
            {
                "CTEMaterializeNever" => true,
                "CTEMaterializeAlways" => false,
                _ => references.GetValueOrDefault(cte) <= 1,
            };
            var query = new CommonQuery(
                () => CommonTable(cte, outer, isRecursive ? complete! : seen, isCopied),
                () => new Query(Itself(cte), Extent.None),
                isCopied);
            all.Add((cte, query));
            visible = new CommonQueries(visible, cte.Text("ctename"), query);
        }

        complete = visible;
        return visible;
    }

    private Query CommonTable(ParseNode cte, Level? outer, CommonQueries queries, bool isCopied)
    {
        var before = kilobytes;
        var query = Measure(cte.Node("ctequery")!, outer, queries);
        if (isCopied)
        {
            query = query with { Kilobytes = kilobytes - before };
        }

        var hasMore = cte.Has("search_clause") || cte.Has("cycle_clause");
        query = query with { Columns = query.Columns is { } known && !hasMore ? Renamed(known, cte.Names("aliascolnames")) : null };
        return isCopied ? query : query.Apart();
    }

    /// <summary>Columns of a recursive query as its own second part sees them: those of its first part, by their names.</summary>
    private static SourceColumn[]? Itself(ParseNode cte)
    {
        if (cte.Names("aliascolnames") is { Length: > 0 } named)
        {
            return [.. named.Select(name => new SourceColumn(name, Extent.Column))];
        }

        var first = cte.Node("ctequery")!;
        while (first.Node("larg") is { } left)
        {
            first = left;
        }

        var targets = first.List("targetList");
        return first.Has("valuesLists") || targets.Any(target => target.Node("val")?.List("fields").Any(field => field.Kind == "A_Star") == true)
            ? null
            : [.. targets.Select(target => new SourceColumn(ColumnNames.Of(target), Extent.Column))];
    }
}
