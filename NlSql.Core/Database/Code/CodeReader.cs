using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Code;

/// <summary>Reads what code of a database a statement could reach through its types.</summary>
internal static class CodeReader
{
    /// <param name="replaced">Functions of PostgreSQL's own that are no longer, by number.</param>
    public static async Task<TypeBook> ReadAsync(
        NpgsqlConnection connection, SiteKnowledge site, uint[] replaced, CancellationToken cancellationToken)
    {
        var graph = new TypeGraph();
        var types = await CatalogSession.QueryAsync(
            connection,
            CodeSql.Types,
            row => (
                Kind: row.GetString(0),
                One: row.GetFieldValue<uint>(1),
                Other: row.GetFieldValue<uint>(2),
                Name: new RelationName(row.GetString(3), row.GetString(4)),
                Detail: row.GetString(5)),
            cancellationToken,
            new NpgsqlParameter<string[]> { TypedValue = [.. site.Functions] },
            new NpgsqlParameter<string[]> { TypedValue = [.. site.Operators] },
            new NpgsqlParameter<string[]> { TypedValue = [.. site.Types] },
            ReplacedFunctions.Numbers(replaced)).ConfigureAwait(false);
        types.ForEach(row => graph.Add(row.Kind, row.One, row.Other, row.Name, row.Detail));
        return graph.Book(await CatalogSession.QueryAsync(
            connection,
            CodeSql.Columns,
            row => (Relation: new RelationName(row.GetString(0), row.GetString(1)), Column: row.GetString(2), Type: row.GetFieldValue<uint>(3)),
            cancellationToken,
            ReplacedFunctions.Numbers(graph.SystemTypesWithCode())).ConfigureAwait(false));
    }
}
