using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>What the text of a column stands for: dates or numbers that were never given their type, as files that were uploaded have them.</summary>
/// <param name="Info">The column as if it had the type, its known values in PostgreSQL's own form.</param>
/// <param name="Pattern">A POSIX expression that the texts match that can be read; others count as unknown, so that no single one ends a query.</param>
/// <param name="Reading">SQL that reads such a text, <c>{0}</c> in place of the column.</param>
/// <param name="Evidence">Why the column was taken for it, for people.</param>
internal sealed record TextForm(ColumnInfo Info, string Pattern, string Reading, string Evidence);
