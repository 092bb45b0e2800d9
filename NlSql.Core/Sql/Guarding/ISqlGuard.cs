using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Decides whether a statement may reach the database. The only maker of <see cref="ApprovedSql"/>.</summary>
public interface ISqlGuard
{
    /// <summary>
    /// Judges one text. Never throws for what the text says: a text that does not parse, is too long or too deep is refused.
    /// Takes a few hundred microseconds; safe to call from any thread.
    /// </summary>
    GuardVerdict Check(string sql, GuardScope scope);
}

/// <summary>What may be referred to.</summary>
public sealed record GuardScope
{
    /// <summary>No database at hand: relations are judged by their schema names alone, unqualified ones pass.</summary>
    public static GuardScope NamesOnly { get; } = new();

    /// <summary>The server's major version, 13 to 18; 0 when no database is at hand, then newer words pass.</summary>
    public int ServerVersion { get; init; }

    /// <summary>Schemas that may be read; empty means every schema that is not a system one.</summary>
    public IReadOnlyList<string> AllowedSchemas { get; init; } = [];

    /// <summary>The search path that the session pins, for unqualified names; empty when no database is at hand.</summary>
    public IReadOnlyList<string> SearchPath { get; init; } = [];

    /// <summary>Relations that exist, with their schema; null when no catalog is at hand, then existence is not judged.</summary>
    public IReadOnlySet<RelationName>? KnownRelations { get; init; }

    /// <summary>Names of operators between two values that have an implementation outside <c>pg_catalog</c>: refused unless the site lists them.</summary>
    public IReadOnlySet<string> ForeignOperators { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The same of operators before one value, which PostgreSQL never takes for one between two: <c>+ x</c> does not forbid <c>x + y</c>.</summary>
    public IReadOnlySet<string> ForeignPrefixOperators { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The types that there are, and the code that hangs on them.</summary>
    public TypeBook Types { get; init; } = TypeBook.None;

    /// <summary>By what a run notices that definitions have changed since; null when no database is at hand.</summary>
    public DefinitionMarks? Marks { get; init; }

    /// <summary>The columns of the known relations, in their order; those that may not be read can be missing.</summary>
    public IReadOnlyDictionary<RelationName, IReadOnlyList<string>> Columns { get; init; } = new Dictionary<RelationName, IReadOnlyList<string>>();

    /// <summary>How many partitions and children stand behind a relation, where there are any: the planner looks at each.</summary>
    public IReadOnlyDictionary<RelationName, int> Children { get; init; } = new Dictionary<RelationName, int>();

    /// <summary>How many columns the indexes of a relation have together, those of a partition where it has more, where there are any.</summary>
    public IReadOnlyDictionary<RelationName, int> IndexColumns { get; init; } = new Dictionary<RelationName, int>();

    /// <summary>What the views among the known relations stand for.</summary>
    public ViewDefinitions Views { get; init; } = ViewDefinitions.None;

    /// <summary>Tables with virtual columns, each as the query that spells these out: the planner puts the expressions in the place of their names.</summary>
    public ViewDefinitions VirtualColumns { get; init; } = ViewDefinitions.None;

    /// <summary>
    /// Names of functions outside <c>pg_catalog</c> that can be called with one argument of whatever type, and so as <c>row.name</c> or
    /// <c>(value).name</c>: refused there unless it is a column.
    /// </summary>
    public IReadOnlySet<string> OneArgumentFunctions { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Names of functions that somebody has added to <c>pg_catalog</c>: PostgreSQL chooses among all that are so called.</summary>
    public IReadOnlySet<string> AddedFunctions { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Names of operators that somebody has added to <c>pg_catalog</c>, which no schema before them leaves out.</summary>
    public IReadOnlySet<string> AddedOperators { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Functions outside <c>pg_catalog</c> that the site has listed, as <c>schema.name</c>; they must be called with their schema.</summary>
    public IReadOnlySet<string> SiteFunctions { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Functions of extensions that may be called.</summary>
    public ExtensionFunctions Extensions { get; init; } = ExtensionFunctions.ByName;

    /// <summary>Relations with columns that the site has barred; they may be read by the names of their other columns only.</summary>
    public IReadOnlyDictionary<RelationName, BarredRelation> Barred { get; init; } = new Dictionary<RelationName, BarredRelation>();

    /// <summary>The columns with personal data of each known relation; null when no catalog is at hand, then every relation counts as having some.</summary>
    public IReadOnlyDictionary<RelationName, IReadOnlySet<string>>? Personal { get; init; }

    /// <summary>
    /// Of those of them that are of composite types the fields that hold none, as <c>HiddenPart.Path</c> writes them: <c>(home).town</c> may be shown where
    /// <c>home</c> may not.
    /// </summary>
    public IReadOnlyDictionary<RelationName, IReadOnlyDictionary<string, IReadOnlySet<string>>> OpenFields { get; init; } =
        new Dictionary<RelationName, IReadOnlyDictionary<string, IReadOnlySet<string>>>();

    /// <summary>
    /// Types that would tell names of columns that may not be known: row types of relations that are excluded or have barred columns, and what is made of them.
    /// </summary>
    public IReadOnlySet<RelationName> HiddenRowTypes { get; init; } = new HashSet<RelationName>();
}

/// <param name="Columns">Barred.</param>
/// <param name="Open">All others, in the table's order.</param>
public sealed record BarredRelation(IReadOnlySet<string> Columns, IReadOnlyList<string> Open);
