using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Flow;

/// <summary>What can stand in FROM.</summary>
internal sealed partial class ColumnFlow
{
    private void From(ParseNode item, FlowLevel level)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (item.Kind)
        {
            case "RangeVar":
                level.Add(Relation(item, level));
                break;
            case "RangeSubselect":
                var query = Query(item.Node("subquery")!, item.Flag("lateral") ? level : level.Outer, level.Commons);
                level.Add(Named(item, "", query));
                break;
            case "RangeTableSample":
                From(item.Node("relation")!, level);
                Reach(Any(item["args"], level) ?? Any(item["repeatable"], level));
                break;
            case "JoinExpr":
                Join(item, level);
                break;
            default:
                Computed(item, level);
                break;
        }
    }

    private FlowSource Relation(ParseNode item, FlowLevel level)
    {
        var name = item.Text("relname");
        if (relations(item) is not { } relation)
        {
            return Named(item, name, level.Commons.Find(name)?.Value ?? FlowQuery.Unknown);
        }

        var alias = item.Node("alias");
        var table = new TableSource(alias?.Text("aliasname") ?? name, relation, hidden(relation));
        if (alias?.Names("colnames") is not { Length: > 0 } names)
        {
            return table;
        }

        // By place, and columns that the role may not read have one. For a star the server would ask for them, here it does not: nobody knows which is which.
        var row = table.Row(item, $"{table.Alias}(...)");
        Take(row);
        return new MadeSource(table.Alias, new FlowQuery([.. names.Select(column => new FlowColumn(column, row))], true, false, row));
    }

    private static MadeSource Named(ParseNode item, string name, FlowQuery query) => item.Node("alias") is { } alias
        ? new MadeSource(alias.Text("aliasname"), query.Renamed(alias.Names("colnames")))
        : new MadeSource(name, query);

    /// <summary>A function in FROM, JSON_TABLE and their like: each column can hold whatever went in.</summary>
    private void Computed(ParseNode item, FlowLevel level)
    {
        Taint? taint = null;
        foreach (ref readonly var field in item.Fields)
        {
            taint ??= Any(field.Value, level);
        }

        Reach(taint);
        var call = item.List("functions").SelectMany(function => function.List("items")).FirstOrDefault(part => part.Kind == "FuncCall");
        var name = call?.Names("funcname")[^1] ?? (item.Kind == "JsonTable" ? "json_table" : "");
        var query = FlowQuery.Unknown with { Any = taint };
        if (made is null || call?.Names("funcname") is not [not "pg_catalog", _] function)
        {
            level.Add(Named(item, name, query));
            return;
        }

        // All columns stand in the alias, or in a list of their own.
        var columns = (item.Node("alias")?.Names("colnames") ?? []).Concat(item.List("coldeflist").Select(column => column.Text("colname"))).Distinct();
        level.Add(new MadeSource(item.Node("alias")?.Text("aliasname") ?? name, query with
        {
            Columns = [.. columns.Select(column => new FlowColumn(
                column, made(column) ? new Taint(call, new RelationName(function[0], function[1]), column, column) : taint))],
        }));
    }

    private void Join(ParseNode join, FlowLevel level)
    {
        var first = level.Sources.Count;
        From(join.Node("larg")!, level);
        var second = level.Sources.Count;
        From(join.Node("rarg")!, level);
        List<FlowSource> left = [.. level.Sources.Skip(first).Take(second - first)];
        List<FlowSource> right = [.. level.Sources.Skip(second)];
        if (join.Flag("isNatural"))
        {
            Reach(Shared(join, left, right) ?? Shared(join, right, left));
        }

        level.HasMerged |= join.Flag("isNatural") || join.Has("usingClause");
        List<FlowColumn> shared = [];
        foreach (var name in join.Names("usingClause"))
        {
            var taint = left.Concat(right).Where(source => source.Has(name) != false).Select(source => source.Column(name, join, name)?.Whole)
                .FirstOrDefault(found => found is not null);
            Reach(taint);
            shared.Add(new FlowColumn(name, taint));
        }

        if (join.Node("quals") is { } condition)
        {
            // It sees its own two sides and the queries around, but nothing else of its FROM.
            var own = new FlowLevel(level.Outer, level.Commons);
            left.ForEach(own.Add);
            right.ForEach(own.Add);
            Reach(Expression(condition, own));
        }

        if (join.Node("join_using_alias") is { } merged)
        {
            level.Add(new MadeSource(merged.Text("aliasname"), FlowQuery.Of(shared)));
        }

        if (join.Node("alias") is { } alias)
        {
            var inner = level.Take(first).Select(source => source.Star(join, alias.Text("aliasname"))).ToList();
            var any = inner.Select(star => star.All).FirstOrDefault(taint => taint is not null);
            var names = alias.Names("colnames");
            var isKnown = names.Length == 0 && inner.Sum(star => star.Columns.Count) <= ExpansionWalk.MostJoined;
            if (names.Length > 0)
            {
                Take(any);
            }

            level.Add(new MadeSource(alias.Text("aliasname"), isKnown
                ? new FlowQuery([.. inner.SelectMany(star => star.Columns)], inner.Exists(star => star.IsOpen), false, any)
                : new FlowQuery([.. names.Select(name => new FlowColumn(name, any))], true, false, any)));
        }
    }

    /// <summary>A hidden column of one side that the other has, or can have, too.</summary>
    private static Taint? Shared(ParseNode join, List<FlowSource> hidden, List<FlowSource> others)
    {
        foreach (var star in hidden.Select(source => source.Star(join, "NATURAL JOIN")))
        {
            var shared = star.Columns.FirstOrDefault(column => column.Taint is not null && others.Exists(other => other.Has(column.Name) != false));
            if ((star.IsOpen ? star.Any ?? shared.Taint : shared.Taint) is { } taint)
            {
                return taint;
            }
        }

        return null;
    }
}
