using Npgsql;

namespace NlSql.Core.Database.Execution.Plans;

/// <summary>What the planner knows of a relation before any condition.</summary>
/// <param name="Rows">Rows in it, as the planner counts them: those of the last ANALYZE or VACUUM, grown with the file.</param>
/// <param name="IsGuess">True when it was never analyzed: then the rows are guessed from the size of the file.</param>
internal sealed record RelationSize(double Rows, bool IsGuess)
{
    /// <summary>
    /// Of relations by schema and name, by the planner's own rule (src/backend/access/table/tableam.c, table_block_relation_estimate_size). A row of a
    /// table that was never analyzed: header and item pointer, and 8 bytes for each column.
    /// </summary>
    public const string Sql = """
        SELECT n.nspname, c.relname,
               CASE WHEN c.relpages > 0 AND c.reltuples >= 0 THEN c.reltuples::float8 / c.relpages * p.pages
                    WHEN c.reltuples > 0 THEN c.reltuples::float8
                    ELSE p.pages * p.block / (28 + 8 * c.relnatts) END,
               c.reltuples < 0 OR (c.reltuples = 0 AND p.pages > 0)
        FROM unnest($1::text[], $2::text[]) AS wanted (schema, name)
        JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
        CROSS JOIN LATERAL (
            SELECT b.block, coalesce(pg_catalog.pg_relation_size(c.oid), 0)::float8 / b.block AS pages
            FROM (SELECT pg_catalog.current_setting('block_size')::float8 AS block) b) p
        """;

    /// <summary>What stands behind schema and name in a row of <see cref="Sql"/>.</summary>
    public static RelationSize Read(NpgsqlDataReader row) => new(row.GetDouble(2), row.GetBoolean(3));
}
