using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Replay;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Replay.Playing;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>NlSql with a small database and a scripted model behind real HTTP, for tests of turns that go through a file.</summary>
public abstract class ReplayingProduct(PostgresFixture postgres) : IDisposable
{
    private protected const string Key = "sk-planted-9f3c1a";
    private protected const string Email = "planted.person@example.org";

    private protected const string Schema = $"""
        CREATE TABLE harbours (id int PRIMARY KEY, town text NOT NULL);
        CREATE TABLE boats (id int PRIMARY KEY, title text NOT NULL, harbour_id int REFERENCES harbours (id));
        CREATE TABLE skippers (id int PRIMARY KEY, email text NOT NULL);
        INSERT INTO harbours VALUES (1, 'Kiel'), (2, 'Rostock');
        INSERT INTO boats SELECT n, 'b' || n, 1 + n % 2 FROM generate_series(1, 9) AS n;
        INSERT INTO skippers VALUES (1, '{Email}');
        GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    /// <summary>Its first answer would not run; the second is mended: the town is another table's, which is joined in.</summary>
    private protected static readonly ScriptedModelAnswer[] Answers =
    [
        ScriptedModelAnswer.Sql("SELECT nosuch(id) FROM boats"),
        ScriptedModelAnswer.Sql("SELECT town, count(*) FROM boats GROUP BY town"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-replay-").FullName;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected string PackPath => Path.Combine(folder, "pack.json");

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected Task<TestDatabase> CreateAsync() => postgres.CreateAsync(Schema, Token);

    private protected static async Task<Turn> DraftAsync(ServiceProvider services, string question)
    {
        var steps = await services.GetRequiredService<IQuestionPipeline>().DraftAsync(new DraftRequest(question), Token).ToListAsync(Token);
        return (await services.GetRequiredService<IConversationStore>().FindTurnAsync(steps.OfType<TurnOpened>().Single().TurnId, Token))!;
    }

    /// <summary>Drafts, runs where there is something to run, and writes the pack.</summary>
    private protected async Task RecordAsync(
        TestDatabase database, string question, ScriptedModelAnswer[] answers, bool withRows = false, params (string Key, string Value)[] settings)
    {
        await using var model = await ScriptedModel.StartAsync(answers);
        await using var services = Start(database, model.Url, settings);
        var turn = await DraftAsync(services, question);
        if (turn.Versions is [.., var version])
        {
            var run = new RunRequest(version.Sql, turn.Id) { Analyze = false };
            await services.GetRequiredService<IQuestionPipeline>().RunAsync(run, Token).ToListAsync(Token);
            turn = (await services.GetRequiredService<IConversationStore>().FindTurnAsync(turn.Id, Token))!;
        }

        await File.WriteAllTextAsync(PackPath, await services.GetRequiredService<ReplayExport>().WriteAsync(turn, withRows, Token), Token);
    }

    private protected async Task<ReplayReport> PlayAsync(TestDatabase database, Uri? url, params (string Key, string Value)[] settings) =>
        await PlayAsync(database, url, ask: false, settings);

    private protected async Task<ReplayReport> PlayAsync(TestDatabase database, Uri? url, bool ask, params (string Key, string Value)[] settings)
    {
        var pack = ReplayPackFile.Read(PackPath);
        await using var services = Start(database, url, settings, replace: s => s.AddPlaybackOf(pack, ask));
        return await services.GetRequiredService<TurnReplay>().PlayAsync(pack, ask, Token);
    }

    private protected ServiceProvider Start(
        TestDatabase database, Uri? url, (string Key, string Value)[]? settings = null, Action<IServiceCollection>? replace = null)
    {
        var all = new Dictionary<string, string?>(database.Settings, StringComparer.Ordinal) { ["LLM_API_KEY"] = Key, ["LLM_RETRIES"] = "0" };
        if (url is not null)
        {
            all["LLM_API_URL"] = url.ToString();
            all["LLM_MODEL_NAME"] = "scripted";
        }

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        return ProductServices.Start(all, folder, replace);
    }
}
