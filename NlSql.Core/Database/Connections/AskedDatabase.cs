namespace NlSql.Core.Database.Connections;

/// <summary>Which database something was asked of, as it is kept beside questions and answers; no secret.</summary>
/// <param name="Name">For people: see <see cref="DatabaseIdentity.DisplayName"/>.</param>
/// <param name="Address">Key made of host, port and database name: see <see cref="DatabaseIdentity.Id"/>.</param>
/// <param name="System">
/// The server's own number with the database's name, which stay when it moves to another address; null where the role may not read it, before the first
/// connection, and for the embedded server, of which each data folder has one.
/// </param>
public sealed record AskedDatabase(string Name, string Address, string? System = null)
{
    /// <summary>
    /// The same address is the same database whatever the number says: an upgrade, a restored dump and a new volume give another. At another address it is
    /// where the server's own number and the database's name are known and agree: the server moved, or is reached through something else.
    /// </summary>
    public bool IsSameAs(AskedDatabase other) => string.Equals(Address, other.Address, StringComparison.Ordinal)
        || (System is not null && string.Equals(System, other.System, StringComparison.Ordinal));
}
