using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>The distinct index terms of the tables that were explained before, by where they stand; made when a table is first needed.</summary>
internal sealed class TableTerms(SchemaCatalog catalog, TermAnalyzer analyzer)
{
    private readonly Parts?[] parts = new Parts?[catalog.Tables.Count];

    /// <summary>Thread-safe: two threads may both make the same parts, and one of them stays.</summary>
    public Parts Of(int table) => Volatile.Read(ref parts[table]) ?? (parts[table] = Create(catalog.Tables[table]));

    private Parts Create(TableInfo table) => new(
        [.. analyzer.Terms(table.Name.Name).Distinct(StringComparer.Ordinal)],
        [.. table.Columns.SelectMany(c => analyzer.Terms(c.Name).Concat(analyzer.Terms(c.Label ?? string.Empty))).Distinct(StringComparer.Ordinal)],
        [
            .. analyzer.Terms(table.Comment ?? string.Empty)
            .Concat(table.Columns.SelectMany(c => analyzer.Terms(c.Comment ?? string.Empty)))
            .Distinct(StringComparer.Ordinal)
        ]);

    internal sealed record Parts(IReadOnlyList<string> Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Comments);
}
