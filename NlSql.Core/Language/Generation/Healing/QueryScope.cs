using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>What one SELECT can name: the sources of its FROM, and those of the queries around it.</summary>
internal sealed class QueryScope(QueryScope? outer)
{
    private readonly List<QuerySource> sources = [];
    private readonly List<(string Anchor, JoinStep Step, string Alias)> added = [];

    public QueryScope? Outer => outer;

    public IReadOnlyList<QuerySource> Sources => sources;

    /// <summary>Something in FROM has columns that are not known: then no name can be called wrong.</summary>
    public bool IsOpen => sources.Exists(source => source.Columns is null);

    /// <summary>Tables were joined in: a bare name that stood for one column may stand for two now.</summary>
    public bool HasAdded => added.Count > 0;

    /// <summary>USING and NATURAL merge columns: a bare name may then stand for two.</summary>
    public bool MergesColumns { get; set; }

    /// <summary>False while FROM itself is read: a table that comes after an ON cannot be named in it.</summary>
    public bool IsComplete { get; set; }

    public void Add(QuerySource source) => sources.Add(source);

    /// <summary>The source of that name, here or further out, with the scope it stands in.</summary>
    public (QuerySource Source, QueryScope Scope)? Find(string qualifier)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.sources.Find(s => s.Alias == qualifier) is { } source)
            {
                return (source, scope);
            }
        }

        return null;
    }

    /// <summary>The source over that table, here or further out, whatever it is called.</summary>
    public (QuerySource Source, QueryScope Scope)? Over(TableInfo table)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.sources.Find(s => s.Table?.Name == table.Name) is { } source)
            {
                return (source, scope);
            }
        }

        return null;
    }

    /// <summary>Joins a table in along keys; null when no way leads to it.</summary>
    public QuerySource? Require(TableInfo table, HealingCatalog catalog)
    {
        if (!IsComplete || catalog.Path(sources.Select(s => s.Table).OfType<TableInfo>(), table) is not { } path)
        {
            return null;
        }

        foreach (var step in path)
        {
            var anchor = sources.First(s => s.Table?.Name == step.From.Info.Name);
            var source = AddOver(step.To.Info);
            added.Add((anchor.Alias, step, source.Alias));
        }

        return sources[^1];
    }

    /// <summary>A new source over a table, under a name that is free.</summary>
    public QuerySource AddOver(TableInfo table)
    {
        var alias = table.Name.Name;
        for (var number = 2; Find(alias) is not null; number++)
        {
            alias = FormattableString.Invariant($"{table.Name.Name}_{number}");
        }

        var source = QuerySource.Over(table, alias);
        sources.Add(source);
        return source;
    }

    /// <summary>FROM with the tables that were joined in.</summary>
    public ParseNode[] WithAdded(ParseNode[] from)
    {
        foreach (var (anchor, step, alias) in added)
        {
            var place = Array.FindIndex(from, item => Holds(item, anchor));
            if (place >= 0)
            {
                from[place] = TreeParts.Join(from[place], anchor, step, alias);
            }
        }

        return from;
    }

    private static bool Holds(ParseNode item, string alias) => item.Kind switch
    {
        "JoinExpr" => (item.Node("larg") is { } left && Holds(left, alias)) || (item.Node("rarg") is { } right && Holds(right, alias)),
        _ => (item.Node("alias")?.Text("aliasname") ?? item.Text("relname")) == alias,
    };
}

/// <param name="Alias">The name it goes by in this query.</param>
/// <param name="Table">Null for what is no table of the catalog.</param>
/// <param name="Columns">Null when they are not known.</param>
internal sealed record QuerySource(string Alias, TableInfo? Table, IReadOnlyList<string>? Columns)
{
    public static QuerySource Over(TableInfo table, string alias) => new(alias, table, [.. table.Columns.Select(column => column.Name)]);

    public bool Has(string column) => Columns?.Contains(column, StringComparer.Ordinal) == true;
}
