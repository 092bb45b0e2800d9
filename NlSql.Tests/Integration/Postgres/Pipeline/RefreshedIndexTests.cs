using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>A schema read again whose index stays: what is found of it is of the new reading, as prompts and plans go by it.</summary>
public sealed class RefreshedIndexTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-refreshed-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_IndexStays_SearchesGiveTheNewReading()
    {
        await using var tables = await postgres.CreateAsync(
            """
            CREATE TABLE things (id int PRIMARY KEY, size int NOT NULL);
            INSERT INTO things SELECT g, g FROM generate_series(1, 100) g;
            ANALYZE things;
            GRANT SELECT ON things TO nlsql_reader; GRANT USAGE ON SCHEMA public TO nlsql_reader
            """,
            Token);
        await using var services = ProductServices.Start(tables.Settings, folder);
        var database = services.GetRequiredService<IAnalyticsDatabases>().Default;
        var first = await database.GetAsync(Token);
        Assert.Equal((100, false), await FoundAsync(first));

        await tables.ExecuteAsync("ALTER TABLE things ALTER COLUMN size DROP NOT NULL");
        await tables.ExecuteAsync("INSERT INTO things SELECT g, NULL FROM generate_series(101, 250) g");
        await tables.ExecuteAsync("ANALYZE things");
        var second = await database.RefreshAsync(forceRebuild: false, Token);

        Assert.Same(first.Index, second.Index);
        Assert.Equal((250, true), await FoundAsync(second));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(long? Rows, bool SizeMayBeEmpty)> FoundAsync(DatabaseSnapshot snapshot)
    {
        var found = await snapshot.Index.SearchAsync("What is the size of the things?", new RetrievalLimits(), Token);
        return (found.Tables.Single().Table.RowEstimate, found.Columns.Single(column => column.Column.Name == "size").Column.IsNullable);
    }
}
