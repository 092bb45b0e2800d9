using NlSql.Core.Database.Code;
using NlSql.Core.Database.Connections;
using NlSql.Core.Sql.Lists;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>functions.txt against the functions of the server at hand, whatever its version: somebody has thought about each of them.</summary>
public sealed class SystemFunctionTests(PostgresFixture postgres)
{
    /// <summary>Volatile because each call gives another value, and for no other reason; <c>timezone</c> was until 14, for it asked what day it is.</summary>
    private static readonly string[] Random =
        ["array_sample", "array_shuffle", "clock_timestamp", "gen_random_uuid", "random", "random_normal", "timeofday", "timezone", "uuidv4", "uuidv7"];

    [Fact]
    public async Task List_EveryFunctionOfTheServer_IsClassified()
    {
        var functions = await ReadAsync("TRUE");

        Assert.True(functions.Count > 2_400, $"Only {functions.Count} functions were read.");
        Assert.Empty(functions.Where(name => !AllowLists.Functions.Contains(name) && !AllowLists.RefusedFunctions.ContainsKey(name)).ToList());
        Assert.Empty(AllowLists.Functions.Where(AllowLists.RefusedFunctions.ContainsKey).ToList());
    }

    /// <summary>A slip of the pen in the file would let the function that was meant stand unclassified, or be an entry for nothing.</summary>
    [Fact]
    public async Task List_EveryEntry_IsAFunctionUntilTheVersionThatItNames()
    {
        var functions = await ReadAsync("TRUE");
        var version = await postgres.MajorVersionAsync();

        Assert.Empty(AllowLists.RefusedFunctions.Where(entry => entry.Value <= version && functions.Contains(entry.Key)).Select(entry => entry.Key));
        if (version == 18)
        {
            Assert.Empty(AllowLists.Functions.Where(name => !functions.Contains(name)).ToList());
            Assert.Empty(AllowLists.RefusedFunctions.Where(entry => entry.Value is null && !functions.Contains(entry.Key)).Select(entry => entry.Key));
        }
    }

    [Fact]
    public async Task List_CallableFunctions_OnlyCompute()
    {
        var suspicious = await ReadAsync(
            """
            p.provolatile = 'v' OR p.prosecdef OR 'internal'::regtype = ANY (p.proargtypes::oid[]) OR p.prorettype = 'internal'::regtype
              OR p.prolang NOT IN (SELECT oid FROM pg_language WHERE lanname IN ('internal', 'sql'))
            """);

        Assert.Equal(Random.Where(suspicious.Contains), AllowLists.Functions.Where(suspicious.Contains).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_Aggregates_AreThoseOfTheServer()
    {
        var aggregates = await ReadAsync("EXISTS (SELECT FROM pg_aggregate a WHERE a.aggfnoid = p.oid AND a.aggkind <> 'h')");
        var functions = await ReadAsync("TRUE");

        Assert.Equal(
            aggregates.Where(AllowLists.Functions.Contains).Order(StringComparer.Ordinal),
            AllowLists.Aggregates.Where(functions.Contains).Order(StringComparer.Ordinal));
        Assert.Superset(AllowLists.Aggregates.ToHashSet(StringComparer.Ordinal), AllowLists.Functions.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary><c>(value).name</c> calls any of them.</summary>
    [Fact]
    public async Task List_FunctionsOfOneArgument_AreRefusedAsFields()
    {
        var functions = await ReadAsync(
            """
            p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1 AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[]) AND p.proname NOT LIKE 'pg\_%'
            """);

        Assert.Empty(functions.Where(name =>
            !AllowLists.Functions.Contains(name) && !AllowLists.Types.Contains(name) && !AllowLists.OneArgument.Contains(name)).ToList());
    }

    /// <summary>Bodies are in system-bodies.txt as each version has them; what one of them is without would be refused there.</summary>
    [Fact]
    public async Task Replaced_OnAServerAsItCame_IsNone()
    {
        var replaced = await ReplacedAsync((await postgres.DemoAsync()).Owner);

        Assert.Empty(replaced);
    }

    /// <summary>As a database may be set to write names, and to find them.</summary>
    [Fact]
    public async Task Replaced_InADatabaseWithSettingsOfItsOwn_IsNone()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE FUNCTION public.lpad(text, int, text) RETURNS text LANGUAGE sql AS 'SELECT $1'", TestContext.Current.CancellationToken);
        await using var quoting = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.OwnerConnectionString)
        {
            Options = "-c quote_all_identifiers=on -c search_path=public,pg_catalog",
        });

        var replaced = await ReplacedAsync(quoting);

        Assert.Empty(replaced);
    }

    private async Task<HashSet<string>> ReadAsync(string condition)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await using var command = (await postgres.DemoAsync()).Owner.CreateCommand(
            $"SELECT DISTINCT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND ({condition})");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static Task<uint[]> ReplacedAsync(NpgsqlDataSource source) => CatalogSession.ReadAsync(
        source, connection => ReplacedFunctions.ReadAsync(connection, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
}
