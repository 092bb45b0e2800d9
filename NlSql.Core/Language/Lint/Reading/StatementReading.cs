using System.Collections.Immutable;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>The queries of a statement, each with its sources. Where names cannot be followed they are left unknown, and rules say nothing of them.</summary>
internal sealed class StatementReading
{
    private readonly Func<ParseNode, TableNode?> tables;
    private readonly List<LintQuery> queries = [];
    private readonly List<ParseNode> selects = [];
    private readonly Dictionary<ParseNode, LintQuery> byNode = [];

    private StatementReading(Func<ParseNode, TableNode?> tables, LookSteps steps) => (this.tables, Steps) = (tables, steps);

    /// <summary>Those within others after what stands in their FROM, before the others.</summary>
    public IReadOnlyList<LintQuery> Queries => queries;

    /// <summary>Taken by whoever follows its names.</summary>
    public LookSteps Steps { get; }

    /// <summary>Every SelectStmt, those of set operations too.</summary>
    public IReadOnlyList<ParseNode> Selects => selects;

    /// <param name="statement">A SELECT.</param>
    /// <param name="tables">The table that a name in FROM stands for.</param>
    /// <param name="steps">How many may be taken; null for as many as it takes.</param>
    public static StatementReading Of(ParseNode statement, Func<ParseNode, TableNode?> tables, LookSteps? steps = null)
    {
        var reading = new StatementReading(tables, steps ?? new LookSteps(int.MaxValue));
        reading.Read(statement, null, ImmutableDictionary<string, LintBody?>.Empty);
        return reading;
    }

    /// <summary>Null for what is no plain query.</summary>
    public LintQuery? QueryOf(ParseNode select) => byNode.GetValueOrDefault(select);

    /// <summary>Columns of <paramref name="query"/>'s own FROM that are named in an expression, also by the queries in it.</summary>
    public IEnumerable<LintColumn> Reached(ParseNode expression, LintQuery query)
    {
        foreach (var node in TreeWalk.Within(expression))
        {
            if (query.Find(node) is { } column)
            {
                yield return column;
            }
        }

        foreach (var select in TreeWalk.Queries(expression).SelectMany(TreeWalk.All).Where(node => node.Kind == "SelectStmt"))
        {
            if (QueryOf(select) is { } inner)
            {
                foreach (var column in inner.Own.Select(inner.Find).OfType<LintColumn>())
                {
                    yield return column;
                }
            }
        }
    }

    private LintBody Read(ParseNode select, LintQuery? outer, ImmutableDictionary<string, LintBody?> commons)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        selects.Add(select);
        if (select.Node("withClause") is { } with)
        {
            foreach (var common in with.List("ctes"))
            {
                var name = common.Text("ctename");
                var visible = with.Flag("recursive") ? commons.SetItem(name, null) : commons;
                var body = Read(common.Node("ctequery")!, outer, visible);
                commons = commons.SetItem(name, with.Flag("recursive") || common.Has("aliascolnames") ? null : body);
            }
        }

        if (select.Node("larg") is { } left && select.Node("rarg") is { } right)
        {
            return new LintBody([.. Read(left, outer, commons).Parts, .. Read(right, outer, commons).Parts]);
        }

        if (select.Has("valuesLists"))
        {
            return new LintBody([]);
        }

        var query = new LintQuery(select, outer, Steps);
        byNode[select] = query;
        foreach (var item in select.List("fromClause"))
        {
            From(item, query, commons, isOptional: false);
        }

        if (select.Node("whereClause") is { } where)
        {
            query.Conditions.AddRange(TreeWalk.Conjuncts(where));
        }

        foreach (var inner in TreeWalk.Children(select.With("fromClause", null).With("withClause", null)).Concat(query.JoinConditions)
            .SelectMany(TreeWalk.Queries))
        {
            Read(inner, query, commons);
        }

        queries.Add(query);
        return new LintBody([query]);
    }

    private void From(ParseNode item, LintQuery query, ImmutableDictionary<string, LintBody?> commons, bool isOptional)
    {
        var alias = item.Node("alias");
        var isRenamed = alias?.Has("colnames") == true;
        switch (item.Kind)
        {
            case "RangeVar":
                var name = item.Text("relname");
                var isCommon = commons.TryGetValue(name, out var common) && !item.Has("schemaname");
                query.Sources.Add(new LintSource(
                    item,
                    alias?.Text("aliasname") ?? name,
                    isCommon || isRenamed ? null : tables(item),
                    isCommon && !isRenamed ? common : null,
                    isOptional));
                break;
            case "RangeSubselect":
                var isLateral = item.Flag("lateral");
                var body = Read(item.Node("subquery")!, isLateral ? query : query.Outer, commons);
                var source = new LintSource(item, alias?.Text("aliasname") ?? "", null, isRenamed ? null : body, isOptional);
                Beside(query, isLateral ? [.. query.Sources] : [], source);
                query.Sources.Add(source);
                break;
            case "RangeTableSample":
                From(item.Node("relation")!, query, commons, isOptional);
                break;
            case "JoinExpr":
                Join(item, query, commons, isOptional);
                break;
            default:
                var computed = new LintSource(item, alias?.Text("aliasname") ?? "", null, null, isOptional);
                Beside(query, [.. query.Sources], computed);
                query.Sources.Add(computed);
                foreach (var inner in TreeWalk.Children(item).SelectMany(TreeWalk.Queries))
                {
                    Read(inner, query, commons);
                }

                break;
        }
    }

    private void Join(ParseNode join, LintQuery query, ImmutableDictionary<string, LintBody?> commons, bool isOptional)
    {
        var kind = join.Text("jointype");
        var first = query.Sources.Count;
        From(join.Node("larg")!, query, commons, isOptional || kind is "JOIN_RIGHT" or "JOIN_FULL");
        var second = query.Sources.Count;
        From(join.Node("rarg")!, query, commons, isOptional || kind is "JOIN_LEFT" or "JOIN_FULL");
        var left = query.Sources.GetRange(first, second - first);
        var right = query.Sources.GetRange(second, query.Sources.Count - second);
        if (join.Node("quals") is { } condition)
        {
            query.JoinConditions.Add(condition);
            query.Conditions.AddRange(TreeWalk.Conjuncts(condition));
            if (TreeWalk.All(condition).All(node => node.Kind != "ColumnRef"))
            {
                Beside(query, left, right[0]);
            }

            return;
        }

        var shared = join.Flag("isNatural")
            ? right.Where(source => source.Table is not null).SelectMany(source => source.Table!.Columns.Select(c => c.Info.Name))
                .Where(column => left.Exists(source => source.Has(column) == true)).Distinct()
            : join.Names("usingClause");
        var merged = 0;
        foreach (var column in shared)
        {
            var one = left.Find(source => source.Has(column) == true);
            var other = right.Find(source => source.Has(column) == true);
            if (one is not null && other is not null)
            {
                query.Merged.Add((new LintColumn(query, one, column), new LintColumn(query, other, column)));
                merged++;
            }
        }

        if (merged == 0 || left.Concat(right).Any(source => source.IsUnknown))
        {
            // CROSS JOIN is meant; what USING joins in unknown sources is not known.
            Beside(query, left, right[0]);
        }
    }

    private static void Beside(LintQuery query, IReadOnlyList<LintSource> left, LintSource right)
    {
        foreach (var source in left)
        {
            query.Meant.Add((source, right));
        }
    }
}
