using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>What the site's rules come to in the database at hand.</summary>
internal static class SiteScope
{
    /// <summary>Every function of that name: one overload that may not be called bars the name.</summary>
    private const string Functions = """
        SELECT n.nspname || '.' || p.proname, pg_catalog.bool_or(p.prosecdef), pg_catalog.bool_or(p.provolatile = 'v')
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname || '.' || p.proname = ANY ($1)
        GROUP BY 1
        """;

    /// <summary>Columns in their order.</summary>
    private const string Columns = """
        SELECT n.nspname::text, c.relname::text, a.attname::text, a.atttypid
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
        ORDER BY c.oid, a.attnum
        """;

    private const string Children = """
        WITH RECURSIVE below AS (
          SELECT i.inhparent AS relation, i.inhrelid AS child FROM pg_catalog.pg_inherits i
          UNION
          SELECT b.relation, i.inhrelid FROM below b JOIN pg_catalog.pg_inherits i ON i.inhparent = b.child
        )
        SELECT n.nspname::text, c.relname::text, pg_catalog.count(*)::int
        FROM below b
        JOIN pg_catalog.pg_class c ON c.oid = b.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'f')
        GROUP BY 1, 2
        """;

    private const string IndexColumns = """
        WITH RECURSIVE below AS (
          SELECT c.oid AS relation, c.oid AS descendant FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
          UNION
          SELECT b.relation, i.inhrelid FROM below b JOIN pg_catalog.pg_inherits i ON i.inhparent = b.descendant
        ), indexed AS (
          SELECT i.indrelid, pg_catalog.sum(i.indnkeyatts)::int AS columns FROM pg_catalog.pg_index i WHERE i.indrelid >= 16384 GROUP BY 1
        )
        SELECT n.nspname::text, c.relname::text, pg_catalog.max(i.columns)
        FROM below b
        JOIN indexed i ON i.indrelid = b.descendant
        JOIN pg_catalog.pg_class c ON c.oid = b.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT LIKE 'pg\_%'
        GROUP BY 1, 2
        """;

    /// <summary>The row type of each relation, and every array, domain and composite type that is made of it.</summary>
    private const string RowTypes = """
        WITH RECURSIVE part AS (
          SELECT t.typbasetype AS inner_type, t.oid AS outer_type FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
          UNION ALL
          SELECT t.typelem, t.oid FROM pg_catalog.pg_type t WHERE t.typcategory = 'A' AND t.typelem <> 0
          UNION ALL
          SELECT a.atttypid, c.reltype
          FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
          WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped
        ), made AS (
          SELECT c.oid AS relation, c.reltype AS type
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
          UNION
          SELECT m.relation, p.outer_type FROM made m JOIN part p ON p.inner_type = m.type
        )
        SELECT n.nspname::text, c.relname::text, tn.nspname::text, t.typname::text
        FROM made m
        JOIN pg_catalog.pg_class c ON c.oid = m.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = m.type
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
        """;

    /// <summary>How many tables are below each that has any.</summary>
    public static Task<IReadOnlyDictionary<RelationName, int>> ChildrenAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        CountsAsync(connection, Children, cancellationToken);

    /// <summary>How many columns the indexes of each relation have, where it has any.</summary>
    public static Task<IReadOnlyDictionary<RelationName, int>> IndexColumnsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        CountsAsync(connection, IndexColumns, cancellationToken);

    /// <summary>The functions of the site's list that only compute, with the caller's rights; why the others are left out goes to the log.</summary>
    public static async Task<IReadOnlySet<string>> FunctionsAsync(
        NpgsqlConnection connection,
        SiteKnowledge site,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var usable = new HashSet<string>(StringComparer.Ordinal);
        if (site.Functions.Count == 0)
        {
            return usable;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        var functions = await CatalogSession.QueryAsync(
            connection,
            Functions,
            row => (Name: row.GetString(0), IsDefiner: row.GetBoolean(1), IsVolatile: row.GetBoolean(2)),
            cancellationToken,
            new NpgsqlParameter<string[]> { TypedValue = [.. site.Functions] }).ConfigureAwait(false);
        foreach (var (name, isDefiner, isVolatile) in functions)
        {
            found.Add(name);
            if (isDefiner)
            {
                logger.SiteFunctionRefused(name, "it is SECURITY DEFINER");
            }
            else if (isVolatile)
            {
                logger.SiteFunctionRefused(name, "it is VOLATILE; declare it STABLE or IMMUTABLE if that is what it is");
            }
            else
            {
                usable.Add(name);
            }
        }

        foreach (var missing in site.Functions.Where(name => !found.Contains(name)))
        {
            logger.SiteFunctionRefused(missing, "there is no such function; write schema.name");
        }

        return usable;
    }

    /// <summary>The relations that have barred columns. A few queries over all columns, only where the site bars any.</summary>
    public static async Task<IReadOnlyDictionary<RelationName, BarredRelation>> BarredAsync(
        NpgsqlConnection connection,
        SiteKnowledge site,
        CancellationToken cancellationToken)
    {
        if (site.BarredColumns.Count == 0)
        {
            return new Dictionary<RelationName, BarredRelation>();
        }

        var columns = await CatalogSession.QueryAsync(
            connection,
            Columns,
            row => (Relation: new RelationName(row.GetString(0), row.GetString(1)), Name: row.GetString(2), Type: row.GetFieldValue<uint>(3)),
            cancellationToken).ConfigureAwait(false);
        var kin = await CatalogSession.QueryAsync(connection, CatalogSql.Kin, KinRow.Read, cancellationToken).ConfigureAwait(false);
        var bars = new ColumnBars(
            new Lineage(kin, new PersonalData(site), site),
            new GeneratedColumns(
                await CatalogSession.QueryAsync(connection, CatalogSql.Generated, GeneratedRow.Read, cancellationToken).ConfigureAwait(false)),
            new CompositeFields(await CatalogSession.QueryAsync(connection, CatalogSql.Fields, FieldRow.Read, cancellationToken).ConfigureAwait(false)),
            columns.ToDictionary(column => (column.Relation, column.Name), column => column.Type));
        return columns.ToLookup(column => column.Relation, column => column.Name)
            .Select(relation => (relation.Key, Parts: relation.ToLookup(column => bars.IsBarred(relation.Key, column))))
            .Where(relation => relation.Parts.Contains(true))
            .ToDictionary(
                relation => relation.Key,
                relation => new BarredRelation(relation.Parts[true].ToHashSet(StringComparer.Ordinal), [.. relation.Parts[false]]));
    }

    /// <summary>Types that tell the columns of a relation outside the system's schemas: its row type and all that is made of that.</summary>
    public static async Task<IReadOnlyList<(RelationName Relation, RelationName Type)>> RowTypesAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken) => await CatalogSession.QueryAsync(
        connection,
        RowTypes,
        row => (new RelationName(row.GetString(0), row.GetString(1)), new RelationName(row.GetString(2), row.GetString(3))),
        cancellationToken).ConfigureAwait(false);

    private static async Task<IReadOnlyDictionary<RelationName, int>> CountsAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var counts = await CatalogSession.QueryAsync(
            connection, sql, row => (Relation: new RelationName(row.GetString(0), row.GetString(1)), Count: row.GetInt32(2)), cancellationToken)
            .ConfigureAwait(false);
        return counts.ToDictionary(row => row.Relation, row => row.Count);
    }
}
