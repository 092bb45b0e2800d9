using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Turns.Pipeline.Waterfalls;

/// <param name="Step">What is shown.</param>
/// <param name="Count">The statement that counts its rows; it goes through the guard like any other.</param>
internal sealed record PlannedStep(WaterfallStep Step, string Count);

/// <summary>
/// The steps of a statement with the statements that count them. Sub-queries in FROM and WITH are one step each. Where FROM lists tables with commas the
/// conditions of WHERE that bring them together are taken with the table they bring in, so that no step counts pairs that the statement never makes.
/// </summary>
internal sealed class WaterfallPlan
{
    /// <summary>More are not counted one by one.</summary>
    private const int MostSteps = 40;

    private static readonly ParseNode Counting = Ours("SELECT count(*)");
    private static readonly ParseNode Around = Ours("SELECT count(*) FROM (SELECT 1) AS counted");
    private static readonly ParseNode Both = Ours("SELECT 1 WHERE a AND b").Node("whereClause")!;
    private static readonly ParseNode Left = Ours("SELECT FROM l").List("fromClause")[0];

    private readonly ParseNode select;
    private readonly StatementReading reading;
    private readonly List<PlannedStep> steps = [];

    private WaterfallPlan(ParseNode select, StatementReading reading)
    {
        this.select = select;
        this.reading = reading;
    }

    /// <summary>Empty for a statement that reads nothing.</summary>
    public static IReadOnlyList<PlannedStep> Of(ParseNode select, StatementReading reading)
    {
        var plan = new WaterfallPlan(select, reading);
        if (select.Has("larg"))
        {
            plan.Branches(select);
        }
        else if (reading.QueryOf(select) is { Sources.Count: > 0 } query)
        {
            plan.Sources(query);
            plan.Outcome(query);
        }

        // The last says what comes in the end, whatever is left out between.
        return plan.steps.Count <= MostSteps ? plan.steps : [.. plan.steps.Take(MostSteps - 1), plan.steps[^1]];
    }

    private void Branches(ParseNode operation)
    {
        foreach (var side in Sides(operation))
        {
            // Around the side, which may have a WITH of its own with the same names.
            Add(WaterfallStepKind.Branch, Label(side), Wrapped(Unsorted(side)).With("withClause", select["withClause"]));
        }

        Add(WaterfallStepKind.Result, Names(operation), Wrapped(operation));

        IEnumerable<ParseNode> Sides(ParseNode node) => node.Node("larg") is { } left && node.Node("rarg") is { } right && (node == select || !IsOne(node))
            ? Sides(left).Concat(Sides(right))
            : [node];

        // Cut as a whole, or with names of its own: its sides by themselves would be others.
        static bool IsOne(ParseNode node) => node.Has("limitCount") || node.Has("limitOffset") || node.Has("withClause");

        string Label(ParseNode side) => side.Node("larg") is { } left && side.Node("rarg") is { } right ? $"{Label(left)} {Names(side)} {Label(right)}"
            : side.List("fromClause") is { Count: > 0 } items ? $"SELECT … FROM {NodeText.Sources(items, reading.Steps)}"
            : "SELECT …";

        static string Names(ParseNode node) => node.Text("op")["SETOP_".Length..] + (node.Flag("all") ? " ALL" : "");
    }

    private void Sources(LintQuery query)
    {
        var items = select.List("fromClause");
        var open = query.Node.Node("whereClause") is { } where ? TreeWalk.Conjuncts(where).ToList() : [];
        List<ParseNode> taken = [];
        for (var i = 0; i < items.Count; i++)
        {
            var before = items.Take(i).ToArray();
            var joining = i == 0 ? [] : open.FindAll(condition => IsJoin(condition, query, [.. before, items[i]]));
            open.RemoveAll(joining.Contains);
            foreach (var (kind, label, item) in Parts(items[i], isFirst: i == 0))
            {
                taken.AddRange(ReferenceEquals(item, items[i]) ? joining : []);
                var met = ReferenceEquals(item, items[i]) && joining.Count > 0 ? $" ON {string.Join(" AND ", joining.Select(Text))}" : "";
                var early = ReferenceEquals(item, items[i]) ? [] : joining.FindAll(condition => IsJoin(condition, query, [.. before, item]));
                Add(kind, label + met, Counted([.. before, item], [.. taken, .. early]));
            }
        }

        foreach (var condition in open)
        {
            taken.Add(condition);
            Add(WaterfallStepKind.Filter, $"WHERE {Text(condition)}", Counted(items, taken));
        }
    }

    private void Outcome(LintQuery query)
    {
        var bare = Bare(select).With("distinctClause", null);
        if (query.IsGrouped)
        {
            var groups = string.Join(", ", query.Groups.Select(Text));
            Add(WaterfallStepKind.Group, groups.Length > 0 ? $"GROUP BY {groups}" : "one row of figures", Wrapped(bare.With("havingClause", null)));
        }

        if (select.Node("havingClause") is { } having)
        {
            Add(WaterfallStepKind.Having, $"HAVING {Text(having)}", Wrapped(bare));
        }

        if (select.Has("distinctClause") || select.Has("limitCount") || select.Has("limitOffset"))
        {
            string?[] parts =
            [
                select.Has("distinctClause") ? "DISTINCT" : null,
                select.Node("limitCount") is { } limit ? $"LIMIT {Text(limit)}" : null,
                select.Node("limitOffset") is { } offset ? $"OFFSET {Text(offset)}" : null,
            ];
            Add(WaterfallStepKind.Result, string.Join(", ", parts.OfType<string>()), Wrapped(select));
        }
    }

    /// <summary>An item of FROM as it grows: its first table, then each join with the one on its right.</summary>
    private List<(WaterfallStepKind Kind, string Label, ParseNode Item)> Parts(ParseNode item, bool isFirst)
    {
        if (item.Kind != "JoinExpr" || item.Has("alias") || item.Node("larg") is not { } left)
        {
            var shown = NodeText.Sources([item], reading.Steps);
            return isFirst ? [(WaterfallStepKind.Table, shown, item)] : [(WaterfallStepKind.Join, $"JOIN {shown}", item)];
        }

        var label = NodeText.Sources([item.With("larg", Left)], reading.Steps)[1..].TrimStart();
        return [.. Parts(left, isFirst), (WaterfallStepKind.Join, label, item)];
    }

    /// <summary>It is about the tables at hand, two of them at least.</summary>
    private bool IsJoin(ParseNode condition, LintQuery query, IReadOnlyList<ParseNode> items)
    {
        if (TreeWalk.All(condition).Any(node => node.Kind == "ColumnRef" && query.Find(node) is null && !HasQuery(condition)))
        {
            return false;
        }

        var nodes = items.SelectMany(TreeWalk.Within).ToHashSet();
        var sources = reading.Reached(condition, query).Where(column => column.Query == query).Select(column => column.Source).Distinct().ToList();
        return sources.Count > 1 && !HasQuery(condition) && sources.TrueForAll(source => nodes.Contains(source.Node));
    }

    private string Text(ParseNode expression) => NodeText.Of(expression, reading.Steps);

    private static bool HasQuery(ParseNode condition) => TreeWalk.Queries(condition).Any();

    private ParseNode Counted(IReadOnlyList<ParseNode> items, IReadOnlyList<ParseNode> conditions) => Counting
        .With("withClause", select["withClause"])
        .With("fromClause", items.ToArray())
        .With("whereClause", conditions.Count switch { 0 => null, 1 => conditions[0], _ => Both.With("args", conditions.ToArray()) });

    /// <summary>The order decides what LIMIT leaves, so that it goes only where there is none.</summary>
    private static ParseNode Unsorted(ParseNode query) => query.Has("limitCount") || query.Has("limitOffset") ? query : query.With("sortClause", null);

    /// <summary>Before LIMIT, and without what no count depends on.</summary>
    private static ParseNode Bare(ParseNode query) => query
        .With("sortClause", null)
        .With("limitCount", null)
        .With("limitOffset", null)
        .With("limitOption", Counting["limitOption"]);

    private static ParseNode Wrapped(ParseNode query)
    {
        var source = Around.List("fromClause")[0].With("subquery", query);
        return Around.With("fromClause", new[] { source });
    }

    private void Add(WaterfallStepKind kind, string label, ParseNode count)
    {
        if (SqlFormatter.Print(count) is { } text)
        {
            steps.Add(new PlannedStep(new WaterfallStep(kind, label), text));
        }
    }

    private static ParseNode Ours(string sql) => StatementReader.ReadOne(sql) ?? throw new InvalidOperationException("A statement of our own does not parse.");
}
