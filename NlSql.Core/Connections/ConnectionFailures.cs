using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using NlSql.Core.Failures;
using Npgsql;

namespace NlSql.Core.Connections;

/// <summary>
/// Says why a database cannot be opened: server, database and role by name, never a password. What goes wrong within a
/// statement is told by <see cref="Execution.DatabaseFailures"/>.
/// </summary>
public static class ConnectionFailures
{
    private const string InvalidCatalogName = PostgresErrorCodes.InvalidCatalogName;

    /// <summary>True for what opening a connection can throw.</summary>
    public static bool Covers(Exception error) => error is NpgsqlException or SocketException or TimeoutException or AuthenticationException;

    /// <summary>The failure for <paramref name="error"/>, thrown while <paramref name="source"/> was opened or first read.</summary>
    public static PipelineFailure From(Exception error, NpgsqlDataSource source)
    {
        var target = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        var server = string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}");
        return error switch
        {
            PostgresException refused => FromServer(refused, target, server),
            _ when Causes(error).OfType<AuthenticationException>().Any() => Failure(
                FailureTypes.DatabaseUnreachable,
                $"The secure connection to {server} failed: the server's certificate was not accepted.",
                "Set SSL_ROOT_CERT to the authority's certificate, or check that DB_HOST is the name in the server's certificate (SSL_MODE=verify-full).",
                false),
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
                $"Let its owner run: GRANT CONNECT ON DATABASE {PostgresNames.Quote(target.Database ?? string.Empty)} TO {PostgresNames.Quote(target.Username ?? string.Empty)};",
                false),
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
            _ => Execution.DatabaseFailures.From(error),
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
