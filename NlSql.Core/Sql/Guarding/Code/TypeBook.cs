using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding.Code;

/// <summary>The types of one database, as far as code outside <c>pg_catalog</c> hangs on them that the site has not listed.</summary>
public sealed class TypeBook
{
    private HashSet<string>? names;

    /// <summary>No database at hand.</summary>
    public static TypeBook None { get; } = new();

    /// <summary>
    /// Every type outside <c>pg_catalog</c>, or added to it, by schema and name; row types of tables and array types included. Null: no database.
    /// </summary>
    public IReadOnlySet<RelationName>? Known { get; init; }

    /// <summary>Those with code; the others run built-in code only, or that of extensions.</summary>
    public IReadOnlyDictionary<RelationName, CodeOfType> Code { get; init; } = new Dictionary<RelationName, CodeOfType>();

    /// <summary>Columns of such types, by relation and name.</summary>
    public IReadOnlyDictionary<RelationName, IReadOnlyDictionary<string, CodeOfType>> Columns { get; init; } =
        new Dictionary<RelationName, IReadOnlyDictionary<string, CodeOfType>>();

    /// <summary>Casts between types of <c>pg_catalog</c>, whose values are in every statement.</summary>
    public IReadOnlyList<ForeignCast> SystemCasts { get; init; } = [];

    /// <summary>Types of <c>pg_catalog</c> that somebody has given an operator class or a cast, by name.</summary>
    public IReadOnlyDictionary<string, CodeOfType> SystemCode { get; init; } = new Dictionary<string, CodeOfType>();

    /// <summary>Functions and operators, by name, that give a value of a type with code whatever they are given.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<GivenValue>> Given { get; init; } = new Dictionary<string, IReadOnlyList<GivenValue>>();

    /// <summary>True for the name of a type outside <c>pg_catalog</c>, in whatever schema.</summary>
    public bool IsName(string name) => (names ??= Known?.Select(type => type.Name).ToHashSet(StringComparer.Ordinal) ?? []).Contains(name);

    /// <summary>The schema in which a name without one is found along a search path; null when it is in none of them.</summary>
    public string? SchemaOf(string name, IReadOnlyList<string> searchPath) =>
        Known is null ? null : searchPath.FirstOrDefault(schema => Known.Contains(new RelationName(schema, name)));
}

/// <summary>What code a type's values can reach.</summary>
public sealed record CodeOfType
{
    /// <summary>
    /// Making one out of a text runs code: a check of it, of a type beneath it, of its elements, attributes or bounds. Null when it does not.
    /// </summary>
    public string? Making { get; init; }

    /// <summary>
    /// The type is an array, a row or a range, so that a literal beside such a value is made into one. Beside a value of a domain PostgreSQL takes a
    /// literal for the type beneath.
    /// </summary>
    public bool TakesLiterals { get; init; }

    /// <summary>Sorting or comparing runs code: that of an operator class of its own. Null when it does not.</summary>
    public string? Comparing { get; init; }

    /// <summary>Casts from it, from what it holds, and from arrays of either.</summary>
    public IReadOnlyList<ForeignCast> Casts { get; init; } = [];

    /// <summary>Names of the fields in it whose own types have code: <c>(x).*</c> and functions in FROM make columns of them.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];
}

/// <param name="Target">Type that is cast to.</param>
/// <param name="IsImplicit">PostgreSQL takes it without being asked.</param>
/// <param name="Function">What it runs, for people.</param>
public sealed record ForeignCast(RelationName Target, bool IsImplicit, string Function)
{
    /// <summary>PostgreSQL takes it where a statement wants a truth value or a number: WHERE, LIMIT, a subscript.</summary>
    public bool IsAssigned { get; init; }
}

/// <param name="Column">Of a function's result; empty for what is called as a value.</param>
/// <param name="Code">That its type can reach.</param>
public sealed record GivenValue(string Column, CodeOfType Code);
