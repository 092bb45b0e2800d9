using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Flow;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Database.Catalog;

/// <summary>What generated columns are computed from. An expression that cannot be read counts as computing with everything.</summary>
internal sealed class GeneratedColumns
{
    private readonly Dictionary<(RelationName Relation, string Column), ParseNode?> queries;
    private readonly HashSet<string> names;

    public GeneratedColumns(IReadOnlyList<GeneratedRow> rows)
    {
        queries = rows.ToDictionary(
            row => (row.Relation, row.Column),
            row => StatementReader.ReadOne(
                $"SELECT {row.Expression} FROM {Identifier.AlwaysQuote(row.Relation.Schema)}.{Identifier.AlwaysQuote(row.Relation.Name)}"));
        names = rows.Select(row => row.Column).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether any relation has a generated column of that name.</summary>
    public bool IsOne(string column) => names.Contains(column);

    /// <summary>Whether a column of a relation is generated from something hidden there.</summary>
    public bool Reads(RelationName relation, string column, Func<RelationName, HiddenPart> hidden) =>
        queries.TryGetValue((relation, column), out var query)
        && (query is null || ColumnFlow.Of(query, _ => relation, hidden).Taken is not null);
}
