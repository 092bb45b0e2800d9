using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>While an old snapshot answers the database is ready, whatever is read anew meanwhile.</summary>
public sealed class SteadyReadinessTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-steady-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RefreshAsync_WhileASnapshotAnswers_StaysReady()
    {
        await using var database = await postgres.CreateAsync("CREATE TABLE things (id int); GRANT SELECT ON things TO nlsql_reader", Token);
        await using var services = ProductServices.Start(database.Settings, folder);
        var asked = services.GetRequiredService<IAnalyticsDatabases>().Default;
        var first = new ConcurrentQueue<DatabasePhase>();
        asked.StateChanged += state => first.Enqueue(state.Phase);
        await asked.GetAsync(Token);
        Assert.Contains(DatabasePhase.Indexing, first);
        first.Clear();

        await database.ExecuteAsync("CREATE TABLE others (id int); GRANT SELECT ON others TO nlsql_reader");
        var snapshot = await asked.RefreshAsync(forceRebuild: true, Token);

        Assert.Equal(2, snapshot.Catalog.Tables.Count);
        Assert.Equal([DatabasePhase.Ready], first);
        Assert.Equal("2 tables ready", asked.State.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
