using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Catalog;

/// <summary>Explains a database in which there is nothing to ask: which role, and the exact GRANT.</summary>
internal static class NothingReadable
{
    public static async Task<PipelineFailureException> FailureAsync(
        NpgsqlConnection connection,
        ServerRow server,
        RelationFilter filter,
        CancellationToken cancellationToken)
    {
        var schemas = await CatalogSession.QueryAsync(connection, CatalogSql.SchemasWithTables, r => r.GetString(0), cancellationToken).ConfigureAwait(false);
        var asked = filter.Schemas.Count == 0 ? schemas : [.. schemas.Where(filter.Schemas.Contains)];
        var role = Identifier.AlwaysQuote(server.Role);
        return new PipelineFailureException((asked, filter.Schemas.Count) switch
        {
            ({ Count: > 0 }, _) => Failure(
                $"The role {server.Role} may not read any table of the database {server.Database}.",
                string.Join(" ", asked.Take(3).Select(Identifier.AlwaysQuote).Select(schema =>
                    $"GRANT USAGE ON SCHEMA {schema} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role};"))),
            (_, > 0) => Failure(
                $"The database {server.Database} has no tables in the schemas that DB_SCHEMAS names ({string.Join(", ", filter.Schemas)}).",
                schemas.Count == 0 ? "Check DB_NAME." : $"Check DB_SCHEMAS; there are tables in {string.Join(", ", schemas)}."),
            _ => Failure($"The database {server.Database} has no tables.", "Check DB_NAME, or create tables and ask again."),
        });
    }

    private static PipelineFailure Failure(string message, string advice) =>
        new(FailureParty.Database, FailureTypes.DatabaseNothingReadable, message, advice);
}
