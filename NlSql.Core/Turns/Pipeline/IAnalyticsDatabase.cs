using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>One database that is asked: its connections, catalog, index and guard scope, kept together and up to date.</summary>
public interface IAnalyticsDatabase : IAsyncDisposable
{
    /// <summary>Host, port and name for people; no secret.</summary>
    string DisplayName { get; }

    /// <summary>Which database it is, as it is kept beside what was asked; by its address alone before the first connection.</summary>
    AskedDatabase Identity { get; }

    /// <summary>Where it stands now; read without waiting.</summary>
    DatabaseState State { get; }

    /// <summary>Raised on every change of <see cref="State"/>, on any thread.</summary>
    event Action<DatabaseState>? StateChanged;

    /// <summary>Connects, reads and indexes if that has not been done yet. Throws <see cref="PipelineFailureException"/>.</summary>
    Task<DatabaseSnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>Reads the catalog again and indexes what changed.</summary>
    Task<DatabaseSnapshot> RefreshAsync(bool forceRebuild, CancellationToken cancellationToken);

    /// <summary>
    /// A question found the database gone: hosts that stay look again within a second, and <see cref="State"/> says so until it is back.
    /// Questions go on trying meanwhile.
    /// </summary>
    void Doubt();
}

/// <summary>What a question needs; consistent within itself.</summary>
public sealed record DatabaseSnapshot(NpgsqlDataSource DataSource, SchemaCatalog Catalog, ISchemaIndex Index, GuardScope Scope)
{
    /// <summary>Connections for downloads; those of <see cref="DataSource"/> where there are none of their own.</summary>
    public NpgsqlDataSource Exports { get => field ?? DataSource; init; }

    /// <summary>What the role could do beyond reading; null when it was not looked at.</summary>
    public RoleReport? Role { get; init; }
}

/// <summary>Opens databases by name: the configured one, or another of the same server (the batch forms' <c>db</c>).</summary>
public interface IAnalyticsDatabases
{
    /// <summary>The configured database, or the demo.</summary>
    IAnalyticsDatabase Default { get; }

    /// <summary>Gives the same one for the same name; nothing is connected before it is asked.</summary>
    IAnalyticsDatabase Open(string databaseName);
}

/// <param name="Phase">Where it stands.</param>
/// <param name="Message">For people, for instance <c>Indexing: 1,240 of 5,000 tables</c>.</param>
/// <param name="Failure">Set when the phase is Failed.</param>
public sealed record DatabaseState(DatabasePhase Phase, string Message, PipelineFailure? Failure = null);

/// <summary>How far a database is from being asked.</summary>
public enum DatabasePhase
{
    /// <summary>Nobody has asked yet.</summary>
    NotStarted,

    /// <summary>The embedded server starts, or a first connection is made.</summary>
    Starting,

    /// <summary>The catalog is read.</summary>
    Reading,

    /// <summary>Tables and columns are embedded and indexed.</summary>
    Indexing,

    /// <summary>It can be asked.</summary>
    Ready,

    /// <summary>It cannot be asked; the state says why. It is tried again by itself.</summary>
    Failed,
}
