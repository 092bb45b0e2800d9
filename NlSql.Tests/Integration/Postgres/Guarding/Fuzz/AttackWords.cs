namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>What an attacker would put somewhere, and every place of a statement where an expression can stand.</summary>
internal static class AttackWords
{
    /// <summary>Each does something, or tells something, if it is called; with a victim's process id for <c>{0}</c>.</summary>
    public static readonly string[] Expressions =
    [
        "vault.fire('x')", "public.txtfn('x')", "txtfn('x')", "rowfn(customers)", "public.varfn(1, 2)", "writes()", "public.lower(1)", "bad('x')",
        "public.similarity(1, 2)", "=?= 'x'", "'x'::d1", "'{x}'::_d1", "'{x}'::public.d2[]", "'(x,1)'::comp", "ROW('x', 1)::comp", "CAST('x' AS d2)", "d1 'x'",
        "('x'::text).txtfn", "(SELECT c FROM customers c LIMIT 1).rowfn", "(ARRAY['x'::text])[1].txtfn", "1 OPERATOR(public.+) 2", "'low'::mood::int",
        "(SELECT to_json(l) FROM moods LIMIT 1)", "(SELECT l + 1 FROM moods LIMIT 1)", "(SELECT c #= hstore('w', 'x') FROM moods LIMIT 1)",
        "(SELECT word FROM vault.secrets)", "(SELECT name FROM public.payroll)", "(SELECT count(*) FROM pg_authid)", "(TABLE vault.secrets)",
        "(SELECT string_agg(data::text, '') FROM pg_largeobject)", "(SELECT max(setting) FROM pg_catalog.pg_settings)", "nextval('counter')",
        "setval('public.counter', 5)", "('counter'::text).nextval", "lo_get(4711)", "loread(lo_open(4711, 262144), 10)", "lo_unlink(4711)", "lo_create(0)",
        "lo_from_bytea(0, 'x')", "lo_put(4711, 0, 'x')", "lo_export(4711, 'written.out')", "lo_import('/etc/hostname')", "(4711).lo_get",
        "pg_read_file('PG_VERSION')", "pg_read_binary_file('global/pg_control')", "pg_ls_dir('.')", "pg_stat_file('PG_VERSION')", "('.'::text).pg_ls_dir",
        "set_config('canary.word', 'gone', false)", "current_setting('canary.word')", "('canary.word'::text).current_setting", "setseed(0.5)",
        "pg_advisory_lock(1)", "pg_try_advisory_xact_lock(1)", "pg_advisory_lock_shared(1, 2)", "(1).pg_advisory_lock", "pg_terminate_backend({0})",
        "pg_cancel_backend({0})", "({0}).pg_terminate_backend", "pg_sleep(1)", "pg_sleep_for('1 s')", "pg_notify('x', 'CANARY')", "pg_reload_conf()",
        "pg_export_snapshot()", "query_to_xml('TABLE vault.secrets', true, true, '')", "table_to_xml('vault.secrets', true, true, '')",
        "database_to_xml(true, true, '')", "('TABLE vault.secrets'::text).ts_stat",
        "(SELECT max(word) FROM ts_stat('SELECT to_tsvector(word) FROM vault.secrets'))",
        "ts_rewrite('a', 'SELECT plainto_tsquery(word), plainto_tsquery(word) FROM vault.secrets')", "'vault.secrets'::regclass",
        "('vault.secrets'::text).regclass",
        "to_regclass('vault.secrets')", "pg_relation_size('vault.secrets')", "has_table_privilege('vault.secrets', 'SELECT')", "pg_get_functiondef(1)",
        "current_user", "session_user", "current_catalog", "$1", "DEFAULT", "xmlelement(name x, 'CANARY')", "JSON_VALUE('{}'::jsonb, '$.a')",
        "json_value('{}'::jsonb, '$.a')",
        "dblink('', 'TABLE vault.secrets')", "currval('counter')", "lastval()", "txid_current()", "pg_backend_pid()", "pg_switch_wal()",
        "binary_upgrade_set_next_pg_type_oid(1)",
        "repeat('x', 900000000)", "10::numeric ^ 100000", "json_populate_record(NULL::moods, '{\"c\":{\"w\":\"x\"}}')",
    ];

    /// <summary>Names of the functions among them, to be called with anything.</summary>
    public static readonly string[] Functions =
    [
        .. Expressions
            .Select(expression => expression[..Math.Max(0, expression.IndexOf('(', StringComparison.Ordinal))])
            .Where(name => name.Length > 0 && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '.'))
            .Where(name => name is not ("CAST" or "ROW" or "repeat" or "json_populate_record"))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Every place of a statement for an expression, <c>{0}</c>.</summary>
    public static readonly string[] Positions =
    [
        "SELECT {0}", "SELECT ({0})", "SELECT DISTINCT {0}", "SELECT DISTINCT ON ({0}) 1", "SELECT 1 AS a WHERE {0} IS NULL", "SELECT 1 ORDER BY {0}",
        "SELECT count(*) FROM customers GROUP BY {0}", "SELECT count(*) FROM customers GROUP BY ROLLUP ({0}, id)",
        "SELECT count(*) FROM customers GROUP BY GROUPING SETS (({0}), ())", "SELECT count(*) FROM customers HAVING {0} IS NULL", "SELECT 1 LIMIT {0}",
        "SELECT 1 OFFSET (SELECT count({0}))", "SELECT 1 FETCH FIRST ({0}) ROWS ONLY", "VALUES ({0})", "VALUES (1), ({0})",
        "SELECT * FROM (VALUES ({0})) v (x)",
        "SELECT * FROM (SELECT {0} AS x) q", "SELECT * FROM customers c, LATERAL (SELECT {0} AS x) l", "WITH q AS (SELECT {0} AS x) SELECT * FROM q",
        "WITH q AS MATERIALIZED (SELECT {0} AS x) SELECT 1",
        "WITH RECURSIVE q (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE {0} IS NULL AND n < 2) TABLE q",
        "SELECT 1 UNION ALL SELECT 2 WHERE {0} IS NULL", "(SELECT 1) EXCEPT (SELECT 2 INTERSECT SELECT 3 WHERE {0} IS NULL)",
        "SELECT * FROM customers a JOIN customers b ON {0} IS NULL", "SELECT * FROM customers a LEFT JOIN LATERAL (SELECT {0} AS x) b ON true",
        "SELECT * FROM unnest(ARRAY[{0}]) x", "SELECT * FROM ROWS FROM (unnest(ARRAY[{0}]), generate_series(1, 2)) r",
        "SELECT * FROM generate_series(1, length(({0})::text))",
        "SELECT * FROM customers TABLESAMPLE bernoulli ({0})", "SELECT * FROM customers TABLESAMPLE system (1) REPEATABLE ({0})", "SELECT length(({0})::text)",
        "SELECT concat({0}, 1)", "SELECT concat(VARIADIC ARRAY[{0}])", "SELECT make_interval(days => {0})",
        "SELECT string_agg(name, ',' ORDER BY {0}) FROM customers",
        "SELECT count(*) FILTER (WHERE {0} IS NULL) FROM customers", "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY {0}) FROM customers",
        "SELECT count(*) OVER (PARTITION BY {0}) FROM customers", "SELECT sum(id) OVER (ORDER BY {0}) FROM customers",
        "SELECT sum(id) OVER (ROWS BETWEEN ({0}) PRECEDING AND CURRENT ROW) FROM customers",
        "SELECT count(*) OVER w FROM customers WINDOW w AS (PARTITION BY {0})",
        "SELECT CASE WHEN {0} IS NULL THEN 1 END", "SELECT CASE {0} WHEN NULL THEN 1 ELSE 2 END", "SELECT CASE WHEN true THEN {0} END",
        "SELECT COALESCE(NULL, {0})",
        "SELECT GREATEST({0}, {0})", "SELECT NULLIF({0}, NULL)", "SELECT ARRAY[{0}]", "SELECT ARRAY(SELECT {0})", "SELECT (ARRAY[1, 2])[{0}]",
        "SELECT (ARRAY[1, 2])[1:{0}]",
        "SELECT ROW({0}, 1)", "SELECT (ROW({0})).f1", "SELECT ({0})::text", "SELECT ({0}) COLLATE \"C\"", "SELECT ({0}) IS NULL", "SELECT ({0}) IS NOT TRUE",
        "SELECT 1 IN (1, ({0}))", "SELECT ({0}) IN (SELECT 1)", "SELECT 1 = ANY (ARRAY[({0})])", "SELECT 1 BETWEEN 0 AND ({0})", "SELECT 'a' LIKE ({0})",
        "SELECT EXISTS (SELECT {0})", "SELECT now() AT TIME ZONE ({0})", "SELECT EXTRACT(year FROM ({0}))", "SELECT SUBSTRING('abc' FROM ({0}))",
        "SELECT TRIM(BOTH ({0}) FROM 'a')",
        "SELECT POSITION(({0}) IN 'a')", "SELECT OVERLAY('abc' PLACING ({0}) FROM 1)", "SELECT (1, 2) OVERLAPS (({0}), 3)", "SELECT NOT (({0}) IS NULL)",
        "SELECT id FROM customers WHERE (id, ({0})::text) IN (SELECT 1, 'x')", "SELECT jsonb_build_object('a', {0})", "SELECT JSON_OBJECT('a': {0})",
        "SELECT JSON_ARRAY({0})",
        "SELECT JSON_VALUE('[]', '$.a' PASSING {0} AS x)", "SELECT JSON_VALUE('[]', '$.a' DEFAULT {0} ON EMPTY)", "SELECT JSON_ARRAYAGG({0})",
        "SELECT * FROM JSON_TABLE(({0})::jsonb, '$' COLUMNS (a int)) t", "SELECT ({0}).a", "SELECT ({0}).*", "SELECT - ({0})",
        "SELECT '[]'::jsonb - ({0})::text",
        "SELECT * FROM customers ORDER BY ({0}) USING <", "SELECT * FROM {0}", "SELECT * FROM {0} AS t (a text)",
        "SELECT * FROM customers, LATERAL {0} AS t (a)", "{0}", "TABLE {0}",
    ];
}
