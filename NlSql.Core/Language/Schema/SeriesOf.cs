using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Schema;

/// <summary>Rows that are made of the columns of another table: one for each of its rows and each period that has a value.</summary>
/// <param name="Key">What tells the rows of the other table apart.</param>
internal sealed record SeriesOf(TableNode Of, ColumnNode Key, SideBySide Side);
