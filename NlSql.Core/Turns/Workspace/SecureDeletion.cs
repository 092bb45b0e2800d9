using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// Makes SQLite overwrite what is deleted with zeros, on every connection: it is a property of the connection, and without it questions and analyses stay
/// readable in the file's free pages.
/// </summary>
internal sealed class SecureDeletion : DbConnectionInterceptor
{
    public const string Pragma = "PRAGMA secure_delete = ON";

    /// <inheritdoc />
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite's asynchronous calls run synchronously anyway.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
