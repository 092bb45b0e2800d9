using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Schema;

/// <summary>A fact as people read it.</summary>
/// <param name="Column">Null for a fact about the table as a whole.</param>
/// <param name="Kind">One or two words: "history", "flag", "event date".</param>
/// <param name="Evidence">What is taken for what, and why, in a sentence.</param>
public sealed record StatedFact(RelationName Table, string? Column, string Kind, string Evidence);
