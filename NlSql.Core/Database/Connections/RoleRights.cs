namespace NlSql.Core.Database.Connections;

/// <summary>Where a right comes from.</summary>
/// <param name="Kind"><c>owner</c>, <c>public</c> or <c>grant</c>.</param>
/// <param name="Via">The owning or granted role; empty for PUBLIC.</param>
internal sealed record RightSource(string Kind, string Via);

/// <summary>Tables of one schema that can be written by one right.</summary>
internal sealed record WritableTables(string Schema, RightSource Source, int Count, string FirstTable);

/// <summary>What the system catalogs say of the current role.</summary>
internal sealed record RoleRights(
    string Role,
    string Database,
    bool IsSuperuser,
    bool BypassesRowSecurity,
    bool CreatesRoles,
    bool CreatesDatabases,
    bool Replicates,
    bool CreatesInDatabase,
    bool MakesTemporaryTables)
{
    public IReadOnlyList<string> PredefinedRoles { get; init; } = [];

    public IReadOnlyList<WritableTables> Writable { get; init; } = [];

    public IReadOnlyList<(string Schema, RightSource Source)> Creatable { get; init; } = [];

    /// <summary>Privilege (<c>CREATE</c>, <c>TEMPORARY</c>) and where it comes from.</summary>
    public IReadOnlyList<(string Privilege, RightSource Source)> DatabaseGrants { get; init; } = [];
}
