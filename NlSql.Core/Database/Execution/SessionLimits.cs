using NlSql.Core.Database.Code;

namespace NlSql.Core.Database.Execution;

/// <summary>What one read-only transaction is pinned to.</summary>
/// <param name="StatementTimeoutMs">Milliseconds each statement in it may take.</param>
/// <param name="LockTimeoutMs">Milliseconds to wait for a lock.</param>
/// <param name="SearchPath">Schemas that unqualified names are looked up in; empty keeps the role's own.</param>
/// <param name="TimeZone">IANA name; see <see cref="Foundation.Clock.SessionClock"/>.</param>
internal sealed record SessionLimits(int StatementTimeoutMs, int LockTimeoutMs, IReadOnlyList<string> SearchPath, string TimeZone)
{
    /// <summary>See <see cref="ExecutionOptions.RunAs"/>.</summary>
    public string RunAs { get; init; } = "off";

    /// <summary>All statements of the transaction see the data as its first one did.</summary>
    public bool IsOneSnapshot { get; init; }

    /// <summary>What the definitions must be; null when they do not matter.</summary>
    public DefinitionCheck? Definitions { get; init; }
}
