namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>Something in FROM, by the name its columns go by.</summary>
/// <param name="Alias">Empty when it has no name.</param>
/// <param name="Columns">Null when its columns are not known; then each of them is at most <paramref name="Any"/>.</param>
/// <param name="Any">A column that is not among those known.</param>
internal sealed record Source(string Alias, IReadOnlyList<SourceColumn>? Columns, Extent Any)
{
    private Dictionary<string, Extent>? byName;
    private Extent? row;

    /// <summary>True when it can be a single value of whatever type, whose field notation is a call.</summary>
    public bool IsValue { get; init; }

    /// <summary>True when it goes by a name that is not known here.</summary>
    public bool IsNameless { get; init; }

    public bool TryGet(string column, out Extent extent)
    {
        if (Columns is null)
        {
            extent = Any;
            return false;
        }

        if (byName is null)
        {
            byName = new Dictionary<string, Extent>(StringComparer.Ordinal);
            foreach (var known in Columns)
            {
                byName[known.Name] = byName.TryGetValue(known.Name, out var same) ? same + known.Extent : known.Extent;
            }
        }

        return byName.TryGetValue(column, out extent);
    }

    /// <summary>All columns together, as a whole row holds them: each can be taken out of it again.</summary>
    public Extent Row() =>
        row ??= Columns is null ? Any : Columns.Aggregate(Extent.None with { Size = Extent.Data }, (sum, column) => sum.Or(column.Extent));

    /// <summary>The same with the names of an alias's list for its first columns.</summary>
    public Source Renamed(string alias, string[] names) => this with
    {
        Alias = alias,
        Columns = Columns is null || names.Length == 0
            ? Columns
            : [.. Columns.Select((column, place) => place < names.Length ? column with { Name = names[place] } : column)],
        byName = null,
        row = null,
    };
}

/// <param name="Name">As PostgreSQL names it.</param>
/// <param name="Extent">What the planner puts in its place.</param>
internal readonly record struct SourceColumn(string Name, Extent Extent);

/// <summary>What the names of one SELECT can mean, and those of the ones around it.</summary>
internal sealed class Level(Level? outer, CommonQueries queries)
{
    /// <summary>The next one out that reads from anything: hundreds that do not can lie between.</summary>
    public Level? Outer { get; } = outer is { Sources.Count: 0 } ? outer.Outer : outer;

    public CommonQueries Queries { get; } = queries;

    public List<Source> Sources { get; } = [];

    /// <summary>The first that goes by a name; null when none does.</summary>
    public Source? Named(string alias)
    {
        foreach (var source in Sources)
        {
            if (string.Equals(source.Alias, alias, StringComparison.Ordinal))
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>
    /// FULL JOINs by shared names: a column that both sides have stands for an expression of both there, and that of the next for one of these.
    /// </summary>
    public int Merged { get; set; }

    /// <summary>See <see cref="Query.Parts"/>.</summary>
    public double Parts { get; set; }

    /// <inheritdoc cref="Query.ShutParts"/>
    public double ShutParts { get; set; }

    /// <summary>Those of them that are partitions of tables which stand here.</summary>
    public double Partitions { get; set; }

    /// <summary>Kilobytes of one copy of its conditions.</summary>
    public double Conditions { get; set; }

    /// <summary>How often it names a column.</summary>
    public int References { get; set; }

    /// <summary>What it reads from, all that is in its sub-queries among it: about as many joins.</summary>
    public double Scans { get; set; }

    /// <summary>What its joins go by, those of its sub-queries among them.</summary>
    public double Pairings { get; set; }

    /// <summary>ORs in its conditions.</summary>
    public double Choices { get; set; }

    /// <summary>Computed columns of what it reads from that it names, each once: joins can carry them up.</summary>
    public Extent Carried { get; private set; } = Extent.None;

    /// <summary>Names of windows that it uses, and the number of those without one.</summary>
    public HashSet<string> NamedWindows { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="NamedWindows"/>
    public int OwnWindows { get; set; }

    private readonly HashSet<string> carried = new(StringComparer.Ordinal);

    /// <param name="name">With that of what it is read from where that is written.</param>
    public void Carry(string name, Extent column)
    {
        if (column.Nodes > 1 && carried.Add(name))
        {
            Carried += column;
        }
    }

    /// <summary>Window functions in it.</summary>
    public int Windows { get; set; }

    /// <summary>True when it makes one row of many, so that what it shows is not computed for each partition.</summary>
    public bool IsAggregated { get; set; }
}
