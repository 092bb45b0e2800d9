using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>
/// Says why a database cannot be opened: server, database and role by name, never a password. What goes wrong within a
/// statement is told by <see cref="DatabaseFailures"/>.
/// </summary>
public static class ConnectionFailures
{
    private const string InvalidCatalogName = PostgresErrorCodes.InvalidCatalogName;

    /// <summary>True for what opening a connection can throw.</summary>
    public static bool Covers(Exception error) =>
        error is NpgsqlException or SocketException or TimeoutException or AuthenticationException || IsUnreadable(error);

    /// <summary>
    /// True when what stood in the way of the connection is a certificate, the server's or our own: <see cref="DatabaseFailures"/> knows nothing of them, and
    /// they may be exchanged while connections are open.
    /// </summary>
    public static bool IsOfCertificates(Exception error) => Causes(error).Any(cause => cause is AuthenticationException || IsUnreadable(cause));

    /// <summary>The failure for <paramref name="error"/>, thrown while <paramref name="source"/> was opened or first read.</summary>
    public static PipelineFailure From(Exception error, NpgsqlDataSource source)
    {
        var target = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        var server = string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}");
        return error switch
        {
            _ when Causes(error).OfType<PipelineFailureException>().FirstOrDefault() is { Failure: var told } => told,
            PostgresException refused => FromServer(refused, target, server),
            _ when DatabaseFailures.IsNoConnectionFree(error) => DatabaseFailures.From(error),
            _ when Causes(error).OfType<AuthenticationException>().Any() => Certificate(target, server),
            _ when Causes(error).Any(IsUnreadable) => Unreadable(target),
            NpgsqlException when error.Message.Contains("SSL", StringComparison.Ordinal) => Failure(
                FailureTypes.DatabaseUnreachable,
                $"{server} does not offer the secure connection that SSL_MODE={ModeName(target.SslMode)} asks for.",
                "Switch SSL on at the server, or set SSL_MODE=prefer.",
                false),
            _ when Causes(error).OfType<SocketException>().FirstOrDefault() is { } socket => FromSocket(socket, target, server),
            _ when Causes(error).OfType<TimeoutException>().Any() => Failure(
                FailureTypes.DatabaseUnreachable,
                $"{server} did not answer in time.",
                "Check that DB_HOST and DB_PORT are right and that no firewall stands between.",
                true),
            NpgsqlException when error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => Failure(
                FailureTypes.DatabaseUnauthorized,
                $"{server} asks for a password for the role {target.Username}, and none is set.",
                "Set DB_PASS or DB_PASS_FILE.",
                false),
            _ => Failure(
                FailureTypes.DatabaseUnreachable,
                $"The connection to {server} broke.",
                "Check that it is a PostgreSQL server and that it is up, then try again.",
                true),
        };
    }

    /// <summary>
    /// The driver says only that the certificate was rejected. With verify-ca the authority is the one thing that is looked at; with verify-full it
    /// is the name as well, and which of the two it was can be found out by the other mode.
    /// </summary>
    private static PipelineFailure Certificate(NpgsqlConnectionStringBuilder target, string server)
    {
        var authority = string.IsNullOrEmpty(target.RootCertificate) ? "by an authority that this machine trusts" : "by the authority in SSL_ROOT_CERT";
        return target.SslMode == SslMode.VerifyFull
            ? Failure(
                FailureTypes.DatabaseUnreachable,
                $"The server's certificate at {server} was not accepted: it is not signed {authority}, or it was issued for another name than {target.Host}.",
                "If SSL_MODE=verify-ca connects, it is the name: set DB_HOST to the name in the certificate. If not, set SSL_ROOT_CERT to the certificate "
                + "of the authority that signed it.",
                false)
            : Failure(
                FailureTypes.DatabaseUnreachable,
                $"The server's certificate at {server} was not accepted: it is not signed {authority}, or it has expired.",
                "Set SSL_ROOT_CERT to the certificate of the authority that signed it.",
                false);
    }

    /// <summary>A certificate's or a key's file; the driver passes some of these on as they are.</summary>
    private static bool IsUnreadable(Exception error) =>
        error is CryptographicException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;

    /// <summary>Which of the files it was the driver does not say.</summary>
    private static PipelineFailure Unreadable(NpgsqlConnectionStringBuilder target)
    {
        (string Key, string? Path)[] named =
            [("SSL_ROOT_CERT", target.RootCertificate), ("SSL_CERT", target.SslCertificate), ("SSL_KEY_FILE", target.SslKey)];
        var files = named.Where(file => !string.IsNullOrEmpty(file.Path)).Select(file => $"{file.Key} names ({file.Path})").ToList();
        return Failure(
            FailureTypes.DatabaseUnreachable,
            files.Count == 1
                ? $"The file that {files[0]} cannot be read as a certificate."
                : $"One of the files that {string.Join(", ", files)} cannot be read.",
            "Give paths of certificates and of the key of SSL_CERT in PEM form, readable for NlSql's user.",
            false);
    }

    private static PipelineFailure FromServer(PostgresException error, NpgsqlConnectionStringBuilder target, string server)
    {
        var failure = error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Failure(
                FailureTypes.DatabaseUnauthorized,
                $"{server} does not accept the role {target.Username} with the password given.",
                "Check DB_USER and DB_PASS (or DB_PASS_FILE), and that pg_hba.conf lets this machine in.",
                false),
            InvalidCatalogName => Failure(
                FailureTypes.DatabaseUnknown,
                $"There is no database {target.Database} on {server}.",
                "Check DB_NAME.",
                false),
            PostgresErrorCodes.InsufficientPrivilege => Failure(
                FailureTypes.DatabaseUnauthorized,
                $"The role {target.Username} may not connect to the database {target.Database} on {server}.",
                "Let its owner run: GRANT CONNECT ON DATABASE "
                    + $"{Identifier.Quote(target.Database ?? string.Empty)} TO {Identifier.Quote(target.Username ?? string.Empty)};",
                false),
            PostgresErrorCodes.InvalidParameterValue when error.MessageText.Contains("TimeZone", StringComparison.OrdinalIgnoreCase) => new(
                FailureParty.Infrastructure,
                FailureTypes.SettingsInvalid,
                $"The server at {server} does not know the time zone {target.Timezone}.",
                "Set TIME_ZONE (or time_zone in SITE_FILE) to a name that its view pg_timezone_names lists."),
            PostgresErrorCodes.TooManyConnections => Failure(
                FailureTypes.DatabaseUnreachable,
                $"{server} has no connection left.",
                "Try again in a moment, or raise max_connections at the server.",
                true),
            PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => Failure(
                FailureTypes.DatabaseUnreachable,
                $"{server} is starting or stopping.",
                "Try again in a moment.",
                true),
            _ => DatabaseFailures.From(error),
        };
        return failure with { SqlState = error.SqlState };
    }

    private static PipelineFailure FromSocket(SocketException socket, NpgsqlConnectionStringBuilder target, string server) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => Failure(
            FailureTypes.DatabaseUnreachable,
            $"The name {target.Host} is not known in this network.",
            "Check DB_HOST.",
            false),
        SocketError.ConnectionRefused => Failure(
            FailureTypes.DatabaseUnreachable,
            $"Nothing answers at {server}.",
            "Check that the server is up and that DB_HOST and DB_PORT are right.",
            true),
        _ => Failure(
            FailureTypes.DatabaseUnreachable,
            $"{server} cannot be reached ({socket.SocketErrorCode}).",
            "Check the network, DB_HOST and DB_PORT.",
            true),
    };

    private static PipelineFailure Failure(string type, string message, string advice, bool transient) =>
        new(FailureParty.Database, type, message, advice, transient);

    private static string ModeName(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
