using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Fakes;

/// <summary>
/// A real database that is asked through the real guard and the real executor, as a superuser: whatever the guard lets through, happens. Functions
/// that must not be reached call <see cref="Canary"/>.
/// </summary>
internal sealed class GuardedDatabase : IAsyncDisposable
{
    /// <summary>A schema that may not be read, with a function that cannot be reached unnoticed: it ends the statement with <see cref="Fired"/>.</summary>
    public const string Canary = """
        CREATE SCHEMA vault;
        CREATE FUNCTION vault.fire(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'THE CANARY SANG: %', $1; END $$;
        """;

    /// <summary>What an outcome begins with when code that must not be reached was.</summary>
    public const string Fired = "fired";

    private readonly TestDatabase database;
    private readonly ExecutorHarness harness = new();

    private GuardedDatabase(TestDatabase database) => this.database = database;

    public GuardScope Scope { get; private set; } = GuardScope.NamesOnly;

    public TestDatabase Database => database;

    /// <param name="schemas">DB_SCHEMAS.</param>
    /// <param name="exclude">DB_EXCLUDE.</param>
    public static async Task<GuardedDatabase> CreateAsync(
        PostgresFixture postgres,
        string sql,
        string schemas = "public,sales",
        string exclude = "",
        SiteKnowledge? site = null)
    {
        var guarded = new GuardedDatabase(await postgres.CreateAsync($"{Canary}{sql}", TestContext.Current.CancellationToken));
        await guarded.database.ExecuteAsync(
            $"""
            DO $$ DECLARE s text; BEGIN
              FOR s IN SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'sales') LOOP
                EXECUTE format('GRANT USAGE ON SCHEMA %I TO {TestDatabase.ReaderName}', s);
                EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO {TestDatabase.ReaderName}', s);
              END LOOP;
            END $$
            """);
        await guarded.ReadAsync(schemas, exclude, site ?? SiteKnowledge.Nothing);
        return guarded;
    }

    /// <summary>What the guard is told of a database.</summary>
    public static async Task<GuardScope> ScopeAsync(TestDatabase database, string? schemas = null, string exclude = "", SiteKnowledge? site = null)
    {
        var catalog = schemas is null
            ? await Catalogs.ReadAsync(database)
            : await Catalogs.ReadAsync(database, site ?? SiteKnowledge.Nothing, ("DB_SCHEMAS", schemas), ("DB_EXCLUDE", exclude));
        return await GuardScopes.ReadAsync(
            database.Owner,
            catalog,
            new DatabaseOptions { Schemas = schemas, Exclude = exclude },
            site ?? SiteKnowledge.Nothing,
            NullLogger.Instance,
            TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// What became of a statement: <c>refused RULE</c>, <see cref="Fired"/>, <c>error SQLSTATE</c>, or the rows, cells parted by <c>|</c> and rows by <c>;</c>.
    /// </summary>
    public async Task<string> AskAsync(string sql)
    {
        if (GuardVerdicts.Check(sql, Scope) is not GuardApproval { Sql: var approved })
        {
            return $"refused {GuardVerdicts.Refused(sql, Scope).Rule}";
        }

        try
        {
            await harness.Executor.EstimateAsync(database.Owner, approved, ExecutorHarness.Tag, TestContext.Current.CancellationToken);
            var result = await harness.Executor.RunAsync(database.Owner, approved, ExecutorHarness.Tag, null, TestContext.Current.CancellationToken);
            if (result.Interruption is { } interruption)
            {
                return Failed(interruption, approved);
            }

            var rows = await harness.RowsAsync(result);
            return string.Join(';', rows.Select(row => string.Join('|', row.Select(cell => cell ?? "null"))));
        }
        catch (PipelineFailureException failure)
        {
            return Failed(failure.Failure, approved);
        }
    }

    /// <summary>Runs a statement as it was approved, without judging it again.</summary>
    public async Task<string> RunAsync(ApprovedSql approved)
    {
        try
        {
            var result = await harness.Executor.RunAsync(database.Owner, approved, ExecutorHarness.Tag, null, TestContext.Current.CancellationToken);
            return result.Interruption is { } interruption ? Failed(interruption, approved) : $"{result.RowCount} rows";
        }
        catch (PipelineFailureException failure)
        {
            return Failed(failure.Failure, approved);
        }
    }

    /// <summary>Asks the planner about a statement as it was approved, without judging it again: <c>planned</c>, or as <see cref="AskAsync"/>.</summary>
    public async Task<string> PlanAsync(ApprovedSql approved)
    {
        try
        {
            await harness.Executor.EstimateAsync(database.Owner, approved, ExecutorHarness.Tag, TestContext.Current.CancellationToken);
            return "planned";
        }
        catch (PipelineFailureException failure)
        {
            return Failed(failure.Failure, approved);
        }
    }

    /// <summary>Asks one statement after another, and fails with all that came to another end than expected.</summary>
    public async Task ExpectAsync(params (string Sql, string Outcome)[] cases)
    {
        var wrong = new List<string>();
        foreach (var (sql, expected) in cases)
        {
            var outcome = await AskAsync(sql);
            if (outcome != expected)
            {
                wrong.Add($"{sql}\n    expected {expected}\n    came     {outcome}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases.Length} came to another end:\n{string.Join('\n', wrong)}");
    }

    public async ValueTask DisposeAsync()
    {
        harness.Dispose();
        await database.DisposeAsync();
    }

    private static string Failed(PipelineFailure failure, ApprovedSql approved) =>
        failure.Message.Contains("CANARY", StringComparison.Ordinal)
            ? $"{Fired}: {approved.Text}"
            : $"error {failure.SqlState ?? failure.Type}";

    private async Task ReadAsync(string schemas, string exclude, SiteKnowledge site) => Scope = await ScopeAsync(database, schemas, exclude, site);
}
