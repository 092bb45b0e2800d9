using NlSql.Core.Database.Code;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// The questions to the system catalogs, each one set-based, for PostgreSQL 13 to 18. Session: search_path = pg_catalog, ISO dates,
/// UTC, so that types and values read the same everywhere.
/// </summary>
internal static class CatalogSql
{
    public const string Server = "SELECT current_setting('server_version_num')::int, current_database()::text, current_user::text";

    /// <summary>Every relation there is, readable or not, in every schema of the database's users.</summary>
    public const string AllNames = """
        SELECT n.nspname, c.relname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        """;

    /// <summary>$1: schemas or null. Relations that the role may read at least one column of; what extensions brought stays out.</summary>
    public const string Relations = """
        SELECT c.oid, n.nspname, c.relname, c.relkind::text, d.description, c.reltuples::float8, c.relpages,
               CASE WHEN c.relkind IN ('v', 'm') THEN left(pg_get_viewdef(c.oid), 20000) END,
               has_table_privilege(c.oid, 'SELECT')
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
          AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
          AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
          AND has_schema_privilege(n.oid, 'USAGE')
          AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """;

    /// <summary>Rows and pages of partitioned tables, summed over their leaves; a leaf never analyzed makes the sum unknown.</summary>
    public const string Partitions = """
        WITH RECURSIVE tree (root, leaf) AS (
            SELECT oid, oid FROM pg_class WHERE relkind = 'p' AND NOT relispartition
            UNION ALL
            SELECT t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.leaf)
        SELECT t.root, sum(c.reltuples)::float8, min(c.reltuples)::float8, sum(c.relpages)::int8
        FROM tree t JOIN pg_class c ON c.oid = t.leaf
        WHERE c.relkind <> 'p'
        GROUP BY t.root
        """;

    /// <summary>$1: relations readable as a whole, $2: relations of which some columns are.</summary>
    public const string Columns = """
        SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid, a.attnotnull, d.description
        FROM pg_attribute a
        LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped
          AND (a.attrelid = ANY ($1) OR (a.attrelid = ANY ($2) AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')))
        ORDER BY a.attrelid, a.attnum
        """;

    /// <summary>
    /// Relations that inherit, or are partitions, with those whose rows or columns they share: all below them, and all above those. Readable or not: what a
    /// parent shows of its children's rows asks for no right to the children.
    /// </summary>
    public const string Kin = """
        WITH RECURSIVE edge AS (
          SELECT i.inhparent AS parent, i.inhrelid AS child FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind IN ('r', 'p', 'f')
        ), below AS (
          SELECT e.parent AS relation, e.parent AS descendant FROM edge e
          UNION
          SELECT e.child, e.child FROM edge e
          UNION
          SELECT b.relation, e.child FROM below b JOIN edge e ON e.parent = b.descendant
        ), lineage AS (
          SELECT b.relation, b.descendant AS kin FROM below b
          UNION
          SELECT l.relation, e.parent FROM lineage l JOIN edge e ON e.child = l.kin
        )
        SELECT n.nspname, c.relname, kn.nspname, k.relname, k.relispartition,
               coalesce(a.names, '{}'), coalesce(a.comments, '{}')
        FROM lineage l
        JOIN pg_class c ON c.oid = l.relation
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class k ON k.oid = l.kin
        JOIN pg_namespace kn ON kn.oid = k.relnamespace
        LEFT JOIN (
          SELECT attrelid, array_agg(attname::text ORDER BY attnum) AS names, array_agg(col_description(attrelid, attnum) ORDER BY attnum) AS comments
          FROM pg_attribute
          WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (SELECT parent FROM edge UNION SELECT child FROM edge)
          GROUP BY attrelid
        ) a ON a.attrelid = l.kin
        """;

    /// <summary>
    /// Generated columns, stored and virtual, of whatever relation, with the expression; a partition's only where it is not its parent's. Names that are no
    /// columns of the relation stand with their schema where the search path has none but <c>pg_catalog</c>.
    /// </summary>
    public const string Generated = """
        SELECT n.nspname::text, c.relname::text, a.attname::text, pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attgenerated = 'v'
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attgenerated <> '' AND NOT (c.relispartition AND EXISTS (
          SELECT FROM pg_catalog.pg_inherits i
          JOIN pg_catalog.pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
          JOIN pg_catalog.pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
          WHERE i.inhrelid = c.oid AND pg_catalog.pg_get_expr(pd.adbin, pd.adrelid) = pg_catalog.pg_get_expr(d.adbin, d.adrelid)))
        """;

    /// <summary>
    /// Fields of the composite types that columns and fields have, those of arrays and domains of them too: by the type that is declared, with the type or
    /// table whose field it is.
    /// </summary>
    public const string Fields = """
        WITH RECURSIVE held (type, bare) AS (
          SELECT DISTINCT a.atttypid, a.atttypid FROM pg_catalog.pg_attribute a WHERE a.atttypid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
          UNION
          SELECT h.type, CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END
          FROM held h JOIN pg_catalog.pg_type t ON t.oid = h.bare
          WHERE t.typtype = 'd' OR t.typcategory = 'A'
        )
        SELECT h.type, n.nspname::text, c.relname::text, a.attname::text, a.atttypid, pg_catalog.col_description(c.oid, a.attnum)
        FROM held h
        JOIN pg_catalog.pg_type t ON t.oid = h.bare AND t.typtype = 'c'
        JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
        ORDER BY h.type, a.attnum
        """;

    /// <summary>$1: types in use; follows domains to their base and arrays to their element.</summary>
    public const string Types = """
        WITH RECURSIVE used (oid) AS (
            SELECT unnest($1::oid[])
            UNION
            SELECT CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END
            FROM used u JOIN pg_type t ON t.oid = u.oid
            WHERE t.typtype = 'd' OR t.typcategory = 'A')
        SELECT t.oid, n.nspname, t.typname, t.typtype::text, t.typcategory::text, t.typbasetype, t.typelem,
               (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
        FROM used u JOIN pg_type t ON t.oid = u.oid JOIN pg_namespace n ON n.oid = t.typnamespace
        """;

    /// <summary>$1: relations. Primary keys and unique indexes that hold for every row, by column numbers.</summary>
    public const string UniqueKeys = """
        SELECT i.indrelid, i.indisprimary,
               (SELECT array_agg(k.attnum ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place) WHERE k.place <= i.indnkeyatts)
        FROM pg_index i
        WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indrelid = ANY ($1)
        ORDER BY i.indrelid, NOT i.indisprimary, i.indexrelid
        """;

    /// <summary>$1: relations. Keys that a partition inherits are told once, for its parent.</summary>
    public const string ForeignKeys = """
        SELECT conname, conrelid, conkey, confrelid, confkey
        FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ($1) AND confrelid = ANY ($1)
        ORDER BY conrelid, conname
        """;

    /// <summary>
    /// $1 to $3: schema, table and column; $4: what of it is wanted (<c>v</c> values, <c>r</c> range, <c>e</c> elements, <c>n</c> numbers
    /// only: personal data); $5: rows of the table; $6: its statistics are those summed over partitions.
    /// </summary>
    public const string Statistics = """
        SELECT w.place, s.null_frac::float8, s.n_distinct::float8,
               CASE WHEN w.wanted = 'e' THEN s.most_common_elems::text::text[] WHEN w.wanted = 'r' OR w.few THEN s.most_common_vals::text::text[] END,
               CASE WHEN w.wanted = 'v' AND w.few THEN s.most_common_freqs::float8[] WHEN w.wanted = 'e' THEN s.most_common_elem_freqs::float8[] END,
               CASE WHEN w.wanted = 'v' AND w.few THEN h.bounds
                    WHEN w.wanted = 'r' AND h.bounds IS NOT NULL THEN ARRAY[h.bounds[1], h.bounds[cardinality(h.bounds)]] END,
               CASE WHEN w.wanted = 'v' AND NOT w.few AND s.avg_width <= 32 THEN s.histogram_bounds::text::text[] END
        FROM pg_stats s
        JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::bool[]) WITH ORDINALITY u (s, t, c, wanted, rows, inherited, place)
          ON u.s = s.schemaname AND u.t = s.tablename AND u.c = s.attname AND u.inherited = s.inherited
        CROSS JOIN LATERAL (SELECT u.place, u.wanted, u.wanted = 'v' AND s.avg_width <= 64
            AND CASE WHEN s.n_distinct >= 0 THEN s.n_distinct ELSE -s.n_distinct * u.rows END <= 1000 AS few) w
        CROSS JOIN LATERAL (SELECT CASE WHEN w.wanted = 'r' OR w.few THEN s.histogram_bounds::text::text[] END AS bounds) h
        """;

    /// <summary>$1: relations. Size in pages of 8 KB, leaves of partitioned tables included.</summary>
    public const string Pages = """
        WITH RECURSIVE tree (root, leaf) AS (
            SELECT unnest($1::oid[]), unnest($1::oid[])
            UNION ALL
            SELECT t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.leaf)
        SELECT root, (sum(pg_relation_size(leaf)) / 8192)::int8 FROM tree GROUP BY root
        """;

    /// <summary>
    /// Two lines: the first changes with every definition, comment or grant, and with the code that a statement could reach; the second with rows of tables
    /// of up to 5,000, by their counters, and whenever a table is analyzed. A standby counts nothing itself: what the primary's ANALYZE found tells there.
    /// </summary>
    public const string Fingerprint = $"""
        SELECT current_user || '@' || current_database() || ':' || concat_ws('/',
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(
                 concat_ws('|', oid, relname, relnamespace, relkind, relispartition, relacl::text), 0)::numeric), 0)
             FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'f') AND relpersistence <> 't'),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(
                 concat_ws('|', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attisdropped, a.attacl::text), 0)::numeric), 0)
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             WHERE a.attrelid >= 16384 AND a.attnum > 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', objoid, objsubid, description), 0)::numeric), 0)
             FROM pg_description WHERE classoid = 'pg_class'::regclass AND objoid >= 16384),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(
                 concat_ws('|', oid, conname, conrelid, confrelid, conkey::text, confkey::text), 0)::numeric), 0)
             FROM pg_constraint WHERE contype IN ('p', 'u', 'f')),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', enumtypid, enumlabel, enumsortorder), 0)::numeric), 0) FROM pg_enum),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', oid, xmin), 0)::numeric), 0) FROM pg_rewrite WHERE ev_class >= 16384),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', inhrelid, inhparent), 0)::numeric), 0) FROM pg_inherits),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', d.oid, d.xmin), 0)::numeric), 0)
             FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attgenerated <> ''),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', oid, nspname, nspacl::text), 0)::numeric), 0)
             FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast_temp)'),
            (SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', roleid, member), 0)::numeric), 0) FROM pg_auth_members),
            {CodeMark.Code}),
            (SELECT coalesce(sum(hashtextextended(concat_ws('|', oid, pg_stat_get_last_analyze_time(oid), pg_stat_get_last_autoanalyze_time(oid),
                 CASE WHEN pg_is_in_recovery() THEN concat_ws('-', reltuples, relpages) END,
                 CASE WHEN reltuples <= 5000
                      THEN pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid) END), 0)::numeric), 0)::text
             FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'm') AND relpersistence <> 't')
        """;

    /// <summary>For the message when nothing is readable: schemas that hold tables, whoever may read them.</summary>
    public const string SchemasWithTables = """
        SELECT n.nspname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        GROUP BY n.nspname ORDER BY count(*) DESC, n.nspname LIMIT 20
        """;
}
