namespace NlSql.Core.Language.Retrieval.Ranking;

/// <param name="Table">Ordinal in the catalog.</param>
internal readonly record struct RankedTable(int Table, double Score);

internal readonly record struct RankedColumn(int Table, int Column, double Score);
