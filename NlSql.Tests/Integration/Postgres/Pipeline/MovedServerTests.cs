using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Connections;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>A server that comes back on another port, as the embedded one may.</summary>
public sealed class MovedServerTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-moved-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckAsync_ServerMovedAndWasNotReadableAtFirst_QuestionsGoWhereItIs()
    {
        var demo = await postgres.DemoAsync();
        await using var before = new PortRelay(demo.Port);
        await using var after = new PortRelay(demo.Port);
        before.Open();
        var server = new MovingServer(demo, before.Port);
        await using var services = Start(demo, server);
        var databases = services.GetRequiredService<AnalyticsDatabases>();
        var database = databases.Opened.First();
        await database.GetAsync(Token);

        await before.CloseAsync();
        server.Port = after.Port;
        await database.CheckAsync(Token);
        Assert.Equal(DatabasePhase.Failed, database.State.Phase);
        Assert.True(database.IsDoubted);

        after.Open();
        await database.CheckAsync(Token);

        Assert.Equal(DatabasePhase.Ready, database.State.Phase);
        Assert.False(database.IsDoubted);
        await using var command = (await database.GetAsync(Token)).DataSource.CreateCommand("SELECT 1");
        Assert.Equal(1, await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task RefreshAsync_ServerMovedAndSeveralNotice_MakesOnePoolAndClosesBothInTheEnd()
    {
        var demo = await postgres.DemoAsync();
        await using var before = new PortRelay(demo.Port);
        await using var after = new PortRelay(demo.Port);
        before.Open();
        after.Open();
        var server = new MovingServer(demo, before.Port);
        await using (var services = Start(demo, server))
        {
            var database = services.GetRequiredService<AnalyticsDatabases>().Opened.First();
            await database.GetAsync(Token);

            await before.CloseAsync();
            server.Port = after.Port;
            await Task.WhenAll(database.CheckAsync(Token), database.RefreshAsync(false, Token), database.RefreshAsync(false, Token));
        }

        Assert.Equal(2, server.Made.Count);
        Assert.All(server.Made, source => Assert.Throws<ObjectDisposedException>(() => source.OpenConnection()));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private ServiceProvider Start(TestDatabase demo, MovingServer server) =>
        ProductServices.Start(demo.Settings, folder, services => services.AddSingleton<IDataSourceFactory>(server));

    private sealed class MovingServer(TestDatabase database, int port) : IDataSourceFactory
    {
        public int Port { get; set; } = port;

        public List<NpgsqlDataSource> Made { get; } = [];

        public Task<DatabasePools> CreateAsync(string? databaseName, bool behindPooler, IProgress<string>? progress, CancellationToken cancellationToken)
        {
            Made.Add(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ReaderConnectionString) { Port = Port }));
            return Task.FromResult(new DatabasePools(Made[^1], Made[^1], Made[^1]));
        }

        public async Task<DatabasePools?> ReplaceAsync(DatabasePools pools, string? databaseName, CancellationToken cancellationToken)
        {
            // Long enough for another caller to ask meanwhile.
            await Task.Yield();
            return pools.Questions.ConnectionString.Contains(string.Create(CultureInfo.InvariantCulture, $"Port={Port};"), StringComparison.Ordinal)
                ? null
                : await CreateAsync(databaseName, false, null, cancellationToken);
        }

        public DatabaseIdentity Identify(string? databaseName) => new("moving", database.Name, "Moving database");
    }
}
