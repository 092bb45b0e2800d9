namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// How a table tells which rows are in force. A row is in force on a day when it has begun and not ended: <paramref name="From"/> is not after the day, and
/// <paramref name="To"/> is that day or later, or NULL.
/// </summary>
/// <param name="From">The first day on which a row is in force; null where only an end or a flag is kept.</param>
/// <param name="To">The day on which it ends; null where only a flag is kept.</param>
/// <param name="OpenEnd">What stands in <paramref name="To"/> of rows that have not ended, as an ISO date ("9999-12-31"); null for SQL's NULL.</param>
/// <param name="Current">A flag that says so, with its values; null when there is none.</param>
/// <param name="Evidence">Why the table was taken for a history, for people.</param>
internal sealed record HistoryOf(ColumnNode? From, ColumnNode? To, string? OpenEnd, ColumnNode? Current, string Evidence);
