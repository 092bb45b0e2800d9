using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval;

/// <summary>Why a table was returned.</summary>
public enum RetrievalReason
{
    /// <summary>Its documents are near the question.</summary>
    Matched,

    /// <summary>A word of the question is a value of one of its columns.</summary>
    ValueLink,

    /// <summary>It lies on the foreign-key path between matched tables.</summary>
    JoinPath,
}

/// <summary>The part of the catalog a question is about, best first.</summary>
public sealed record RetrievedSchema
{
    /// <summary>Nothing found.</summary>
    public static RetrievedSchema Empty { get; } = new();

    /// <summary>Best first, those on the way between them included.</summary>
    public IReadOnlyList<RetrievedTable> Tables { get; init; } = [];

    /// <summary>Every table that was compared with the question, best first: more than were returned.</summary>
    public IReadOnlyList<RelationName> Ranked { get; init; } = [];

    /// <summary>Best first, of the returned tables only.</summary>
    public IReadOnlyList<RetrievedColumn> Columns { get; init; } = [];

    /// <summary>Keys among the returned tables.</summary>
    public IReadOnlyList<ForeignKey> Joins { get; init; } = [];

    /// <summary>In the order of the question.</summary>
    public IReadOnlyList<ValueLink> ValueLinks { get; init; } = [];
}

/// <param name="Score">Fused score; only its order means something.</param>
/// <param name="Explanation">A short sentence for people, for instance <c>"order" and "customer" are in its name and columns</c>.</param>
public sealed record RetrievedTable(TableInfo Table, double Score, RetrievalReason Reason, string Explanation);

/// <summary>A column of a returned table.</summary>
/// <param name="Score">Fused score; only its order means something.</param>
public sealed record RetrievedColumn(RelationName Table, ColumnInfo Column, double Score);

/// <summary>A phrase of the question that is a value in the data.</summary>
/// <param name="Phrase">The words as they stand in the question.</param>
/// <param name="Start">UTF-16 offset of the phrase in the question.</param>
/// <param name="Length">UTF-16 length of the phrase.</param>
/// <param name="Value">The value as stored.</param>
/// <param name="Rows">Estimated rows that hold it; null when unknown.</param>
/// <param name="Similarity">1 for an exact match up to case, less for a near one.</param>
public sealed record ValueLink(string Phrase, int Start, int Length, RelationName Table, string Column, string Value, long? Rows, double Similarity);
