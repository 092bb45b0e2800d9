using System.Globalization;
using Microsoft.Extensions.Configuration;
using NlSql.Core.Database.EmbeddedPostgres;
using Npgsql;

namespace NlSql.Tests.Fakes;

/// <summary>A database on the test run's server, seen as its owner and as the role NlSql works as.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly EmbeddedServerState server;

    internal TestDatabase(string name, EmbeddedServerState server)
    {
        this.server = server;
        Name = name;
        Owner = NpgsqlDataSource.Create(EmbeddedServerProcess.ConnectionString(server, name, pooling: true));
        Reader = NpgsqlDataSource.Create(ReaderConnectionString);
    }

    public string Name { get; }

    public static string Host => EmbeddedServerState.Host;

    public int Port => server.Port;

    public static string ReaderName => EmbeddedServerState.Reader;

    public string ReaderPassword => server.ReaderPassword;

    public string ReaderConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = ReaderName,
        Password = ReaderPassword,
        Database = Name,
        SslMode = SslMode.Disable,
        MaxPoolSize = 20,
        ApplicationName = "nlsql",
    }.ConnectionString;

    /// <summary>For arranging a test; a superuser.</summary>
    /// <summary>The owner's, for a connection that no pool keeps.</summary>
    public string OwnerConnectionString => EmbeddedServerProcess.ConnectionString(server, Name, pooling: false);

    public NpgsqlDataSource Owner { get; }

    /// <summary>For the code under test; may only read what was granted to it.</summary>
    public NpgsqlDataSource Reader { get; }

    /// <summary>The settings with which an application uses this database: an ordinary server, as <c>DB_*</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["DB_HOST"] = Host,
        ["DB_PORT"] = Port.ToString(CultureInfo.InvariantCulture),
        ["DB_NAME"] = Name,
        ["DB_USER"] = ReaderName,
        ["DB_PASS"] = ReaderPassword,
        ["SSL_MODE"] = "disable",
    };

    public IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();

    /// <summary>Runs a statement as the owner.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await Owner.DisposeAsync();
        await using var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(server, "postgres", pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync();
    }
}
