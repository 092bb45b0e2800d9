using NlSql.Core.Database.Code;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Names;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>Definitions are looked at once for each moment of the server, and nothing is compiled for that.</summary>
public sealed class SeenDefinitionTests(PostgresFixture postgres)
{
    private const string Tables = "CREATE TABLE customers (id int, name text)";

    private static readonly RelationName[] Relations = [new("public", "customers")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A mark that the definitions do not have tells whether the server looks.</summary>
    [Fact]
    public async Task Check_NothingWasWrittenMeanwhile_LooksNoMore()
    {
        await using var server = await OwnServer.StartAsync(Tables);
        await using var source = Source(server, "postgres");
        var right = await RightAsync(source);
        Assert.True(await PassesAsync(source, right));
        var wrong = right with { Mark = "another" };
        wrong.Seen.Note(wrong, right.SeenAt);

        Assert.True(await PassesAsync(source, wrong));
        await server.ExecuteAsync("INSERT INTO customers VALUES (1, 'Ann')");
        Assert.False(await PassesAsync(source, wrong));
        Assert.True(await PassesAsync(source, right));
    }

    /// <summary>Two databases of a server have their moments together, and definitions of their own.</summary>
    [Fact]
    public async Task Check_AnotherDatabaseOfTheServer_Looks()
    {
        await using var server = await OwnServer.StartAsync(Tables);
        await server.ExecuteAsync("CREATE DATABASE other");
        await using var source = Source(server, "postgres");
        await using var other = Source(server, "other");
        var right = await RightAsync(source);
        Assert.True(await PassesAsync(source, right));
        var wrong = right with { Mark = "another" };
        wrong.Seen.Note(wrong, right.SeenAt);

        Assert.True(await PassesAsync(source, wrong));
        Assert.False(await PassesAsync(other, wrong));
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task Check_OfASession_CompilesNothingAndGivesTheSettingBack(string jit)
    {
        await using var database = await postgres.CreateAsync(Tables, Token);
        var check = await RightAsync(database.Owner);
        await using var connection = await database.Owner.OpenConnectionAsync(Token);
        await ExecuteAsync(connection, new NpgsqlBatchCommand($"SET jit = {jit}"));
        await using var transaction = await connection.BeginTransactionAsync(Token);

        await ExecuteAsync(connection, TransactionPins.Command(ExecutorHarness.Tag, Limits(check)));
        Assert.Equal("off", await ExecuteAsync(connection, new NpgsqlBatchCommand("SHOW jit")));
        await ExecuteAsync(connection, CodeMark.Command(check));
        Assert.Equal(jit, await ExecuteAsync(connection, new NpgsqlBatchCommand("SHOW jit")));
    }

    private static NpgsqlDataSource Source(OwnServer server, string database)
    {
        var settings = server.Settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = settings["DB_HOST"],
            Port = server.Port,
            Database = database,
            Username = settings["DB_USER"],
            Password = settings["DB_PASS"],
        });
    }

    private static SessionLimits Limits(DefinitionCheck check) => new(10_000, 10_000, [], "UTC") { Definitions = check };

    private static async Task<DefinitionCheck> RightAsync(NpgsqlDataSource source)
    {
        var marks = await CatalogSession.ReadAsync(source, connection => CodeMark.ReadAsync(connection, Token), Token);
        return new(marks.Of(Relations), Relations, new SeenDefinitions());
    }

    private static async Task<bool> PassesAsync(NpgsqlDataSource source, DefinitionCheck check)
    {
        try
        {
            var transaction = await ReadOnlyTransaction.BeginAsync(source, ExecutorHarness.Tag, Limits(check), explain: null, Token);
            await transaction.DisposeAsync();
            return true;
        }
        catch (PipelineFailureException error) when (error.Failure.Type == FailureTypes.SchemaChanged)
        {
            return false;
        }
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, NpgsqlBatchCommand command)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(command);
        return await batch.ExecuteScalarAsync(Token);
    }
}
