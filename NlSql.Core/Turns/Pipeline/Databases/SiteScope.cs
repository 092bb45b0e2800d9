using System.Data.Common;
using Microsoft.Extensions.Logging;
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

    /// <summary>
    /// Columns in their order, under the relation's own name and under those whose rows or columns it shares: a child has its parents' columns, and
    /// reading a parent reads its children's rows. What is barred there is barred here.
    /// </summary>
    private const string Columns = """
        WITH RECURSIVE below AS (
          SELECT c.oid AS relation, c.oid AS descendant
          FROM pg_catalog.pg_class c
          WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
          UNION
          SELECT b.relation, i.inhrelid FROM below b JOIN pg_catalog.pg_inherits i ON i.inhparent = b.descendant
        ), lineage AS (
          SELECT b.relation, b.descendant AS ancestor FROM below b
          UNION
          SELECT l.relation, i.inhparent FROM lineage l JOIN pg_catalog.pg_inherits i ON i.inhrelid = l.ancestor
        )
        SELECT n.nspname::text, c.relname::text, a.attname::text, an.nspname::text, ac.relname::text
        FROM lineage l
        JOIN pg_catalog.pg_class c ON c.oid = l.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_class ac ON ac.oid = l.ancestor
        JOIN pg_catalog.pg_namespace an ON an.oid = ac.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
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
    public static async Task<IReadOnlyDictionary<RelationName, int>> ChildrenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var children = new Dictionary<RelationName, int>();
        using var command = dataSource.CreateCommand(Children);
        await foreach (var row in RowsAsync(command, cancellationToken).ConfigureAwait(false))
        {
            children[new RelationName(row.GetString(0), row.GetString(1))] = row.GetInt32(2);
        }

        return children;
    }

    /// <summary>The functions of the site's list that only compute, with the caller's rights; why the others are left out goes to the log.</summary>
    public static async Task<IReadOnlySet<string>> FunctionsAsync(
        NpgsqlDataSource dataSource,
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
        using var command = dataSource.CreateCommand(Functions);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. site.Functions] });
        await foreach (var row in RowsAsync(command, cancellationToken).ConfigureAwait(false))
        {
            var name = row.GetString(0);
            found.Add(name);
            if (row.GetBoolean(1))
            {
                logger.SiteFunctionRefused(name, "it is SECURITY DEFINER");
            }
            else if (row.GetBoolean(2))
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

    /// <summary>The relations that have barred columns. One query over all columns, only where the site bars any.</summary>
    public static async Task<IReadOnlyDictionary<RelationName, BarredRelation>> BarredAsync(
        NpgsqlDataSource dataSource,
        SiteKnowledge site,
        CancellationToken cancellationToken)
    {
        var barred = new Dictionary<RelationName, HashSet<string>>();
        var columns = new Dictionary<RelationName, List<string>>();
        if (site.BarredColumns.Count > 0)
        {
            using var command = dataSource.CreateCommand(Columns);
            await foreach (var row in RowsAsync(command, cancellationToken).ConfigureAwait(false))
            {
                var (relation, column) = (new RelationName(row.GetString(0), row.GetString(1)), row.GetString(2));
                if (site.BarredColumns.Any(pattern => pattern.Matches(row.GetString(3), row.GetString(4), column)))
                {
                    (barred.TryGetValue(relation, out var names) ? names : barred[relation] = new HashSet<string>(StringComparer.Ordinal)).Add(column);
                }

                (columns.TryGetValue(relation, out var all) ? all : columns[relation] = []).Add(column);
            }
        }

        return barred.ToDictionary(
            relation => relation.Key,
            relation => new BarredRelation(
                relation.Value,
                [.. columns[relation.Key].Distinct(StringComparer.Ordinal).Where(column => !relation.Value.Contains(column))]));
    }

    /// <summary>Types that tell the columns of a relation outside the system's schemas: its row type and all that is made of that.</summary>
    public static async Task<IReadOnlyList<(RelationName Relation, RelationName Type)>> RowTypesAsync(
        NpgsqlDataSource dataSource,
        CancellationToken cancellationToken)
    {
        var types = new List<(RelationName, RelationName)>();
        using var command = dataSource.CreateCommand(RowTypes);
        await foreach (var row in RowsAsync(command, cancellationToken).ConfigureAwait(false))
        {
            types.Add((new RelationName(row.GetString(0), row.GetString(1)), new RelationName(row.GetString(2), row.GetString(3))));
        }

        return types;
    }

    private static async IAsyncEnumerable<DbDataReader> RowsAsync(
        NpgsqlCommand command,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return reader;
        }
    }
}
