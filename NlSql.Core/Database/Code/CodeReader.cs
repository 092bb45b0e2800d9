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
        NpgsqlDataSource dataSource, SiteKnowledge site, uint[] replaced, CancellationToken cancellationToken)
    {
        var graph = new TypeGraph();
        using var types = dataSource.CreateCommand(CodeSql.Types);
        types.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. site.Functions] });
        types.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. site.Operators] });
        types.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. site.Types] });
        types.Parameters.Add(ReplacedFunctions.Numbers(replaced));
        var reader = await types.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                graph.Add(
                    reader.GetString(0),
                    reader.GetFieldValue<uint>(1),
                    reader.GetFieldValue<uint>(2),
                    new RelationName(reader.GetString(3), reader.GetString(4)),
                    reader.GetString(5));
            }
        }

        var columns = new List<(RelationName Relation, string Column, uint Type)>();
        using var held = dataSource.CreateCommand(CodeSql.Columns);
        held.Parameters.Add(ReplacedFunctions.Numbers(graph.SystemTypesWithCode()));
        reader = await held.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                columns.Add((new RelationName(reader.GetString(0), reader.GetString(1)), reader.GetString(2), reader.GetFieldValue<uint>(3)));
            }
        }

        return graph.Book(columns);
    }
}
