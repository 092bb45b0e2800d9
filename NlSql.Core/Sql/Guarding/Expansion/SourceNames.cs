using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>
/// Every name that something in FROM goes by, anywhere in a statement. Which of several a reference means is not told apart: what is said of one
/// holds for all of them.
/// </summary>
internal sealed class SourceNames
{
    private readonly Dictionary<string, List<Source>> byAlias = new(StringComparer.Ordinal);

    /// <summary>Names of all columns; null until somebody asks.</summary>
    private HashSet<string>? columns;

    /// <summary>A construct with a name of its own making, such as COALESCE, stands in FROM without an alias.</summary>
    public bool HasNameless { get; private set; }

    public void Add(Source source)
    {
        HasNameless |= source.IsNameless;
        if (byAlias.TryGetValue(source.Alias, out var same))
        {
            same.Add(source);
        }
        else
        {
            byAlias.Add(source.Alias, [source]);
        }
    }

    /// <summary>True when <c>owner.name</c> is a column, whichever owner is meant.</summary>
    public bool IsColumn(string owner, string name) =>
        byAlias.TryGetValue(owner, out var sources) && sources.TrueForAll(source => source.TryGet(name, out _));

    /// <summary>
    /// True when <c>(owner).name</c> is: without a dot behind it PostgreSQL takes a name for a column first, whatever table goes by it.
    /// </summary>
    public bool IsFieldOfRow(string owner, string name) => IsColumn(owner, name) && !CanBeColumn(owner);

    private bool CanBeColumn(string name)
    {
        var all = byAlias.Values.SelectMany(sources => sources);
        columns ??= [.. all.SelectMany(source => source.Columns ?? []).Select(column => column.Name)];
        return columns.Contains(name) || SystemColumns.Types.ContainsKey(name) || all.Any(source => source.Columns is null || source.IsValue);
    }

    /// <summary>True when <c>owner</c> can be a value of whatever type instead of a row.</summary>
    public bool CanBeValue(string owner) => byAlias.TryGetValue(owner, out var sources) ? sources.Exists(source => source.IsValue) : HasNameless;
}
