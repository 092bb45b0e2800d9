using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>Builds connection strings from the <c>DB_*</c> settings, or for the embedded server.</summary>
internal sealed class DataSourceFactory(
    IOptions<DatabaseOptions> options,
    IEmbeddedServer embedded,
    IDemoDatabase demo,
    SessionClock clock) : IDataSourceFactory
{
    private const int SmallestPool = 5;

    /// <summary>One looks whether the server answers, the others read the catalog, two tables at a time.</summary>
    private const int UpkeepPool = 4;

    /// <summary>Seconds to connect: a server that is silent is to be told of within ten.</summary>
    private const int UpkeepPatience = 5;

    private const int PreparedStatements = 64;

    private readonly DatabaseOptions options = options.Value;

    /// <inheritdoc />
    public async Task<DatabasePools> CreateAsync(string? databaseName, bool behindPooler, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var settings = options.UsesEmbedded
            ? await EmbeddedAsync(progress, cancellationToken).ConfigureAwait(false)
            : Configured();
        settings.Database = Identify(databaseName).Name;
        settings.ApplicationName = "nlsql";
        settings.Timezone = clock.Zone;
        settings.IncludeErrorDetail = false;
        if (options.Prepares(behindPooler))
        {
            settings.MaxAutoPrepare = PreparedStatements;
            settings.AutoPrepareMinUsages = 2;
        }

        // Everything is set for one transaction, which is rolled back: there is nothing to reset, and a pooler may give the next user another session.
        settings.NoResetOnClose = true;

        // Other databases of the server are opened for a batch, perhaps dozens of them: they keep no connections in reserve.
        var reserve = databaseName is null ? Math.Min(SmallestPool, options.PoolSize) : 0;
        var patience = options.UsesEmbedded ? 5 : 10;
        return new DatabasePools(
            Pool(settings, options.PoolSize, reserve, patience),
            Pool(settings, options.ExportPoolSize, 0, patience),
            Pool(settings, UpkeepPool, 0, UpkeepPatience));
    }

    /// <inheritdoc />
    public async Task<DatabasePools?> ReplaceAsync(DatabasePools pools, string? databaseName, CancellationToken cancellationToken)
    {
        if (!options.UsesEmbedded)
        {
            return null;
        }

        var fresh = await CreateAsync(databaseName, behindPooler: false, null, cancellationToken).ConfigureAwait(false);
        if (fresh.Questions.ConnectionString != pools.Questions.ConnectionString)
        {
            return fresh;
        }

        await fresh.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc />
    public DatabaseIdentity Identify(string? databaseName)
    {
        if (options.UsesEmbedded)
        {
            var name = databaseName ?? DemoDatabaseLoader.DatabaseName;
            var isDemo = name == DemoDatabaseLoader.DatabaseName;
            return new DatabaseIdentity(IdOf("embedded", name), name, isDemo ? "Demo database" : $"{name} on the embedded server") { IsDemo = isDemo };
        }

        var database = databaseName ?? options.Name!;
        var server = string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.Port}");
        return new DatabaseIdentity(IdOf(server, database), database, $"{database} on {server}");
    }

    private static string IdOf(string server, string database)
    {
        var readable = string.Concat($"{server}-{database}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{database}")))[..8];
        return $"{(readable.Length > 60 ? readable[..60] : readable)}-{digest}";
    }

    private NpgsqlDataSource Pool(NpgsqlConnectionStringBuilder settings, int size, int reserve, int patience)
    {
        settings.MaxPoolSize = size;
        settings.MinPoolSize = reserve;
        settings.Timeout = patience;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);

        // The driver asks for the types that a database has with the path that the role has by itself, where operators of anybody's can lie in wait, and before
        // anything could be pinned. Those that it knows without asking are all that is read.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        if (!options.UsesEmbedded && !string.IsNullOrWhiteSpace(options.PasswordFile))
        {
            // At every new connection: a password that is changed in the file holds from the next one on.
            builder.UsePasswordProvider(_ => ReadPassword(), async (_, token) => await ReadPasswordAsync(token).ConfigureAwait(false));
        }

        return builder.Build();
    }

    private async Task<NpgsqlConnectionStringBuilder> EmbeddedAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var server = await embedded.StartAsync(progress, cancellationToken).ConfigureAwait(false);
        await demo.EnsureAsync(server, progress, cancellationToken).ConfigureAwait(false);
        return new NpgsqlConnectionStringBuilder
        {
            Host = EmbeddedServerState.Host,
            Port = server.Port,
            Username = EmbeddedServerState.Reader,
            Password = server.ReaderPassword,
            SslMode = SslMode.Disable,
        };
    }

    /// <summary>The certificates' files are read by the driver at every new connection.</summary>
    private NpgsqlConnectionStringBuilder Configured()
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = options.Host,
            Port = options.Port,
            Username = options.User,
            Password = string.IsNullOrWhiteSpace(options.PasswordFile) ? options.Password : null,
            SslMode = SslModes.Parse(options.SslMode) ?? SslMode.Prefer,
        };
        if (!string.IsNullOrWhiteSpace(options.SslRootCertificate))
        {
            settings.RootCertificate = Path.GetFullPath(options.SslRootCertificate);
        }

        if (!string.IsNullOrWhiteSpace(options.SslCertificate))
        {
            settings.SslCertificate = Path.GetFullPath(options.SslCertificate);
            settings.SslKey = string.IsNullOrWhiteSpace(options.SslKey) ? null : Path.GetFullPath(options.SslKey);
        }

        return settings;
    }

    private string ReadPassword()
    {
        try
        {
            return WithoutNewline(File.ReadAllText(options.PasswordFile!));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(error);
        }
    }

    private async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return WithoutNewline(await File.ReadAllTextAsync(options.PasswordFile!, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(error);
        }
    }

    private static string WithoutNewline(string text) => text.TrimEnd('\r', '\n');

    private static PipelineFailureException Unreadable(Exception error) => new(
        new PipelineFailure(
            FailureParty.Infrastructure,
            FailureTypes.DatabaseUnauthorized,
            "The file named by DB_PASS_FILE cannot be read.",
            "Check its path and permissions.",
            IsTransient: true),
        error);
}
