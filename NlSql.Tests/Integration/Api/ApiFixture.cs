using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<ApiFixture>
{
    public const string Name = "Api";
}

/// <summary>One app over the demo database, shared by the tests that only ask; started by the first.</summary>
public sealed class ApiFixture(PostgresFixture postgres) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private RunningApp? app;

    public async Task<RunningApp> AppAsync()
    {
        await gate.WaitAsync();
        try
        {
            return app ??= await RunningApp.StartReadyAsync(await postgres.DemoAsync());
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The database that the app asks.</summary>
    public Task<TestDatabase> DemoAsync() => postgres.DemoAsync();

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        gate.Dispose();
    }
}
