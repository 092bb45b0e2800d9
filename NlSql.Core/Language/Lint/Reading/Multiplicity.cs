using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Keys;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>How many rows of a query's sources meet one row of others: at most one, several, or nobody knows; by keys, statistics and conditions.</summary>
internal sealed class Multiplicity(LintQuery query)
{
    private readonly Bindings bindings = new(query);
    private readonly Dictionary<string, bool?> ones = new(StringComparer.Ordinal);

    /// <summary>
    /// The sources of which one row of <paramref name="from"/> can meet several, with the columns that it meets them by; those of which that is not known are
    /// not among them. Columns that are <paramref name="known"/> have one value each.
    /// </summary>
    public IReadOnlyList<(LintSource Source, IReadOnlyList<string> By)> Several(IEnumerable<LintSource> from, IReadOnlyCollection<LintColumn> known)
    {
        var reached = from.ToHashSet();
        var isGrown = true;
        while (isGrown)
        {
            var told = Told(reached, known);
            var left = query.Sources.FindAll(source => !reached.Contains(source));
            var sure = left.FindAll(source => IsOne(source, Names(told, source)) == true);
            reached.UnionWith(sure);
            isGrown = sure.Count > 0;
            if (!isGrown)
            {
                // What is not known is given the benefit of the doubt, only after everything that is known.
                isGrown = left.Find(source => bindings.Ranged.Contains(source) || IsOne(source, Names(told, source)) is null) is { } doubtful
                    && reached.Add(doubtful);
            }
        }

        return [.. query.Sources.Where(source => !reached.Contains(source)).Select(source => (source, (IReadOnlyList<string>)[.. Joined(source, reached)]))];
    }

    /// <summary>One row at most is left of the source by conditions with constants and by columns that are known.</summary>
    public bool IsPinned(LintSource source, IReadOnlyCollection<LintColumn> known) => IsOne(source, Names(Told([], known), source)) == true;

    /// <summary>All that the source is joined by are columns that are known, so that each of their rows meets as many of it.</summary>
    public bool IsBoundBy(LintSource source, IReadOnlyCollection<LintColumn> known) =>
        Names(Told([], known), source) is { Count: > 0 } bound
            && bound.IsSupersetOf(Names(Told([.. query.Sources.Where(other => other != source)], known), source));

    /// <summary>Some row of it tells all others: rows of the query are rows of this source.</summary>
    public bool HasGrain(IReadOnlyCollection<LintColumn> known) => query.Sources.Exists(source => Several([source], known).Count == 0);

    private static bool? IsOne(LintSource source, IReadOnlySet<string> columns) =>
        source.Table is { } table ? IsOne(table, columns)
        : source.Body is { Parts: [var inner] } ? inner.Rows.IsOne(columns)
        : null;

    private static bool? IsOne(TableNode table, IReadOnlySet<string> columns)
    {
        // Of a thing one row is in force: its key without the first day.
        IReadOnlySet<string> told = table.History is { } history && (Holds(history.To) || Holds(history.Current) || Holds(history.From))
            ? columns.Union([history.From?.Info.Name, history.To?.Info.Name]).OfType<string>().ToHashSet(StringComparer.Ordinal)
            : columns;
        var nodes = table.Columns.Where(column => told.Contains(column.Info.Name)).ToList();
        if (table.Info.RowEstimate is 1
            || (table.Key.Count > 0 && table.Key.All(nodes.Contains))
            || table.Info.UniqueKeys.Any(key => key.All(told.Contains))
            || nodes.Exists(column => Uniqueness.Of(table, [column]).IsUnique == true))
        {
            return true;
        }

        var isKeyed = table.Info.PrimaryKey.Count > 0 || table.Info.UniqueKeys.Count > 0;
        return isKeyed || (nodes is [var only] && Uniqueness.Of(table, [only]).IsUnique == false) ? false : null;

        bool Holds(ColumnNode? column) => column is not null && columns.Contains(column.Info.Name);
    }

    /// <summary>Of the query's result at most one row has given values in these columns. Asked of the same sub-query again and again, told once.</summary>
    private bool? IsOne(IReadOnlySet<string> columns)
    {
        var key = string.Join('\0', columns.Order(StringComparer.Ordinal));
        if (!ones.TryGetValue(key, out var isOne))
        {
            isOne = LookFor(columns);
            ones[key] = isOne;
        }

        return isOne;
    }

    private bool? LookFor(IReadOnlySet<string> columns)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var groups = query.Groups;
        if (query.HasRowLimitOfOne || (query.IsGrouped && groups.Count == 0))
        {
            return true;
        }

        if (groups.Count > 0)
        {
            return groups.All(group => columns.Any(name => query.Output(name) is { } output && ParseTreeComparer.Same(output, group))) ? true
                : query.Node.List("groupClause").Any(item => item.Kind == "GroupingSet") ? null
                : false;
        }

        if (query.Node.List("distinctClause") is [{ Kind: ParseTreeReader.NullKind }])
        {
            var outputs = query.Node.List("targetList").Select(target => target.Text("name") is { Length: > 0 } name ? name : Last(target));
            if (outputs.All(columns.Contains))
            {
                return true;
            }
        }
        else if (query.Node.Has("distinctClause"))
        {
            return null;
        }

        if (query.Sources.Count == 0)
        {
            return true;
        }

        // What is computed may tell rows apart, as row_number() does.
        var known = columns.Select(query.Output).Select(output => output is null ? null : query.Find(output)).OfType<LintColumn>().ToList();
        return Several([], known).Count == 0 ? true
            : known.Count == columns.Count && !query.Node.Has("limitCount") ? false
            : null;
    }

    private static string Last(ParseNode target) => target.Node("val") is { Kind: "ColumnRef" } column ? column.Names("fields")[^1] : "";

    /// <summary>All columns that have one value each, where the rows of some sources are given.</summary>
    private HashSet<LintColumn> Told(HashSet<LintSource> reached, IReadOnlyCollection<LintColumn> known)
    {
        var told = known.ToHashSet();
        for (var count = -1; count != told.Count;)
        {
            count = told.Count;
            query.Steps.Take(bindings.All.Count);
            foreach (var (column, by) in bindings.All)
            {
                if (by.All(other => reached.Contains(other.Source) || told.Contains(other)))
                {
                    told.Add(column);
                }
            }
        }

        return told;
    }

    private HashSet<string> Names(HashSet<LintColumn> told, LintSource source)
    {
        query.Steps.Take(told.Count + 1);
        return told.Where(column => column.Source == source).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The columns of the source that are equal to some of <paramref name="reached"/>, be it through others.</summary>
    private IEnumerable<string> Joined(LintSource source, HashSet<LintSource> reached) => bindings.All
        .Where(binding => binding.Column.Source == source && binding.By.Count > 0 && binding.By.All(other => other.Source != source))
        .OrderByDescending(binding => binding.By.All(other => reached.Contains(other.Source)))
        .Select(binding => binding.Column.Name)
        .Distinct();
}
