using System.Globalization;
using System.Security.Cryptography;
using NlSql.Core.Database.Connections;
using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Code;

/// <summary>
/// One line that changes with everything the guard's verdict depends on besides the statement: functions (their volatility and rights with them), operators,
/// aggregates, casts, types, checks of domains, operator classes, languages, schemas and extensions, and the columns of the relations that are read.
/// </summary>
internal static class CodeMark
{
    /// <summary>
    /// Sum over what is there, so that order does not matter; the row's transaction stands for all that a definition says. What a server brings was written in
    /// transaction 1, which nothing later can be: all other rows count, and so do PostgreSQL's own functions, aggregates, operators and types once somebody has
    /// replaced, moved, renamed or altered them. Names of schemas stand before those of functions and types; which object belongs to an extension is nowhere
    /// else. A composite type's own name is in pg_class; tables are left out there: making one is no reason to judge all statements anew.
    /// </summary>
    public const string Code = """
        (SELECT pg_catalog.string_agg(part, '/' ORDER BY kind) FROM (
          SELECT kind, pg_catalog.count(*) || '-' || coalesce(pg_catalog.sum(pg_catalog.hashtextextended(row, 0)::numeric), 0) AS part FROM (
            SELECT 'a' AS kind, p.oid || '|' || p.xmin AS row FROM pg_catalog.pg_proc p WHERE p.xmin <> '1'
            UNION ALL SELECT 'b', o.oid || '|' || o.xmin FROM pg_catalog.pg_operator o WHERE o.xmin <> '1'
            UNION ALL SELECT 'c', c.oid || '|' || c.xmin FROM pg_catalog.pg_cast c WHERE c.xmin <> '1'
            UNION ALL SELECT 'd', t.oid || '|' || t.xmin FROM pg_catalog.pg_type t WHERE t.xmin <> '1' AND t.typtype <> 'c' AND t.typcategory <> 'A'
            UNION ALL SELECT 'e', k.oid || '|' || k.xmin FROM pg_catalog.pg_constraint k WHERE k.contypid > 0 AND k.xmin <> '1'
            UNION ALL SELECT 'f', c.oid || '|' || c.xmin FROM pg_catalog.pg_opclass c WHERE c.xmin <> '1'
            UNION ALL SELECT 'g', a.oid || '|' || a.xmin FROM pg_catalog.pg_amproc a WHERE a.xmin <> '1'
            UNION ALL SELECT 'h', a.oid || '|' || a.xmin FROM pg_catalog.pg_amop a WHERE a.xmin <> '1'
            UNION ALL SELECT 'i', e.oid || '|' || e.xmin FROM pg_catalog.pg_extension e
            UNION ALL SELECT 'j', a.attrelid || '|' || a.attnum || '|' || a.xmin || '|' || c.xmin
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'c' AND c.oid >= 16384
            UNION ALL SELECT 'k', a.aggfnoid::pg_catalog.oid || '|' || a.xmin FROM pg_catalog.pg_aggregate a WHERE a.xmin <> '1'
            UNION ALL SELECT 'l', l.oid || '|' || l.xmin FROM pg_catalog.pg_language l
            UNION ALL SELECT 'm', n.oid || '|' || n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_(temp|toast_temp)_'
            UNION ALL SELECT 'n', d.classid || '|' || d.objid FROM pg_catalog.pg_depend d
              WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
          ) rows GROUP BY kind) parts)
        """;

    /// <summary>
    /// After <c>base (relation)</c>: what each of these relations shows, itself among it: tables that inherit from it or are its partitions, what a view
    /// reads, and tables whose rows are its columns; with columns, what they are generated from, and the queries of views. OFFSET 0 keeps the planner, which
    /// cannot know how few parts there are, from reading the columns of the whole database.
    /// </summary>
    private const string Shown = """
        , shown AS (
          SELECT b.relation, b.relation AS part FROM base b
          UNION
          SELECT s.relation, d.next FROM shown s CROSS JOIN LATERAL (
            SELECT i.inhrelid AS next FROM pg_catalog.pg_inherits i WHERE i.inhparent = s.part
            UNION ALL
            SELECT d.refobjid
            FROM pg_catalog.pg_rewrite r
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
              AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
            WHERE r.ev_class = s.part
            UNION ALL
            SELECT e.typrelid
            FROM pg_catalog.pg_attribute f
            JOIN pg_catalog.pg_type h ON h.oid = f.atttypid AND (h.typtype IN ('c', 'd') OR h.typelem > 0)
            CROSS JOIN LATERAL (
              WITH RECURSIVE beneath AS (
                SELECT f.atttypid AS oid
                UNION
                SELECT v.oid FROM beneath b JOIN pg_catalog.pg_type t ON t.oid = b.oid CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype)) v (oid)
                WHERE v.oid > 0
              ) SELECT t.typrelid FROM beneath b JOIN pg_catalog.pg_type t ON t.oid = b.oid WHERE t.typrelid > 0) e
            WHERE f.attrelid = s.part AND f.attnum > 0 AND f.atttypid >= 16384 OFFSET 0) d
        ), marks AS (
          SELECT s.relation, pg_catalog.hashtextextended(
            a.attrelid || '|' || a.attnum || '|' || a.attname || '|' || a.atttypid || '|' || a.attisdropped, 0) AS mark
          FROM shown s CROSS JOIN LATERAL (SELECT * FROM pg_catalog.pg_attribute f WHERE f.attrelid = s.part AND f.attnum > 0 OFFSET 0) a
          UNION ALL
          SELECT s.relation, pg_catalog.hashtextextended(r.oid || '|' || r.xmin, 0)
          FROM shown s CROSS JOIN LATERAL (SELECT f.oid, f.xmin FROM pg_catalog.pg_rewrite f WHERE f.ev_class = s.part OFFSET 0) r
          UNION ALL
          SELECT s.relation, pg_catalog.hashtextextended(d.oid || '|' || d.xmin, 0)
          FROM shown s CROSS JOIN LATERAL (
            SELECT f.oid, f.xmin
            FROM pg_catalog.pg_attrdef f JOIN pg_catalog.pg_attribute g ON g.attrelid = f.adrelid AND g.attnum = f.adnum AND g.attgenerated <> ''
            WHERE f.adrelid = s.part OFFSET 0) d
        )
        """;

    /// <summary>No number, and nothing that a statement of somebody's could hold by chance or by intent: the server repeats it in its error.</summary>
    private static readonly string Others = $"other definitions {RandomNumberGenerator.GetHexString(16)}";

    /// <summary>
    /// What tells the moment, see <see cref="SeenDefinitions"/>: the start of the server, the database and the snapshot, which is another
    /// once any transaction that could write has ended. A standby does not list what it replays, so that there only a snapshot with nothing unfinished counts.
    /// </summary>
    private const string Moment = """
        (SELECT pg_catalog.pg_postmaster_start_time() || ' ' || s || ' ' || pg_catalog.current_database() AS seen
         FROM pg_catalog.pg_current_snapshot() s
         WHERE NOT pg_catalog.pg_is_in_recovery() OR pg_catalog.pg_snapshot_xmin(s) = pg_catalog.pg_snapshot_xmax(s))
        """;

    /// <summary>
    /// $1 and $2: schemas and names of the relations that are read; $3: the mark that there must be; $4: the moment at which it was that before, or nothing.
    /// Where there is another it fails, so that the server itself takes nothing of what was sent behind it in the same round trip. The second column is the
    /// moment.
    /// </summary>
    private static readonly string OfStatement = $"""
        WITH RECURSIVE base AS (
          SELECT DISTINCT c.oid AS relation
          FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS u (s, r)
          CROSS JOIN LATERAL (
            SELECT c.oid FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
            WHERE n.nspname = u.s AND c.relname = u.r OFFSET 0) c
        ) {Shown}
        SELECT (CASE
          WHEN n.seen = $4 THEN '1'
          WHEN coalesce({Code}, '') || '+' || (SELECT coalesce(pg_catalog.sum(m.mark::numeric), 0)::text FROM marks m) = $3 THEN '1'
          ELSE '{Others}'
        END)::int, n.seen, {PlannerSettings.GiveBack}
        FROM (SELECT {Moment} AS seen OFFSET 0) n
        """;

    private const string OfDatabase = $"""
        WITH RECURSIVE base AS (
          SELECT c.oid AS relation
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
        ) {Shown}
        SELECT '' AS schema, '' AS name, coalesce({Code}, '') AS mark
        UNION ALL
        SELECT n.nspname::text, c.relname::text, coalesce(pg_catalog.sum(m.mark::numeric), 0)::text
        FROM marks m
        JOIN pg_catalog.pg_class c ON c.oid = m.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        GROUP BY 1, 2
        """;

    /// <summary>The marks of a whole database, from which that of each statement is put together.</summary>
    public static async Task<DefinitionMarks> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await CatalogSession.QueryAsync(
            connection,
            OfDatabase,
            row => (Relation: new RelationName(row.GetString(0), row.GetString(1)), Mark: row.GetString(2)),
            cancellationToken).ConfigureAwait(false);
        return new DefinitionMarks(
            rows.Find(row => row.Relation.Name.Length == 0).Mark ?? "",
            rows.Where(row => row.Relation.Name.Length > 0)
                .ToDictionary(row => row.Relation, row => decimal.Parse(row.Mark, CultureInfo.InvariantCulture)));
    }

    /// <summary>
    /// Fails, see <see cref="HasChanged"/>, unless everything is as it was when the mark was taken. Behind a command that has asked for
    /// <see cref="PlannerSettings.Take"/>; its one row is for <see cref="DefinitionCheck.Take"/>.
    /// </summary>
    public static NpgsqlBatchCommand Command(DefinitionCheck check)
    {
        var command = new NpgsqlBatchCommand(OfStatement);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. check.Relations.Select(relation => relation.Schema)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. check.Relations.Select(relation => relation.Name)] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = check.Mark });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = check.SeenAt });
        return command;
    }

    /// <summary>True when the error is what <see cref="Command"/> says of definitions that are others now.</summary>
    public static bool HasChanged(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.InvalidTextRepresentation && error.MessageText.Contains(Others, StringComparison.Ordinal);
}
