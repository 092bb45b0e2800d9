using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Tree;
using CommonQueries = System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Generic.IReadOnlyList<string>?>;

namespace NlSql.Core.Language.Generation.Healing;

/// <content>FROM: tables that are called otherwise, and joins on columns that are not there.</content>
internal sealed partial class StatementHealing
{
    private ParseNode From(ParseNode item, QueryScope scope, CommonQueries common)
    {
        switch (item.Kind)
        {
            case "RangeVar":
                return Relation(item, scope, common);
            case "RangeSubselect" when item.Node("subquery") is { Kind: "SelectStmt" } subquery:
                var query = Select(subquery, item.Flag("lateral") ? scope : scope.Outer, common);
                var alias = item.Node("alias");
                scope.Add(new QuerySource(alias?.Text("aliasname") ?? "", null, alias?.Names("colnames") is { Length: > 0 } named ? named : query.Columns));
                return item.With("subquery", query.Node);
            case "JoinExpr":
                return Join(item, scope, common);
            default:
                // A function, VALUES, a sample: its columns are not looked into.
                scope.Add(new QuerySource(item.Node("alias")?.Text("aliasname") ?? "", null, null));
                return item;
        }
    }

    private ParseNode Relation(ParseNode item, QueryScope scope, CommonQueries common)
    {
        var (schema, name) = (item.Text("schemaname"), item.Text("relname"));
        var alias = item.Node("alias")?.Text("aliasname");
        if (item.Node("alias")?.Has("colnames") == true)
        {
            scope.Add(new QuerySource(alias!, null, null));
            return item;
        }

        if (schema.Length == 0 && common.TryGetValue(name, out var columns))
        {
            scope.Add(new QuerySource(alias ?? name, null, columns));
            return item;
        }

        if (catalog.Find(schema, name) is { } table)
        {
            scope.Add(QuerySource.Over(table, alias ?? name));
            return item;
        }

        var meant = (schema.Length > 0 ? catalog.Find("", name) : null) ?? catalog.FindNear(name);
        if (meant is null)
        {
            scope.Add(new QuerySource(alias ?? name, null, null));
            return item;
        }

        corrections.Add($"{(schema.Length > 0 ? $"{schema}." : "")}{name} is {meant.Name}");
        scope.Add(QuerySource.Over(meant, alias ?? meant.Name.Name));
        return item.With("relname", meant.Name.Name).With("schemaname", meant.Name.Schema is "" or "public" ? null : meant.Name.Schema);
    }

    private ParseNode Join(ParseNode join, QueryScope scope, CommonQueries common)
    {
        var left = From(join.Node("larg")!, scope, common);
        var known = scope.Sources.ToList();
        var right = From(join.Node("rarg")!, scope, common);
        scope.MergesColumns |= join.Flag("isNatural") || join.Has("usingClause");
        var joined = scope.Sources.Count == known.Count + 1 ? scope.Sources[^1] : null;
        if (joined?.Table is { } table && IsBroken(join, known, joined, scope) && catalog.Path(Anchors(join, known), table) is { } path)
        {
            return AlongKeys(join, left, right, path, known, joined, scope);
        }

        join = join.With("larg", left).With("rarg", right);
        return join.Node("quals") is { } quals ? join.With("quals", Expression(quals, scope, common, NoOutputs)) : join;
    }

    /// <summary>True when ON compares columns of which one does not exist, or USING names one that a side lacks.</summary>
    private static bool IsBroken(ParseNode join, List<QuerySource> known, QuerySource joined, QueryScope scope)
    {
        if (join.Names("usingClause") is { Length: > 0 } columns)
        {
            return known.TrueForAll(source => source.Columns is not null)
                && Array.Exists(columns, column => !joined.Has(column) || !known.Exists(source => source.Has(column)));
        }

        return !scope.IsOpen && join.Node("quals") is { } quals && IsEquality(quals)
            && new[] { quals.Node("lexpr")!, quals.Node("rexpr")! } is var sides && Array.Exists(sides, side => !ColumnHealing.Resolves(side, scope));
    }

    private static bool IsEquality(ParseNode node) =>
        node.Kind == "A_Expr" && node.Names("name") is ["="] && node.Node("lexpr")?.Kind == "ColumnRef" && node.Node("rexpr")?.Kind == "ColumnRef";

    /// <summary>The tables that the condition names; all that came before when it names none that is there.</summary>
    private static IEnumerable<TableInfo> Anchors(ParseNode join, List<QuerySource> known)
    {
        var named = new[] { join.Node("quals")?.Node("lexpr"), join.Node("quals")?.Node("rexpr") }
            .Select(side => side?.Names("fields") is [.., var qualifier, _] ? known.Find(source => source.Alias == qualifier)?.Table : null)
            .OfType<TableInfo>()
            .ToList();
        return named.Count > 0 ? named : known.Select(source => source.Table).OfType<TableInfo>();
    }

    private ParseNode AlongKeys(
        ParseNode join,
        ParseNode left,
        ParseNode right,
        IReadOnlyList<JoinStep> path,
        List<QuerySource> known,
        QuerySource joined,
        QueryScope scope)
    {
        var anchor = known.Find(source => source.Table?.Name == path[0].From.Info.Name)!.Alias;
        foreach (var step in path.SkipLast(1))
        {
            var bridge = scope.AddOver(step.To.Info);
            left = TreeParts.Join(left, anchor, step, bridge.Alias);
            anchor = bridge.Alias;
            corrections.AddChoice($"{step.To} was joined in between");
        }

        corrections.Add($"{joined.Alias} is joined along its key");
        return join.With("larg", left).With("rarg", right).With("usingClause", null).With("quals", TreeParts.Equality(anchor, path[^1], joined.Alias));
    }
}
