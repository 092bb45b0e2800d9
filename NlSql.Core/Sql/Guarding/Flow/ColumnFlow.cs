using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Flow;

/// <summary>
/// Whether a value of a hidden column can reach the result of a query, or anything that decides about it: followed from the tables through sub-queries, WITH
/// queries, joins and set operations, by PostgreSQL's own scoping of names. A column that a sub-query only hands on counts where it is used. Where names or
/// places are not known, whatever can be meant counts.
/// </summary>
internal sealed partial class ColumnFlow
{
    private readonly Func<ParseNode, RelationName?> relations;
    private readonly Func<RelationName, HiddenPart> hidden;
    private readonly bool isThorough;
    private readonly Func<string, bool>? made;
    private readonly Dictionary<ParseNode, (FlowCommon Common, IReadOnlyList<string> Names)> bodies = [];
    private Taint? within;

    private ColumnFlow(Func<ParseNode, RelationName?> relations, Func<RelationName, HiddenPart> hidden, bool isThorough, Func<string, bool>? made)
    {
        this.made = made;
        this.relations = relations;
        this.hidden = hidden;
        this.isThorough = isThorough;
    }

    /// <summary>The first place where a hidden column is named, or taken unnamed, wherever it goes from there.</summary>
    public Taint? Taken { get; private set; }

    /// <summary>The first whose value can reach the result, or what decides about it.</summary>
    public Taint? Reached { get; private set; }

    /// <summary>What comes out, by place; null when that is not known. The taint of a column tells nothing of predicates.</summary>
    public IReadOnlyList<Taint?>? Outputs { get; private set; }

    private bool IsDone => Reached is not null && !isThorough;

    /// <param name="query">A SELECT.</param>
    /// <param name="relations">The relation that a name in FROM stands for; null for names of WITH queries.</param>
    /// <param name="hidden">What of it is hidden.</param>
    /// <param name="isThorough">False stops at the first that is reached, so that there are no outputs.</param>
    /// <param name="made">Whether a column so called of a function outside pg_catalog in FROM is hidden; null where what it gives is its own doing.</param>
    public static ColumnFlow Of(
        ParseNode query,
        Func<ParseNode, RelationName?> relations,
        Func<RelationName, HiddenPart> hidden,
        bool isThorough = false,
        Func<string, bool>? made = null)
    {
        var flow = new ColumnFlow(relations, hidden, isThorough, made);
        var outcome = flow.Query(query, null, FlowCommons.None);
        flow.Reach(outcome.All);
        flow.Outputs = outcome switch
        {
            { IsOpen: true } => null,
            { IsOrdered: true } => [.. outcome.Columns.Select(column => column.Taint)],
            _ => [.. outcome.Columns.Select(_ => outcome.All)],
        };
        return flow;
    }

    private Taint? Take(Taint? taint)
    {
        Taken ??= taint;
        return taint;
    }

    private void Reach(Taint? taint)
    {
        Take(taint);
        Reached ??= taint;
        within ??= taint;
    }

    private FlowQuery Query(ParseNode select, FlowLevel? outer, FlowCommons commons)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (select.Kind != "SelectStmt" || IsDone)
        {
            return FlowQuery.Unknown;
        }

        commons = select.Node("withClause") is { } with ? Common(with, outer, commons) : commons;
        var level = new FlowLevel(outer, commons);
        FlowQuery query;
        if (select.Node("larg") is { } left && select.Node("rarg") is { } right)
        {
            query = Both(select, left, right, outer, commons);
        }
        else
        {
            foreach (var item in select.List("fromClause"))
            {
                From(item, level);
            }

            query = select.Has("valuesLists") ? Values(select.List("valuesLists"), level) : Targets(select.List("targetList"), level);
        }

        foreach (ref readonly var field in select.Fields)
        {
            Clause(field.Name, field.Value, level, query);
        }

        return query;
    }

    private FlowQuery Both(ParseNode select, ParseNode left, ParseNode right, FlowLevel? outer, FlowCommons commons)
    {
        var one = Query(left, outer, commons);
        var isBody = bodies.TryGetValue(select, out var body);
        if (isBody)
        {
            body.Common.Itself = one.Renamed(body.Names);
        }

        var other = Query(right, outer, commons);
        var query = one.Beside(other);
        if (select.Text("op") != "SETOP_UNION" || !select.Flag("all"))
        {
            Reach(query.All);
        }

        // The second part of a recursive query has been followed as if it got nothing but what the first one gives.
        if (isBody && (query.Any is not null || query.Columns.Where((column, i) => column.Taint is not null && one.Columns[i].Taint is null).Any()))
        {
            Reach(query.All);
            return query.Each(query.All);
        }

        return query;
    }

    private FlowCommons Common(ParseNode with, FlowLevel? outer, FlowCommons before)
    {
        var visible = before;
        var isRecursive = with.Flag("recursive");
        FlowCommons? complete = null;
        List<FlowCommon> all = [];
        foreach (var cte in with.List("ctes"))
        {
            var seen = visible;
            var common = new FlowCommon(() => CommonTable(cte, outer, isRecursive ? complete! : seen));
            if (isRecursive && cte.Node("ctequery") is { } body)
            {
                bodies[body] = (common, cte.Names("aliascolnames"));
            }

            all.Add(common);
            visible = new FlowCommons(visible, cte.Text("ctename"), common);
        }

        complete = visible;
        all.ForEach(common => _ = common.Value);
        return visible;
    }

    private FlowQuery CommonTable(ParseNode cte, FlowLevel? outer, FlowCommons commons)
    {
        var query = Query(cte.Node("ctequery")!, outer, commons).Renamed(cte.Names("aliascolnames"));
        if (!cte.Has("search_clause") && !cte.Has("cycle_clause"))
        {
            return query;
        }

        // They make columns of others.
        Reach(query.All);
        return query with { IsOpen = true, IsOrdered = false, Any = query.All };
    }

    private FlowQuery Values(IReadOnlyList<ParseNode> rows, FlowLevel level)
    {
        List<FlowColumn> columns = [];
        var hasStar = false;
        foreach (var row in rows)
        {
            var items = row.List("items");
            for (var i = 0; i < items.Count; i++)
            {
                var taint = Output(items[i], level);
                hasStar |= IsStar(items[i]);
                if (i == columns.Count)
                {
                    columns.Add(new FlowColumn(FormattableString.Invariant($"column{i + 1}"), taint));
                }
                else
                {
                    columns[i] = columns[i] with { Taint = columns[i].Taint ?? taint };
                }
            }
        }

        // A star stands for as many places as there are columns.
        var values = FlowQuery.Of(columns);
        return hasStar ? new FlowQuery([], true, false, values.All) : values;
    }

    private FlowQuery Targets(IReadOnlyList<ParseNode> targets, FlowLevel level)
    {
        List<FlowColumn> columns = [];
        var (isOpen, isOrdered) = (false, true);
        Taint? any = null;
        foreach (var target in targets)
        {
            var value = target.Node("val");
            if (value?.Kind == "ColumnRef" && value.List("fields") is [.., { Kind: "A_Star" }] fields)
            {
                foreach (var source in Starred(fields, level))
                {
                    var star = source.Star(value, Written(fields));
                    columns.AddRange(star.Columns);
                    isOpen |= star.IsOpen;
                    isOrdered &= star.IsOrdered;
                    any ??= star.Any;
                }

                isOrdered &= fields.Count > 1 || !level.HasMerged;
                if (columns.Count > ExpansionWalk.MostColumns)
                {
                    // Merged columns are counted twice here, so that PostgreSQL may take them all: one taint stands for these, and the rest is followed.
                    (any, isOpen) = (new FlowQuery(columns, isOpen, false, any).All, true);
                    columns.Clear();
                }

                continue;
            }

            var taint = value is null ? null : Output(value, level);
            if (value is not null && IsStar(value))
            {
                (isOpen, isOrdered, any) = (true, false, any ?? taint);
                continue;
            }

            columns.Add(new FlowColumn(ColumnNames.Of(target), taint));
        }

        return new FlowQuery(columns, isOpen, isOrdered && !isOpen, any);
    }

    /// <summary>A column alone is handed on; what is computed counts at once: an error can tell the value, whoever reads the outcome.</summary>
    private Taint? Output(ParseNode value, FlowLevel level)
    {
        var taint = Expression(value, level);
        if (value.Kind != "ColumnRef")
        {
            Reach(taint);
        }

        return taint;
    }
}
