using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Code;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>Makes the guard's scope of a database: what was read of it, and which operators and types could run somebody's code.</summary>
internal static class GuardScopes
{
    /// <summary>
    /// Operators by name that exist outside pg_catalog, and functions outside it that can be called with one argument, those of extensions too. Operators
    /// that an extension brought were installed by whoever rules the database: without leaving them out, <c>citext</c> alone would forbid every <c>=</c>.
    /// $1: functions of PostgreSQL's own that somebody has replaced.
    /// </summary>
    private const string ForeignNames = $"""
        WITH {CodeSql.Brought}, rewritten AS (
          SELECT pg_catalog.unnest($1) AS oid
        ), replaced AS (
          SELECT w.oid FROM rewritten w
          UNION
          SELECT a.aggfnoid FROM pg_catalog.pg_aggregate a
          LEFT JOIN pg_catalog.pg_operator s ON s.oid = a.aggsortop
          JOIN pg_catalog.pg_proc p ON p.oid IN (
            a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, s.oprcode)
          WHERE a.aggfnoid < 16384 AND (p.oid >= 16384 OR p.oid IN (SELECT w.oid FROM rewritten w))
        )
        SELECT CASE o.oprkind WHEN 'l' THEN 'prefix operator' ELSE 'operator' END AS kind, o.oprname::text AS name
        FROM pg_catalog.pg_operator o
        WHERE (o.oprnamespace <> 'pg_catalog'::pg_catalog.regnamespace OR o.oid >= 16384 OR o.oprcode IN (SELECT r.oid FROM replaced r))
          AND NOT ({CodeSql.OfExtension})
        UNION
        SELECT 'added operator', o.oprname::text
        FROM pg_catalog.pg_operator o
        WHERE o.oprnamespace = 'pg_catalog'::pg_catalog.regnamespace AND (o.oid >= 16384 OR o.oprcode IN (SELECT r.oid FROM replaced r))
          AND NOT ({CodeSql.OfExtension})
        UNION
        SELECT 'one argument', f.proname::text
        FROM pg_catalog.pg_proc f
        WHERE (f.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace OR f.oid >= 16384 OR f.oid IN (SELECT r.oid FROM replaced r))
          AND f.pronargs >= 1 AND f.pronargs - f.pronargdefaults <= 1
        UNION
        SELECT 'added', f.proname::text
        FROM pg_catalog.pg_proc f
        WHERE f.pronamespace = 'pg_catalog'::pg_catalog.regnamespace AND (f.oid >= 16384 OR f.oid IN (SELECT r.oid FROM replaced r))
          AND f.oid NOT IN (SELECT b.oid FROM brought b WHERE b.is_c)
        """;

    public static Task<GuardScope> ReadAsync(
        NpgsqlDataSource dataSource, SchemaCatalog catalog, DatabaseOptions options, SiteKnowledge site, ILogger logger, CancellationToken cancellationToken) =>
        CatalogSession.ReadAsync(dataSource, connection => ReadAsync(connection, catalog, options, site, logger, cancellationToken), cancellationToken);

    private static async Task<GuardScope> ReadAsync(
        NpgsqlConnection connection, SchemaCatalog catalog, DatabaseOptions options, SiteKnowledge site, ILogger logger, CancellationToken cancellationToken)
    {
        var marks = await CodeMark.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var operators = new HashSet<string>(StringComparer.Ordinal);
        var prefixOperators = new HashSet<string>(StringComparer.Ordinal);
        var oneArgument = new HashSet<string>(StringComparer.Ordinal);
        var added = new HashSet<string>(StringComparer.Ordinal);
        var addedOperators = new HashSet<string>(StringComparer.Ordinal);
        var replaced = await ReplacedFunctions.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var names = await CatalogSession.QueryAsync(
            connection,
            ForeignNames,
            row => (Kind: row.GetString(0), Name: row.GetString(1)),
            cancellationToken,
            ReplacedFunctions.Numbers(replaced)).ConfigureAwait(false);
        foreach (var (kind, name) in names)
        {
            (kind switch
            {
                "operator" => operators,
                "prefix operator" => prefixOperators,
                "added" => added,
                "added operator" => addedOperators,
                _ => oneArgument,
            }).Add(name);
        }

        operators.ExceptWith(site.Operators);
        prefixOperators.ExceptWith(site.Operators);
        addedOperators.ExceptWith(site.Operators);
        var schemas = AllowedSchemas(catalog, options);
        var known = catalog.Tables.Select(t => t.Name).ToHashSet();
        var barred = await SiteScope.BarredAsync(connection, site, cancellationToken).ConfigureAwait(false);
        var rows = await SiteScope.RowTypesAsync(connection, cancellationToken).ConfigureAwait(false);
        var hidden = rows.Where(row => !known.Contains(row.Relation) || barred.ContainsKey(row.Relation)).Select(row => row.Type).ToHashSet();
        return new GuardScope
        {
            Marks = marks,
            ServerVersion = catalog.ServerVersion / 10_000,
            AllowedSchemas = schemas,
            SearchPath = schemas,
            KnownRelations = known,
            Columns = catalog.Tables.ToDictionary(t => t.Name, IReadOnlyList<string> (t) => [.. t.Columns.Select(c => c.Name)]),
            Personal = catalog.Tables.ToDictionary(
                t => t.Name, IReadOnlySet<string> (t) => t.Columns.Where(c => c.IsPersonal).Select(c => c.Name).ToHashSet(StringComparer.Ordinal)),
            OpenFields = catalog.Tables
                .Where(t => t.Columns.Any(c => c.OpenFields is not null))
                .ToDictionary(
                    t => t.Name,
                    IReadOnlyDictionary<string, IReadOnlySet<string>> (t) => t.Columns.Where(c => c.OpenFields is not null)
                        .ToDictionary(c => c.Name, c => c.OpenFields!, StringComparer.Ordinal)),
            Children = await SiteScope.ChildrenAsync(connection, cancellationToken).ConfigureAwait(false),
            IndexColumns = await SiteScope.IndexColumnsAsync(connection, cancellationToken).ConfigureAwait(false),
            Views = new ViewDefinitions(
                catalog.Tables.Where(t => t is { Kind: RelationKind.View, ViewDefinition: not null }).ToDictionary(t => t.Name, t => t.ViewDefinition!)),
            VirtualColumns = new ViewDefinitions(await VirtualColumnsAsync(connection, catalog, cancellationToken).ConfigureAwait(false)),
            SiteFunctions = await SiteScope.FunctionsAsync(connection, site, logger, cancellationToken).ConfigureAwait(false),
            Barred = barred,
            HiddenRowTypes = hidden,
            ForeignOperators = operators,
            ForeignPrefixOperators = prefixOperators,
            Types = await CodeReader.ReadAsync(connection, site, replaced, cancellationToken).ConfigureAwait(false),
            Extensions = await ExtensionReader.ReadAsync(connection, schemas, cancellationToken).ConfigureAwait(false),
            OneArgumentFunctions = oneArgument,
            AddedFunctions = added,
            AddedOperators = addedOperators,
        };
    }

    private static async Task<IReadOnlyDictionary<RelationName, string>> VirtualColumnsAsync(
        NpgsqlConnection connection, SchemaCatalog catalog, CancellationToken cancellationToken)
    {
        var rows = await CatalogSession.QueryAsync(connection, CatalogSql.Generated, GeneratedRow.Read, cancellationToken).ConfigureAwait(false);
        var expressions = rows.Where(row => row.IsVirtual).ToLookup(row => row.Relation);
        return catalog.Tables.Where(table => expressions.Contains(table.Name)).ToDictionary(
            table => table.Name,
            table =>
            {
                var computed = expressions[table.Name].ToDictionary(row => row.Column, row => $"({row.Expression}) AS ", StringComparer.Ordinal);
                var columns = table.Columns.Select(column => computed.GetValueOrDefault(column.Name) + Identifier.AlwaysQuote(column.Name));
                return $"SELECT {string.Join(", ", columns)} FROM {Identifier.AlwaysQuote(table.Name.Schema)}.{Identifier.AlwaysQuote(table.Name.Name)}";
            });
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
