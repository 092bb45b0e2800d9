using System.Globalization;
using System.Text.RegularExpressions;
using NlSql.Core.Database.Connections;
using NlSql.Core.Sql.Lists;
using Npgsql;

namespace NlSql.Core.Database.Code;

/// <summary>
/// Functions of PostgreSQL's own that somebody has replaced: CREATE OR REPLACE keeps the number. What is in C there is called as it was, whatever the catalog
/// says since, unless it is SQL now, which the planner puts in the place of the call; but arguments that are left out are computed anew.
/// </summary>
internal static partial class ReplacedFunctions
{
    /// <summary>
    /// The body as PostgreSQL writes it, and what stands for arguments that are left out. $1: numbers of the functions that are in SQL there.
    /// </summary>
    private const string Suspects = """
        SELECT p.oid, p.prolang, coalesce(pg_catalog.pg_get_expr(p.proargdefaults, 0), ''),
          CASE WHEN p.prolang = 14 AND pg_catalog.to_jsonb(p) ->> 'prosqlbody' IS NOT NULL THEN pg_catalog.pg_get_functiondef(p.oid) ELSE p.prosrc END
        FROM pg_catalog.pg_proc p
        WHERE p.oid < 16384 AND p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
          AND (p.prolang NOT IN (12, 13) OR p.oid = ANY ($1) OR p.pronargdefaults > 0)
        """;

    /// <summary>What is written before the body of a function that PostgreSQL keeps parsed.</summary>
    private const string Return = "\nRETURN ";

    private const string AnyBody = "*";

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private const uint Internal = 12;
    private const uint C = 13;
    private const uint Sql = 14;

    /// <summary>The bodies that PostgreSQL's own functions in SQL have in one version or another, by their numbers.</summary>
    private static readonly ILookup<uint, string> Bodies = ListFile.Lines("system-bodies.txt")
        .Select(line => line.Split(' ', 3))
        .ToLookup(parts => uint.Parse(parts[0], CultureInfo.InvariantCulture), parts => parts[2]);

    /// <summary>Their numbers. What is in the path, and whether all names are quoted, changes what is written here: the session is pinned.</summary>
    public static async Task<uint[]> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var suspects = await CatalogSession.QueryAsync(
            connection,
            Suspects,
            row => (
                Number: row.GetFieldValue<uint>(0),
                IsOwn: IsOwn(row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1), row.GetString(2), row.GetString(3))),
            cancellationToken,
            Numbers([.. Bodies.Select(body => body.Key)])).ConfigureAwait(false);
        return [.. suspects.Where(suspect => !suspect.IsOwn).Select(suspect => suspect.Number)];
    }

    /// <summary>Numbers of the catalog as a parameter.</summary>
    public static NpgsqlParameter<uint[]> Numbers(uint[] numbers) =>
        new() { TypedValue = numbers, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid };

    /// <summary>PostgreSQL's own have constants for arguments that are left out, no calls.</summary>
    private static bool IsOwn(uint number, uint language, string defaults, string definition) => (defaults.Length == 0 || Constants().IsMatch(defaults))
        && language switch
        {
            Internal or C => !Bodies.Contains(number),
            Sql => Bodies[number].Any(body => body == AnyBody || body == Body(definition)),
            _ => false,
        };

    private static string Body(string definition) =>
        definition.IndexOf(Return, StringComparison.Ordinal) is >= 0 and var at ? definition[(at + 1)..].TrimEnd('\n') : definition;

    /// <summary>As <c>'{}'::jsonb, false</c>.</summary>
    [GeneratedRegex(@"^(([0-9.]+|true|false|NULL|'[A-Za-z_{}]*')(::(jsonb|text(\[\])?))?(, |$))+$", Linear)]
    private static partial Regex Constants();
}
