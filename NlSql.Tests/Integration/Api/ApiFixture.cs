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
    private readonly SemaphoreSlim _gate = new(1, 1);
    private RunningApp? _app;

    public async Task<RunningApp> AppAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _app ??= await RunningApp.StartReadyAsync(await postgres.DemoAsync());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The database that the app asks.</summary>
    public Task<TestDatabase> DemoAsync() => postgres.DemoAsync();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _gate.Dispose();
    }
}
