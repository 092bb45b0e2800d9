using NlSql.Core.Database.Connections;
using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Code;

/// <summary>Which of the listed functions of extensions a database has, and that they are what the list takes them for.</summary>
internal static class ExtensionReader
{
    /// <summary>
    /// $1: names that are listed, $2: the search path. Whoever may create a trusted extension can also add functions of their own to it, but cannot write
    /// C; an aggregate is C when all that it is made of is. <c>is_sql</c>: a superuser's, and nobody can have changed what it calls, for PostgreSQL has
    /// resolved it already, or it pins its search path, or no function or operator of the user's is named in it.
    /// </summary>
    private const string Functions = """
        WITH extension AS (
          SELECT d.classid, d.objid, e.extname, e.extversion
          FROM pg_catalog.pg_depend d
          JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
          WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        ), own AS (
          SELECT p.proname::text AS name, false AS is_symbol
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          WHERE n.nspname = ANY ($2)
            AND NOT EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid)
          UNION ALL
          SELECT o.oprname::text, true
          FROM pg_catalog.pg_operator o
          JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
          WHERE n.nspname = ANY ($2)
            AND NOT EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND e.objid = o.oid)
        )
        SELECT n.nspname::text, p.proname::text, coalesce(e.extname::text, ''), coalesce(e.extversion, ''), p.provolatile = 'v', p.prosecdef,
          l.lanname = 'c' OR EXISTS (
            SELECT FROM pg_catalog.pg_aggregate a
            WHERE a.aggfnoid = p.oid AND a.aggmtransfn = 0 AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_proc s
              JOIN pg_catalog.pg_language c ON c.oid = s.prolang
              WHERE s.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn) AND c.lanname <> 'c')) AS is_c,
          l.lanname = 'sql' AND r.rolsuper AND (
            pg_catalog.to_jsonb(p) ->> 'prosqlbody' IS NOT NULL
            OR coalesce(pg_catalog.array_to_string(p.proconfig, ' '), '') LIKE 'search_path=%'
            OR NOT EXISTS (
              SELECT FROM own o
              WHERE CASE WHEN o.is_symbol
                THEN pg_catalog.strpos(p.prosrc, o.name) > 0
                ELSE pg_catalog.lower(o.name) = ANY (pg_catalog.regexp_split_to_array(pg_catalog.lower(p.prosrc), '[^a-z0-9_$\x80-\U0010ffff]+')) END)
          ) AS is_sql
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang
        JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
        LEFT JOIN extension e ON e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid
        WHERE p.proname = ANY ($1) AND n.nspname <> 'information_schema'
          AND (n.nspname NOT LIKE 'pg\_%' OR (n.nspname = 'pg_catalog' AND p.oid >= 16384))
        """;

    public static async Task<ExtensionFunctions> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> searchPath, CancellationToken cancellationToken)
    {
        var functions = await CatalogSession.QueryAsync(
            connection,
            Functions,
            Read,
            cancellationToken,
            new NpgsqlParameter<string[]> { TypedValue = [.. ExtensionLists.ByName.Keys] },
            new NpgsqlParameter<string[]> { TypedValue = [.. searchPath] }).ConfigureAwait(false);

        // PostgreSQL chooses among all that are so called: one that is not listed bars the name.
        var groups = functions.GroupBy(row => row.Function, row => row.IsListed).ToLookup(group => group.All(isListed => isListed), group => group.Key);
        return new ExtensionFunctions(groups[true], groups[false].Select(function => function.Name).ToHashSet(StringComparer.Ordinal), searchPath);
    }

    private static (RelationName Function, bool IsListed) Read(NpgsqlDataReader row)
    {
        var (name, extension, version) = (row.GetString(1), row.GetString(2), Number(row.GetString(3)));
        var (isVolatile, isDefiner, isC, isSql) = (row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7));
        var isListed = !isDefiner && ExtensionLists.ByName[name].Any(listed =>
            listed.Extension == extension && version >= listed.Since && (listed.IsRandom || !isVolatile) && (isC || (isSql && listed.IsSql)));
        return (new RelationName(row.GetString(0), name), isListed);
    }

    /// <summary><c>1.6</c>, and <c>3.3.2dev</c>; null for a version that is no number.</summary>
    private static Version? Number(string version) =>
        Version.TryParse(new string([.. version.TakeWhile(sign => char.IsAsciiDigit(sign) || sign == '.')]), out var number) ? number : null;
}
