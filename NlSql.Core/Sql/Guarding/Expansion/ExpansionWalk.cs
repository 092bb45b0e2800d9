using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>
/// Measures what PostgreSQL's planner makes of a statement before PostgreSQL sees it. Its planner looks at no timeout while it puts the expressions of
/// sub-queries, WITH queries and views in the place of their names and computes what is constant: a few hundred bytes can cost it gigabytes. Every bound here
/// is an upper one, so that what is refused might have been harmless and what passes is.
/// </summary>
internal sealed partial class ExpansionWalk
{
    /// <summary>Nodes beyond those that stand in the text: PostgreSQL needs about 250 MB and 3 s for 130,000.</summary>
    private const double MostCopies = 50_000;

    /// <summary>Nodes that the texts of views may come to, those of views in them included.</summary>
    private const double MostInViews = 200_000;

    /// <summary>What a table or a query to read from weighs, in nodes.</summary>
    private const double SourceWeight = 25;

    /// <summary>Columns that PostgreSQL takes in one SELECT.</summary>
    internal const int MostColumns = 1_664;

    /// <summary>Columns of a join with a name of its own that are told apart.</summary>
    internal const int MostJoined = 4 * MostColumns;

    /// <summary>Characters or digits of one value that is computed while planning.</summary>
    private const double LargestConstant = 10_000;

    /// <summary>Steps for all constants together, about 0.1 s.</summary>
    private const double MostWork = 100_000_000;

    private readonly GuardScope scope;
    private readonly IReadOnlyDictionary<ParseNode, RelationName> relations;
    private readonly IReadOnlyDictionary<ParseNode, int> references;
    private readonly SourceNames names;
    private readonly HashSet<RelationName> views = [];
    private double written;
    private double inViews;
    private double literals;

    /// <summary>How often <c>**</c> stood in the texts so far.</summary>
    private int stars;

    /// <summary>How often <c>$</c> stood in texts that can be JSON paths with a filter.</summary>
    private int roots;

    private Violation? found;

    /// <param name="scope">Knows columns and views.</param>
    /// <param name="relations">The relation that each name in FROM stands for.</param>
    /// <param name="references">How often each WITH query is read.</param>
    /// <param name="names">Told of everything in FROM.</param>
    public ExpansionWalk(
        GuardScope scope,
        IReadOnlyDictionary<ParseNode, RelationName> relations,
        IReadOnlyDictionary<ParseNode, int> references,
        SourceNames names)
    {
        this.scope = scope;
        this.relations = relations;
        this.references = references;
        this.names = names;
    }

    public Violation? Check(ParseNode statement)
    {
        var query = Measure(statement, null, CommonQueries.None);
        if (found is not null)
        {
            return found;
        }

        if (query.Total.Work > MostWork)
        {
            return new(
                GuardRules.FunctionTooLarge,
                "The constants of the statement take PostgreSQL too long to compute before it runs; write fewer or smaller ones.",
                statement);
        }

        if (query.Total.Nodes - written - inViews > MostCopies)
        {
            return new(
                GuardRules.ExpansionTooLarge,
                FormattableString.Invariant($"PostgreSQL would make more than {MostCopies:N0} further expressions of this statement ")
                    + "by putting those of sub-queries in the place of their names; "
                    + "name a computed column less often, or make its query a WITH ... AS MATERIALIZED.",
                statement);
        }

        if (query.Total.Equalities > MostEqualities)
        {
            return new(
                GuardRules.TooDeep,
                FormattableString.Invariant($"The statement says more than {MostEqualities:N0} times that one is equal to another, ")
                    + "once for each column of NATURAL JOIN, USING and rows; split it.",
                statement);
        }

        kilobytes += Choose(query.Total.Choices);
        if (Copies(statement) is { } copies)
        {
            return copies;
        }

        if (inViews > MostInViews)
        {
            return new(GuardRules.ExpansionTooLarge, "The views that the statement reads come to too large a query; read fewer of them at once.", statement);
        }

        return null;
    }

    private Query Measure(ParseNode select, Level? outer, CommonQueries queries)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (select.Kind != "SelectStmt")
        {
            return Query.Unknown;
        }

        written += SourceWeight;
        var total = Extent.None with { Nodes = SourceWeight };
        var common = new List<(ParseNode Cte, CommonQuery Query)>();
        if (select.Node("withClause") is { } with)
        {
            queries = Common(with, outer, queries, common);
        }

        var level = new Level(outer, queries);
        IReadOnlyList<SourceColumn>? columns;
        var parts = 0.0;
        var scans = 0.0;
        var shown = Extent.None;
        if (select.Node("larg") is { } left && select.Node("rarg") is { } right)
        {
            var (one, other) = (Measure(left, outer, queries), Measure(right, outer, queries));
            total += (one.Total + other.Total) with { Choices = Math.Max(one.Total.Choices, other.Total.Choices) };
            scans = one.Scans + other.Scans;
            level.ShutParts = one.ShutParts + other.ShutParts;
            columns = Both(one.Columns, other.Columns);
            parts = Math.Max(1, one.Parts) + Math.Max(1, other.Parts);
        }
        else
        {
            foreach (var item in select.List("fromClause"))
            {
                total += From(item, level);
            }

            columns = select.Has("valuesLists") ? Values(select.List("valuesLists"), level, ref shown) : Targets(select.List("targetList"), level, ref shown);
            total += shown with { Choices = 0 };
        }

        foreach (ref readonly var field in select.Fields)
        {
            if (field.Name is not ("withClause" or "larg" or "rarg" or "fromClause" or "targetList" or "valuesLists"))
            {
                var part = Any(field.Value, level);
                if (field.Name is "whereClause" or "havingClause")
                {
                    level.Choices += part.Choices;
                    level.Pairings += part.Pairings;
                    level.Conditions += field.Name == "whereClause" ? part.Bulk : 0;
                }

                total += field.Name is "whereClause" or "havingClause" ? part : part with { Choices = 0 };
                shown = field.Name == "whereClause" ? shown : shown + part;
            }
        }

        level.IsAggregated |= select.Has("groupClause") || select.Has("havingClause");
        Copy(level, shown.Bulk, columns?.Count ?? 0);
        WriteOut(level, shown, GroupingSets.Count(select.List("groupClause")), columns?.Count ?? 0, Steps(select));
        Order(select, columns?.Count ?? 0);

        // One that is put in the place of its name has been counted there.
        foreach (var (cte, query) in common)
        {
            total += query.IsCopied && references.GetValueOrDefault(cte) > 0 ? Extent.None : query.Value.Total;
        }

        if (columns is { Count: > MostColumns })
        {
            found ??= new(GuardRules.ExpansionTooLarge, FormattableString.Invariant($"A query gives more than {MostColumns} columns."), select);
            columns = [];
        }

        var whole = new Query(columns, total)
        {
            Parts = parts + level.Parts,
            ShutParts = level.ShutParts,
            Scans = scans + level.Scans,
            Pairings = level.Pairings,
        };
        var isShut = level.IsAggregated || level.Windows > 0 || select.Has("distinctClause") || (select.Has("sortClause") && !select.Has("larg"));
        return select.Has("limitCount") || select.Has("limitOffset") ? whole.Apart() : isShut ? whole.Shut() : whole;
    }

    private static int Steps(ParseNode select) =>
        (select.Has("sortClause") ? 1 : 0) + (select.Has("distinctClause") ? 1 : 0) + (select.Has("limitCount") || select.Has("limitOffset") ? 1 : 0);

    private static List<SourceColumn>? Both(IReadOnlyList<SourceColumn>? left, IReadOnlyList<SourceColumn>? right) => left is null
        ? null
        : [.. left.Select((column, place) =>
            column with { Extent = right is not null && place < right.Count ? Either(column.Extent, right[place].Extent) : column.Extent })];

    /// <summary>Each branch of a UNION gets a copy of the expression around it.</summary>
    private static Extent Either(Extent left, Extent right) =>
        Extent.Larger(left, right) with { Nodes = left.Nodes + right.Nodes, Work = left.Work + right.Work };

    private static List<SourceColumn> Renamed(IReadOnlyList<SourceColumn> columns, string[] names) =>
        [.. columns.Select((column, place) => place < names.Length ? column with { Name = names[place] } : column)];

    private List<SourceColumn> Values(IReadOnlyList<ParseNode> rows, Level level, ref Extent total)
    {
        var columns = new List<SourceColumn>();
        foreach (var row in rows)
        {
            var items = row.List("items");
            for (var i = 0; i < items.Count; i++)
            {
                var value = Expression(items[i], level);
                total += value;
                if (i == columns.Count)
                {
                    columns.Add(new SourceColumn(FormattableString.Invariant($"column{i + 1}"), value.AsColumn()));
                }
                else
                {
                    columns[i] = columns[i] with { Extent = Extent.Larger(columns[i].Extent, value.AsColumn()) };
                }
            }
        }

        return columns;
    }

    private List<SourceColumn>? Targets(IReadOnlyList<ParseNode> targets, Level level, ref Extent total)
    {
        var columns = new List<SourceColumn>();
        var isKnown = true;
        foreach (var target in targets)
        {
            var value = target.Node("val");
            if (value?.List("fields") is [.., { Kind: "A_Star" }] fields)
            {
                var starred = fields.Count > 1 ? level.Sources.Where(source => source.Alias == fields[^2].Text("sval")) : level.Sources;
                foreach (var source in starred)
                {
                    isKnown &= source.Columns is not null && !source.IsValue;
                    columns.AddRange(source.Columns ?? []);
                    level.References += source.Columns?.Count ?? 1;
                    level.Carry($"{source.Alias}.*", source.Row());
                    total += source.Row();
                }

                // A level around this one can be meant.
                isKnown &= fields.Count == 1 || level.Sources.Exists(source => source.Alias == fields[^2].Text("sval"));
                if (columns.Count > MostColumns)
                {
                    return columns;
                }

                continue;
            }

            var extent = value is null ? Extent.None : Expression(value, level);
            total += extent;
            columns.Add(new SourceColumn(ColumnNames.Of(target), extent.AsColumn()));
            isKnown &= value?.List("indirection") is not [.., { Kind: "A_Star" }];
        }

        return isKnown ? columns : null;
    }
}
