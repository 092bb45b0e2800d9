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
    /// The server's own number decides where both are known: another server may have taken the address (a tunnel, a new machine), and the same one may have
    /// got another. Else the address does.
    /// </summary>
    public bool IsSameAs(AskedDatabase other) => (System, other.System) is ({ } here, { } there)
        ? string.Equals(here, there, StringComparison.Ordinal)
        : string.Equals(Address, other.Address, StringComparison.Ordinal);
}
