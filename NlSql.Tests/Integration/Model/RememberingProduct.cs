using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Workspace.Memory;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>NlSql with a small database and a scripted model behind real HTTP, for tests of what is remembered.</summary>
public abstract class RememberingProduct(PostgresFixture postgres) : IAsyncDisposable
{
    private protected const string Drafted = "SELECT count(*) FROM boats";
    private protected const string Corrected = "SELECT count(*) AS large_boats FROM boats WHERE berths >= 6";

    private const string Schema = """
        CREATE TABLE boats (id int PRIMARY KEY, title text NOT NULL, harbour text NOT NULL, berths int NOT NULL);
        INSERT INTO boats SELECT n, 'b' || n, CASE n % 3 WHEN 0 THEN 'Husum' ELSE 'Kiel' END, n FROM generate_series(1, 60) AS n;
        CREATE TABLE ferries (id int PRIMARY KEY); CREATE TABLE skippers (id int PRIMARY KEY, email text);
        GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-memory-").FullName;
    private TestDatabase? database;
    private ScriptedModel? model;
    private ServiceProvider? services;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ServiceProvider Services => services!;

    private protected TestDatabase Database => database!;

    private protected ScriptedModel Model => model!;

    private protected PairBook Book => Services.GetRequiredService<PairBook>();

    private protected IQuestionPipeline Pipeline => Services.GetRequiredService<IQuestionPipeline>();

    public async ValueTask DisposeAsync()
    {
        await (services?.DisposeAsync() ?? default);
        await (model?.DisposeAsync() ?? default);
        await (database?.DisposeAsync() ?? default);
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected Task StartAsync(params (string Key, string Value)[] more) => StartAsync(null, more);

    /// <param name="replace">Services that stand in for the product's.</param>
    private protected async Task StartAsync(Action<IServiceCollection>? replace, params (string Key, string Value)[] more)
    {
        model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql(Drafted));
        database = await postgres.CreateAsync(Schema, Token);
        var settings = new Dictionary<string, string?>(database.Settings, StringComparer.Ordinal)
        {
            ["LLM_API_URL"] = model.Url.ToString(),
            ["LLM_MODEL_NAME"] = "scripted",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        services = ProductServices.Start(settings, folder, replace);
    }

    /// <summary>Keeps a pair without judging it, as one that was right when it was kept.</summary>
    private protected async Task<VerifiedPair> KeepAsync(string question, string sql, string owner, bool isShared = false)
    {
        var catalog = (await Services.GetRequiredService<IAnalyticsDatabases>().Default.GetAsync(Token)).Catalog;
        var pair = new VerifiedPair("", question, sql, catalog.DatabaseId, owner, isShared, PairKind.Approved, default);
        return await Services.GetRequiredService<IVerifiedPairs>().KeepAsync(pair, Token);
    }

    /// <summary>Asks, changes the draft and runs it, as the page does.</summary>
    private protected async Task CorrectAsync(string question, string analyst)
    {
        var (_, turn) = await DraftAsync(question, analyst);
        await RunAsync(Corrected, turn.TurnId, analyst);
    }

    private protected async Task RunAsync(string sql, string turn, string analyst)
    {
        var request = new RunRequest(sql, turn) { Analyst = analyst, Origin = TurnOrigin.Page, Analyze = false };
        var steps = await Pipeline.RunAsync(request, Token).ToListAsync(Token);
        Assert.IsType<TurnDone>(steps[^1]);
    }

    private protected async Task<(SqlDraft Draft, TurnOpened Turn)> DraftAsync(
        string question, string analyst, bool fresh = false, string? conversation = null)
    {
        var request = new DraftRequest(question, conversation) { Analyst = analyst, Fresh = fresh };
        var steps = await Pipeline.DraftAsync(request, Token).ToListAsync(Token);
        Assert.IsType<WaitingForReview>(steps[^1]);
        return (Assert.Single(steps.OfType<DraftWritten>()).Draft, Assert.Single(steps.OfType<TurnOpened>()));
    }

    /// <summary>While the returned object lives, nobody may read the table.</summary>
    private protected async Task<IAsyncDisposable> LockAsync(string table)
    {
        var connection = await Database.Owner.OpenConnectionAsync(Token);
        await using var command = new Npgsql.NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(Token);
        return connection;
    }
}
