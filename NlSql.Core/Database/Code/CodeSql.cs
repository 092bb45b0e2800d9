namespace NlSql.Core.Database.Code;

/// <summary>
/// What code of a database hangs on its types, operators and casts, for PostgreSQL 13 to 18. What an extension brought was installed by whoever rules the
/// database: its types, operators, casts and operator classes count as built in, its functions do not where somebody else's check calls them.
/// </summary>
internal static class CodeSql
{
    /// <summary>
    /// <c>brought</c>: functions that an extension brought. Whoever may create a trusted extension can also add functions of his own to it, which stay his,
    /// and operators and casts over functions that are not in it.
    /// </summary>
    public const string Brought = """
        extension AS (
          SELECT e.classid, e.objid, e.refobjid AS extension FROM pg_catalog.pg_depend e WHERE e.deptype = 'e'
        ), brought AS (
          SELECT p.oid, -- internal, C, or an aggregate of such
            CASE WHEN p.prokind <> 'a' THEN p.prolang IN (12, 13) ELSE NOT EXISTS (
              SELECT FROM pg_catalog.pg_aggregate a
              LEFT JOIN pg_catalog.pg_operator s ON s.oid = a.aggsortop
              JOIN pg_catalog.pg_proc step ON step.oid IN (
                a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, s.oprcode)
              WHERE a.aggfnoid = p.oid AND step.oid >= 16384 AND NOT (step.prolang = 13 AND EXISTS (
                SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = e.classid AND d.objid = step.oid AND d.deptype = 'e' AND d.refobjid = e.extension))
            ) END AS is_c
          FROM pg_catalog.pg_proc p
          JOIN extension e ON e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid
          JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
          WHERE p.prolang IN (12, 13) OR r.rolsuper
        )
        """;

    /// <summary>
    /// After <see cref="Brought"/>: true for a <c>pg_operator o</c> that an extension brought with its function, or made of one that is behind an operator of
    /// PostgreSQL's own.
    /// </summary>
    public const string OfExtension = """
        EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND e.objid = o.oid)
              AND (o.oprcode = 0 OR o.oprcode IN (SELECT b.oid FROM brought b)
                OR EXISTS (SELECT FROM pg_catalog.pg_operator own WHERE own.oid < 16384 AND own.oprcode = o.oprcode))
        """;

    /// <summary>$1: functions, $2: operators, $3: types that the site has listed; $4: functions of PostgreSQL's own that somebody has replaced.</summary>
    public const string Types = $"""
        WITH {Brought}, system AS (
          SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname IN ('pg_catalog', 'information_schema', 'pg_toast')
        ), function AS (
          SELECT p.oid, n.nspname || '.' || p.proname AS name,
                 p.oid IN (SELECT b.oid FROM brought b) AS brought
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          WHERE (p.oid >= 16384 OR p.oid = ANY ($4) OR p.pronamespace NOT IN (SELECT s.oid FROM system s))
            AND NOT n.nspname || '.' || p.proname = ANY ($1)
        ), operator AS (
          SELECT o.oid, o.oprcode, coalesce(f.name, 'the operator ' || o.oprname) AS name
          FROM pg_catalog.pg_operator o
          LEFT JOIN function f ON f.oid = o.oprcode
          WHERE (o.oid >= 16384 OR o.oprnamespace NOT IN (SELECT s.oid FROM system s)) AND NOT o.oprname = ANY ($2)
            AND NOT ({OfExtension})
        ), class AS (
          SELECT c.oid, c.opcintype, c.opcdefault, min(f.name) AS name
          FROM pg_catalog.pg_opclass c
          JOIN (SELECT a.amprocfamily AS family, a.amproc::pg_catalog.oid AS code FROM pg_catalog.pg_amproc a
                UNION
                SELECT a.amopfamily, o.oprcode::pg_catalog.oid FROM pg_catalog.pg_amop a JOIN pg_catalog.pg_operator o ON o.oid = a.amopopr) m
            ON m.family = c.opcfamily
          JOIN function f ON f.oid = m.code
          WHERE NOT f.brought
          GROUP BY c.oid, c.opcintype, c.opcdefault
        ), watched AS (
          -- Types whose values can reach code without being named.
          SELECT t.oid FROM pg_catalog.pg_type t WHERE t.oid >= 16384 OR t.typnamespace NOT IN (SELECT s.oid FROM system s)
          UNION
          SELECT c.opcintype FROM class c WHERE c.opcdefault
          UNION
          SELECT c.castsource FROM pg_catalog.pg_cast c WHERE c.oid >= 16384
        ), listed AS (
          SELECT t.oid FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
          WHERE t.typname = ANY ($3) OR n.nspname || '.' || t.typname = ANY ($3)
        )
        -- Every type that can have code, or be found by its name.
        SELECT 'type' AS kind, t.oid AS one, t.typrelid AS other, n.nspname::text AS schema, t.typname::text AS name,
               CASE WHEN l.oid IS NOT NULL THEN 'listed' WHEN n.nspname = 'pg_catalog' AND t.oid < 16384 THEN 'system' ELSE t.typtype::text END AS detail
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN listed l ON l.oid = t.oid
        WHERE n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp%' AND n.nspname <> 'information_schema'
          AND (n.nspname <> 'pg_catalog' OR t.oid >= 16384 OR t.typtype IN ('b', 'r', 'm'))
        UNION ALL
        -- What one is made of.
        SELECT 'part', t.oid, t.typbasetype, '', '', 'base' FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
        UNION ALL
        SELECT 'part', t.oid, t.typelem, '', '', 'element' FROM pg_catalog.pg_type t WHERE t.typelem <> 0 AND t.typcategory = 'A'
        UNION ALL
        SELECT 'part', c.reltype, a.atttypid, '', a.attname::text, 'attribute'
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        WHERE c.reltype <> 0 AND a.attnum > 0 AND NOT a.attisdropped AND t.oid IN (SELECT w.oid FROM watched w)
        UNION ALL
        SELECT 'part', r.rngtypid, r.rngsubtype, '', '', 'bound' FROM pg_catalog.pg_range r
        UNION ALL
        SELECT 'part', (pg_catalog.to_jsonb(r) ->> 'rngmultitypid')::pg_catalog.oid, r.rngtypid, '', '', 'element'
        FROM pg_catalog.pg_range r WHERE pg_catalog.to_jsonb(r) ? 'rngmultitypid'
        UNION ALL
        SELECT 'part', k.contypid, d.refobjid, '', '', 'check'
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = k.oid
          AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
        WHERE k.contypid <> 0 AND d.refobjid <> k.contypid
        UNION ALL
        -- Code that makes one.
        SELECT 'making', t.oid, 0, '', f.name, ''
        FROM pg_catalog.pg_type t JOIN function f ON f.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout)
        WHERE NOT f.brought
        UNION ALL
        SELECT 'making', r.rngtypid, 0, '', f.name, '' FROM pg_catalog.pg_range r JOIN function f ON f.oid IN (r.rngcanonical, r.rngsubdiff) WHERE NOT f.brought
        UNION ALL
        SELECT 'making', r.rngtypid, 0, '', c.name, '' FROM pg_catalog.pg_range r JOIN class c ON c.oid = r.rngsubopc
        UNION ALL
        SELECT 'making', k.contypid, 0, '', coalesce(f.name, o.name), ''
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = k.oid
        LEFT JOIN function f ON d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.refobjid
        LEFT JOIN operator o ON d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND o.oid = d.refobjid
        WHERE k.contypid <> 0 AND (f.oid IS NOT NULL OR o.oid IS NOT NULL)
        UNION ALL
        -- Functions of pg_catalog in a check are in no dependency.
        SELECT 'expression', k.contypid, 0, '', pg_catalog.pg_get_expr(k.conbin, 0), ''
        FROM pg_catalog.pg_constraint k WHERE k.contypid <> 0 AND k.conbin IS NOT NULL AND k.oid >= 16384
        UNION ALL
        SELECT 'comparing', c.opcintype, 0, '', c.name, '' FROM class c WHERE c.opcdefault
        UNION ALL
        -- A range compares its bounds by the operator class that it was made with, and the planner asks how far they are apart.
        SELECT 'comparing', r.rngtypid, 0, '', c.name, '' FROM pg_catalog.pg_range r JOIN class c ON c.oid = r.rngsubopc
        UNION ALL
        SELECT 'comparing', r.rngtypid, 0, '', f.name, '' FROM pg_catalog.pg_range r JOIN function f ON f.oid IN (r.rngcanonical, r.rngsubdiff)
        WHERE NOT f.brought
        UNION ALL
        SELECT 'cast', c.castsource, c.casttarget, '', f.name, c.castcontext::text
        FROM pg_catalog.pg_cast c JOIN function f ON f.oid = c.castfunc
        WHERE NOT (f.brought AND EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND e.objid = c.oid))
        UNION ALL
        SELECT 'cast by the system', c.castsource, c.casttarget, '', p.proname::text, c.castcontext::text
        FROM pg_catalog.pg_cast c JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
        WHERE c.oid >= 16384 AND p.oid < 16384
          AND NOT (EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND e.objid = c.oid)
            AND EXISTS (SELECT FROM pg_catalog.pg_cast own WHERE own.oid < 16384 AND own.castfunc = c.castfunc))
        UNION ALL
        -- What functions and operators give, with the names of the columns that a function has.
        SELECT DISTINCT 'given', g.type, 0, '', p.proname::text, coalesce(g.name, '')
        FROM pg_catalog.pg_proc p
        CROSS JOIN LATERAL (
          SELECT p.prorettype AS type, NULL::text AS name
          UNION ALL
          SELECT o.type, o.name
          FROM ROWS FROM (pg_catalog.unnest(p.proallargtypes), pg_catalog.unnest(p.proargmodes), pg_catalog.unnest(p.proargnames)) AS o (type, mode, name)
          WHERE o.mode IN ('o', 'b', 't')
        ) g
        WHERE g.type IN (SELECT w.oid FROM watched w)
        UNION ALL
        SELECT DISTINCT 'given', o.oprresult, 0, '', o.oprname::text, '' FROM pg_catalog.pg_operator o WHERE o.oprresult IN (SELECT w.oid FROM watched w)
        """;

    /// <summary>Columns of types outside pg_catalog or added to it, and of those in $1, by the name of their relation.</summary>
    public const string Columns = """
        SELECT n.nspname::text, c.relname::text, a.attname::text, a.atttypid
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND (tn.nspname <> 'pg_catalog' OR t.oid >= 16384 OR t.oid = ANY ($1))
          AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
        """;
}
