using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>What can stand in FROM.</summary>
internal sealed partial class ExpansionWalk
{
    /// <summary>Measures one item and adds what it gives to the level's names.</summary>
    private Extent From(ParseNode item, Level level)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        level.Scans += item.Kind is "JoinExpr" or "RangeVar" or "RangeSubselect" or "RangeTableSample" ? 0 : 1;
        switch (item.Kind)
        {
            case "RangeVar":
                return Relation(item, level);
            case "RangeSubselect":
                var query = Measure(item.Node("subquery")!, item.Flag("lateral") ? level : level.Outer, level.Queries);
                Enclose(query, level);
                Remember(Named(query.Columns, query.Total, item, ""), level);
                return query.Total;
            case "RangeTableSample":
                return From(item.Node("relation")!, level) + Any(item["args"], level) + Any(item["repeatable"], level);
            case "JoinExpr":
                return Join(item, level);
            case "RangeFunction":
                return Function(item, level);
            case "JsonTable":
                Remember(new Source(item.Node("alias")?.Text("aliasname") ?? "json_table", null, Extent.Column), level);
                return Children(item, level);
            default:
                return Children(item, level);
        }
    }

    private Extent Relation(ParseNode relation, Level level)
    {
        written += SourceWeight;
        var itself = Extent.None with { Nodes = SourceWeight };
        var name = relation.Text("relname");
        if (!relations.TryGetValue(relation, out var known))
        {
            var common = level.Queries.Find(name);
            var before = kilobytes;
            var query = common?.Value ?? Query.Unknown;
            Remember(Named(query.Columns, query.Total, relation, name), level);
            if (common is not { IsCopied: true })
            {
                level.Scans++;
                return itself;
            }

            // Counted once for each time that it is read, also this first time, when it has just been measured. One that nobody reads is measured elsewhere
            // and stays counted there, for with it may have been measured what is planned by itself.
            kilobytes = before;
            Enclose(query, level);
            return itself + query.Total;
        }

        if (Defined(known, scope.Views) is { } view)
        {
            inViews += view.Written;
            indexColumns = Math.Max(indexColumns, view.IndexColumns);
            Enclose(view, level);
            Remember(Named(view.Columns, view.Total, relation, name), level);
            return itself + view.Total;
        }

        level.Scans++;
        indexColumns = Math.Max(indexColumns, scope.IndexColumns.GetValueOrDefault(known));
        Partition(scope.Children.GetValueOrDefault(known), level);
        Remember(Named(Columns(known), Extent.Column, relation, name), level);
        return itself;
    }

    private Query? Defined(RelationName name, ViewDefinitions definitions)
    {
        if (!views.Add(name))
        {
            return null;
        }

        try
        {
            return definitions.Find(
                name,
                text => StatementReader.ReadOne(text.TrimEnd().TrimEnd(';')) is { } query
                    ? new ExpansionWalk(scope, NamedWithSchema(query), new Dictionary<ParseNode, int>(), new SourceNames()).OfView(query, views)
                    : Query.Unknown with { Columns = Columns(name) });
        }
        finally
        {
            views.Remove(name);
        }
    }

    private Query OfView(ParseNode query, HashSet<RelationName> within)
    {
        views.UnionWith(within);
        var measured = Measure(query, null, CommonQueries.None);
        return measured with { Written = written + inViews, Kilobytes = kilobytes, IndexColumns = indexColumns };
    }

    private IReadOnlyList<SourceColumn>? Columns(RelationName relation) => Defined(relation, scope.VirtualColumns)?.Columns
        ?? (scope.Columns.TryGetValue(relation, out var columns) ? [.. columns.Select(column => new SourceColumn(column, Extent.Column))] : null);

    private static Dictionary<ParseNode, RelationName> NamedWithSchema(ParseNode query)
    {
        var named = new Dictionary<ParseNode, RelationName>();
        query.Rewrite(node =>
        {
            if (node.Kind == "RangeVar" && node.Has("schemaname"))
            {
                named[node] = new RelationName(node.Text("schemaname"), node.Text("relname"));
            }

            return node;
        });
        return named;
    }

    private static Source Named(IReadOnlyList<SourceColumn>? columns, Extent total, ParseNode item, string name)
    {
        var source = new Source(name, columns, columns is null ? total.AsData().AsColumn() with { Nodes = Math.Max(1, total.Nodes) } : Extent.Column);
        return item.Node("alias") is { } alias ? source.Renamed(alias.Text("aliasname"), alias.Names("colnames")) : source;
    }

    private Extent Join(ParseNode join, Level level)
    {
        var first = level.Sources.Count;
        level.Merged += join.Text("jointype") == "JOIN_FULL" && (join.Flag("isNatural") || join.Has("usingClause")) ? 1 : 0;
        var total = From(join.Node("larg")!, level);
        var middle = level.Sources.Count;
        total += From(join.Node("rarg")!, level);
        var shared = join.Names("usingClause").Length + (join.Flag("isNatural") ? Shared(level, first, middle) : 0);
        total = total with { Equalities = total.Equalities + shared };
        var conditions = Any(join["quals"], level);
        level.Conditions += conditions.Bulk;
        level.Choices += conditions.Choices;
        level.Pairings += conditions.Pairings + shared;
        total += conditions;
        if (join.Node("join_using_alias") is { } named)
        {
            var merged = join.Names("usingClause").Select(column => new SourceColumn(column, Lookup(column, level)));
            Remember(new Source(named.Text("aliasname"), [.. merged], Extent.Column), level);
        }

        if (join.Node("alias") is { } alias)
        {
            var inner = level.Sources.GetRange(first, level.Sources.Count - first);
            var widest = inner.Aggregate(Extent.Column, (most, source) => Extent.Larger(most, Extent.Larger(source.Any, source.Row())));

            // With a list of names columns that both sides share come first and once, so that places do not tell which is which.
            // Nor are thousands kept, all of which the join around this one would have once more.
            var isKnown = inner.TrueForAll(source => source is { Columns: not null, IsValue: false })
                && !alias.Has("colnames")
                && inner.Sum(source => source.Columns!.Count) <= MostJoined;
            level.Sources.RemoveRange(first, level.Sources.Count - first);
            Remember(new Source(alias.Text("aliasname"), isKnown ? [.. inner.SelectMany(source => source.Columns!)] : null, widest), level);
        }

        return total;
    }

    private Extent Function(ParseNode item, Level level)
    {
        written += SourceWeight;
        var calls = item.List("functions").SelectMany(function => function.List("items")).ToList();
        var total = calls.Where(call => call.Kind is not ("List" or ParseTreeReader.NullKind))
            .Aggregate(Extent.None, (sum, call) => sum + Expression(call, level));
        var alias = item.Node("alias");
        var name = alias?.Text("aliasname") ?? calls.Find(part => part.Kind == "FuncCall")?.Names("funcname")[^1] ?? "";
        var declared = item.List("coldeflist").Concat(calls.SelectMany(part => part.List("items"))).Select(column => column.Text("colname"))
            .Concat(alias?.Names("colnames") ?? []);

        // A function whose value is constant is put in the place of its column.
        var any = total.IsConstant && item.List("functions").Count == 1 ? (total with { Nodes = 1 }).AsColumn() : Extent.Column;
        Remember(
            new Source(name, [.. declared.Select(column => new SourceColumn(column, any))], any) { IsValue = true, IsNameless = name.Length == 0 },
            level);
        return total with { Nodes = total.Nodes + SourceWeight };
    }

    private void Remember(Source source, Level level)
    {
        level.Sources.Add(source);
        names.Add(source);
    }
}
