namespace NlSql.Core.Language.Schema.Values;

/// <summary>A value that words may mean, and the column that holds it.</summary>
/// <param name="Value">As stored.</param>
/// <param name="Score">0 to 1; 1 for the same letters.</param>
/// <param name="Rows">Estimated rows that hold it; null when unknown.</param>
internal sealed record ValueLink(ColumnNode Column, string Value, double Score, long? Rows, MatchKind Kind);
