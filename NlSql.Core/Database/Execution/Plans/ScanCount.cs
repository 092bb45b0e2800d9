namespace NlSql.Core.Database.Execution.Plans;

/// <summary>
/// Counts the rows that a plan's scans read, which EXPLAIN does not say: its rows are those that leave a scan, after the filter, for one
/// run of it by one process. Here they are of all runs and all processes, before the filter, and no more than a LIMIT above asks for.
/// </summary>
internal sealed class ScanCount
{
    /// <summary>The planner's own assumption of how often the second part of WITH RECURSIVE runs.</summary>
    private const int Recursions = 10;

    /// <summary>Nodes that read all of their input before they give a row.</summary>
    private static readonly HashSet<string> Blocking = new(StringComparer.Ordinal) { "Sort", "Hash", "WindowAgg", "Recursive Union" };

    private readonly PlannedRelations relations;
    private readonly List<PlannedScan> scans = [];

    private ScanCount(PlannedRelations relations) => this.relations = relations;

    /// <summary>One scan for each relation, in the plan's order.</summary>
    public static IReadOnlyList<PlannedScan> Of(PlanNode plan, PlannedRelations relations)
    {
        var count = new ScanCount(relations);
        count.Visit(plan, new Runs(1, 1, 0));
        return [.. count.scans.GroupBy(scan => scan.Relation, StringComparer.Ordinal)
            .Select(same => new PlannedScan(same.Key, same.Sum(scan => scan.Rows)) { IsGuess = same.Any(scan => scan.IsGuess) })];
    }

    private void Visit(PlanNode node, Runs runs)
    {
        var own = runs.For(node);
        if (node.Relation is { } relation)
        {
            var (rows, isGuess) = Read(node, own);
            scans.Add(new PlannedScan(relation.ToString(), rows * own.Times * own.Part) { IsGuess = isGuess || own.IsGuess });
        }

        foreach (var child in node.Children)
        {
            Visit(child, child.Relationship switch
            {
                "InitPlan" => new Runs(1, 1, 0),
                "SubPlan" => OfSubplan(node, child, own),
                _ => Below(node, child, own),
            });
        }
    }

    /// <summary>Rows that one run of a scan reads, all processes together.</summary>
    private (double Rows, bool IsGuess) Read(PlanNode scan, Runs runs)
    {
        var passed = scan.Rows * runs.Shares;
        if (scan.Type == "Bitmap Heap Scan" && scan.Child("Outer") is { } bitmap)
        {
            var (found, isGuess) = Found(bitmap);
            return (Math.Max(passed, found), isGuess);
        }

        if (scan.Type is "Foreign Scan" or "Custom Scan")
        {
            return (passed, true);
        }

        if (scan.Filter is null)
        {
            return (passed, false);
        }

        if (scan.HasIndexCondition)
        {
            // What an index finds before the filter is not in the plan, but in its cost.
            var index = scan.Index is { } name ? relations.Indexes.GetValueOrDefault(name) : null;
            return (index?.Found(scan.TotalCost - scan.StartupCost, Math.Max(1, runs.Times), scan.Type == "Index Only Scan", passed) ?? passed, true);
        }

        var isWhole = scan.Type is "Seq Scan" or "Index Scan" or "Index Only Scan";
        return isWhole && relations.Sizes.TryGetValue(scan.Relation!, out var size) ? (Math.Max(passed, size.Rows), size.IsGuess) : (passed, true);
    }

    /// <summary>Rows that a bitmap has; the plan says it of each index only.</summary>
    private static (double Rows, bool IsGuess) Found(PlanNode bitmap) => bitmap.Type switch
    {
        "BitmapOr" => (bitmap.Children.Sum(part => Found(part).Rows), bitmap.Children.Any(part => Found(part).IsGuess)),
        "BitmapAnd" => (bitmap.Children.Min(part => Found(part).Rows), true),
        _ => (bitmap.Rows, false),
    };

    private static Runs Below(PlanNode node, PlanNode child, Runs runs)
    {
        var isBlocking = Blocking.Contains(node.Type) || (node.Type is "Aggregate" or "SetOp" && node.Strategy != "Sorted");
        var all = isBlocking ? runs with { Part = 1 } : runs;
        return (node.Type, child.Relationship) switch
        {
            ("Limit", _) => runs with { Part = runs.Part * Math.Min(1, child.Rows > 0 ? node.Rows / child.Rows : 1) },
            ("Gather" or "Gather Merge", _) => runs with { Workers = node.IsSingleCopy ? 0 : node.Workers },
            ("Nested Loop", "Inner") => InnerOf(node, child, runs),
            ("Hash Join" or "Merge Join", "Inner") => runs with { Part = 1 },
            ("Recursive Union", "Inner") => all with { Times = all.Times * Recursions },
            ("Append", "Member") when node.IsParallelAware && !Runs.IsShared(child) => all with { Workers = 0 },
            _ => all,
        };
    }

    /// <summary>Once for each row of the other side; once in all where the rows are kept.</summary>
    private static Runs InnerOf(PlanNode join, PlanNode inner, Runs runs)
    {
        if (inner.Type == "Materialize")
        {
            return runs with { Part = 1, Times = runs.Times * (runs.Workers + 1), Workers = 0 };
        }

        var outer = join.Child("Outer");
        var rows = outer is null ? 1 : runs.For(outer).Total(outer);
        return new Runs(Math.Max(1, rows * runs.Part), 1, 0) { IsGuess = runs.IsGuess || inner.Type == "Memoize" };
    }

    /// <summary>A subquery that was not made a join runs for each row that is tested by it or shown with it; a hashed one once.</summary>
    private Runs OfSubplan(PlanNode node, PlanNode subplan, Runs runs)
    {
        var name = subplan.SubplanName ?? string.Empty;
        var isTest = Names(node.Filter, name);
        var text = isTest ? node.Filter! : node.Expressions;
        if (Names(text, $"hashed {name}"))
        {
            return new Runs(1, 1, 0);
        }

        var rows = isTest && node.Relation is not null ? Read(node, runs).Rows * runs.Times : runs.Total(node);
        var part = Names(text, $"EXISTS({name}") ? 1 / Math.Max(1, subplan.Rows) : 1;
        return new Runs(Math.Max(1, rows * runs.Part), part, 0) { IsGuess = runs.IsGuess };
    }

    private static bool Names(string? text, string name)
    {
        var at = text?.IndexOf(name, StringComparison.Ordinal) ?? -1;
        return at >= 0 && (at + name.Length == text!.Length || !char.IsAsciiDigit(text[at + name.Length]));
    }

    /// <summary>How a node is run.</summary>
    /// <param name="Times">Runs of it; all processes of a parallel plan together make one where they share its rows.</param>
    /// <param name="Part">Of its rows, the part that is asked for: 1 unless there is a LIMIT.</param>
    /// <param name="Workers">Workers that share its rows, besides the leader.</param>
    private readonly record struct Runs(double Times, double Part, int Workers)
    {
        public bool IsGuess { get; init; }

        /// <summary>Planner's number of shares that the rows of a run are divided into: the leader has less time the more workers there are.</summary>
        public double Shares => Workers == 0 ? 1 : Workers + Math.Max(0, 1 - (0.3 * Workers));

        /// <summary>True when the processes share the node's rows: it hands out pages itself, or what it reads does.</summary>
        public static bool IsShared(PlanNode node) =>
            node.IsParallelAware || node.Children.Any(child => child.Relationship is "Outer" or "Member" or "Subquery" && IsShared(child));

        /// <summary>What is not shared is done by every process.</summary>
        public Runs For(PlanNode node) => Workers == 0 || IsShared(node) ? this : this with { Times = Times * (Workers + 1), Workers = 0 };

        /// <summary>Rows that leave the node in all its runs.</summary>
        public double Total(PlanNode node) => node.Rows * Shares * Times;
    }
}
