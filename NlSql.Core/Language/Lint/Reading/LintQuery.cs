using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>One SELECT with FROM, without set operations, and what its names stand for by PostgreSQL's scoping.</summary>
internal sealed class LintQuery(ParseNode node, LintQuery? outer, LookSteps steps)
{
    private static readonly string[] Clauses = ["targetList", "whereClause", "groupClause", "havingClause", "sortClause", "distinctClause", "windowClause"];

    private readonly Dictionary<string, ParseNode?> outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> wholes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> sortables = new(StringComparer.Ordinal);
    private IReadOnlyList<ParseNode>? own;
    private IReadOnlyList<ParseNode>? groups;
    private Multiplicity? rows;

    public ParseNode Node => node;

    public LintQuery? Outer => outer;

    public LookSteps Steps => steps;

    /// <summary>In the order of FROM.</summary>
    public List<LintSource> Sources { get; } = [];

    /// <summary>What WHERE and the joins ask for, each part that AND joins for itself.</summary>
    public List<ParseNode> Conditions { get; } = [];

    /// <summary>Pairs of columns that USING and NATURAL make equal.</summary>
    public List<(LintColumn Left, LintColumn Right)> Merged { get; } = [];

    /// <summary>Sources that stand beside each other because the statement says so: CROSS JOIN, ON TRUE, LATERAL.</summary>
    public List<(LintSource Left, LintSource Right)> Meant { get; } = [];

    /// <summary>The conditions of its joins as they stand.</summary>
    public List<ParseNode> JoinConditions { get; } = [];

    /// <summary>Every node of its clauses and join conditions, none of a query within.</summary>
    public IReadOnlyList<ParseNode> Own => own ??= [.. Clauses.SelectMany(Held).Concat(JoinConditions).SelectMany(TreeWalk.Within)];

    /// <summary>What it groups by, places and names of the result replaced by what they stand for.</summary>
    public IReadOnlyList<ParseNode> Groups => groups ??= [.. node.List("groupClause").SelectMany(Group)];

    /// <summary>How many rows of its sources meet each other; asked when all of it is read.</summary>
    public Multiplicity Rows => rows ??= new Multiplicity(this);

    public bool IsGrouped => node.Has("groupClause") || node.Has("havingClause") || Selected.Any(CallKinds.IsAggregate);

    /// <summary>Grouped, or calling what may be an aggregate: its rows may not be those of its sources.</summary>
    public bool MayBeGrouped => IsGrouped || Selected.Any(CallKinds.IsUnknown);

    public bool HasRowLimitOfOne => node.Node("limitCount") is { Kind: "A_Const" } count && count.Node("ival") is { } one && one.Number("ival") == 1;

    private IEnumerable<ParseNode> Selected => node.List("targetList").SelectMany(TreeWalk.Within);

    /// <summary>The column that a reference means; null where it is none or cannot be told.</summary>
    public LintColumn? Find(ParseNode reference)
    {
        steps.Take(1);
        if (reference.Kind != "ColumnRef" || reference.List("fields") is not [.., { Kind: "String" } last] fields)
        {
            return null;
        }

        var name = last.Text("sval");
        var qualifier = fields.Count > 1 ? fields[^2].Text("sval") : null;
        for (var here = this; here is not null; here = here.Outer)
        {
            steps.Take(here.Sources.Count);
            var candidates = here.Sources.FindAll(source => qualifier is null || source.Alias == qualifier);
            if (candidates.Find(source => source.Has(name) == true) is { } found)
            {
                return new LintColumn(here, found, name);
            }

            if (candidates.Exists(source => source.Has(name) is null))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Of the columns that <paramref name="expression"/> names, those of this query's own FROM; null when one cannot be told.</summary>
    public IReadOnlyList<LintColumn>? Columns(ParseNode expression)
    {
        List<LintColumn> columns = [];
        foreach (var reference in TreeWalk.Within(expression).Where(part => part.Kind == "ColumnRef"))
        {
            if (Find(reference) is not { } column)
            {
                return null;
            }

            if (ReferenceEquals(column.Query, this))
            {
                columns.Add(column);
            }
        }

        return columns;
    }

    /// <summary>What a column of the result is computed by; null where a star hands it on, or where there is none.</summary>
    public ParseNode? Output(string name)
    {
        if (!outputs.TryGetValue(name, out var output))
        {
            output = Look(name);
            outputs[name] = output;
        }

        return output;
    }

    /// <summary>Null where a star stands for columns that are not known.</summary>
    public bool? HasOutput(string name) => Output(name) is not null ? true
        : node.List("targetList").Any(target => target.Node("val") is { Kind: "ColumnRef" } star && star.List("fields") is [.., { Kind: "A_Star" }])
            && Sources.Exists(source => source.IsUnknown) ? null : false;

    /// <summary>A column of the result is computed in whole numbers.</summary>
    public bool IsWhole(string name) => Told(wholes, name, NumberTypes.IsWhole);

    /// <summary>A column of the result can be sorted by.</summary>
    public bool IsSortable(string name) => Told(sortables, name, SortableTypes.IsSortable);

    /// <summary>What is computed by one name twice is looked at once, or each query of a chain would double the work.</summary>
    private bool Told(Dictionary<string, bool> known, string name, Func<ParseNode, LintQuery, bool> look)
    {
        if (!known.TryGetValue(name, out var isSo))
        {
            isSo = Output(name) is { } computed && look(computed, this);
            known[name] = isSo;
        }

        return isSo;
    }

    private ParseNode? Look(string name)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        steps.Take(node.List("targetList").Count);
        foreach (var target in node.List("targetList"))
        {
            if (target.Node("val") is { Kind: "ColumnRef" } star && star.List("fields") is [.., { Kind: "A_Star" }] fields)
            {
                var qualifier = fields.Count > 1 ? fields[^2].Text("sval") : null;
                if (Sources.Find(source => (qualifier is null || source.Alias == qualifier) && source.Has(name) == true) is { } holder)
                {
                    return Generation.Healing.TreeParts.Column(holder.Alias, name);
                }
            }
            else if (ColumnNames.Of(target) == name)
            {
                return target.Node("val");
            }
        }

        return null;
    }

    private IEnumerable<ParseNode> Held(string clause) => node[clause] switch
    {
        ParseNode one => [one],
        ParseNode[] list => list,
        _ => [],
    };

    private IEnumerable<ParseNode> Group(ParseNode item)
    {
        if (item.Kind == "GroupingSet")
        {
            return item.List("content").SelectMany(Group);
        }

        if (item.Kind == "A_Const" && item.Node("ival") is { } place)
        {
            var target = node.List("targetList").ElementAtOrDefault((int)place.Number("ival") - 1)?.Node("val");
            return target is null ? [] : [target];
        }

        // A column of FROM wins over one of the result.
        var isName = item.Kind == "ColumnRef" && item.List("fields").Count == 1 && Find(item) is null;
        return [isName ? Output(item.Names("fields")[0]) ?? item : item];
    }
}
