using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Expansion;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>Makes the guard's scope of a database: what was read of it, and which operators and types could run somebody's code.</summary>
internal static class GuardScopes
{
    /// <summary>
    /// Operators by name that exist outside pg_catalog; types outside it whose input, cast or domain check calls a function that is not
    /// built in; and functions outside it that field notation can call, those of extensions too where it follows a value. Enums, composites and plain
    /// domains run built-in code only,
    /// so their names stay usable. What an extension brought was installed by whoever rules the database: without leaving it out,
    /// <c>citext</c> alone would forbid every <c>=</c>.
    /// </summary>
    private const string ForeignNames = """
        WITH extension AS (
          SELECT e.classid, e.objid FROM pg_catalog.pg_depend e WHERE e.deptype = 'e'
        )
        SELECT 'operator' AS kind, o.oprname::text AS name
        FROM pg_catalog.pg_operator o
        WHERE o.oprnamespace <> 'pg_catalog'::pg_catalog.regnamespace
          AND NOT EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND e.objid = o.oid)
        UNION
        SELECT 'one argument', f.proname::text
        FROM pg_catalog.pg_proc f
        WHERE f.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
          AND f.pronargs >= 1 AND f.pronargs - f.pronargdefaults <= 1
        UNION
        SELECT 'type', t.typname::text
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_proc i ON i.oid = t.typinput
        WHERE t.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace
          AND t.typtype IN ('b', 'r', 'm')
          AND t.typcategory <> 'A'
          AND i.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
          AND NOT EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid)
        UNION
        SELECT 'type', t.typname::text
        FROM pg_catalog.pg_cast c
        JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
        JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
        WHERE p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
          AND NOT EXISTS (SELECT FROM extension e WHERE e.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND e.objid = c.oid)
        UNION
        SELECT 'type', t.typname::text
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_type t ON t.oid = k.contypid
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = k.oid
          AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
        JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid
        WHERE k.contypid <> 0 AND p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
        """;

    public static async Task<GuardScope> ReadAsync(
        NpgsqlDataSource dataSource, SchemaCatalog catalog, DatabaseOptions options, SiteKnowledge site, ILogger logger, CancellationToken cancellationToken)
    {
        var operators = new HashSet<string>(StringComparer.Ordinal);
        var types = new HashSet<string>(StringComparer.Ordinal);
        var oneArgument = new HashSet<string>(StringComparer.Ordinal);
        using var command = dataSource.CreateCommand(ForeignNames);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                (reader.GetString(0) switch { "operator" => operators, "type" => types, _ => oneArgument })
                    .Add(reader.GetString(1));
            }
        }

        operators.ExceptWith(site.Operators);
        types.ExceptWith(site.Types);
        var schemas = AllowedSchemas(catalog, options);
        var known = catalog.Tables.Select(t => t.Name).ToHashSet();
        var barred = await SiteScope.BarredAsync(dataSource, site, cancellationToken).ConfigureAwait(false);
        var hidden = await SiteScope.RowTypesAsync(dataSource, cancellationToken).ConfigureAwait(false);
        hidden.RemoveWhere(relation => known.Contains(relation) && !barred.ContainsKey(relation));
        return new GuardScope
        {
            ServerVersion = catalog.ServerVersion / 10_000,
            AllowedSchemas = schemas,
            SearchPath = schemas,
            KnownRelations = known,
            Columns = catalog.Tables.ToDictionary(t => t.Name, IReadOnlyList<string> (t) => [.. t.Columns.Select(c => c.Name)]),
            Views = new ViewDefinitions(
                catalog.Tables.Where(t => t is { Kind: RelationKind.View, ViewDefinition: not null }).ToDictionary(t => t.Name, t => t.ViewDefinition!)),
            SiteFunctions = await SiteScope.FunctionsAsync(dataSource, site, logger, cancellationToken).ConfigureAwait(false),
            Barred = barred,
            HiddenRowTypes = hidden,
            ForeignOperators = operators,
            ForeignTypes = types,
            OneArgumentFunctions = oneArgument,
        };
    }

    /// <summary>As configured, in that order; else every schema that was read, <c>public</c> first.</summary>
    private static string[] AllowedSchemas(SchemaCatalog catalog, DatabaseOptions options)
    {
        var configured = (options.Schemas ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return configured.Length > 0
            ? configured
            : [
                .. catalog.Tables.Select(t => t.Name.Schema)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(s => s is not "public")
                .ThenBy(s => s, StringComparer.Ordinal)
            ];
    }
}
