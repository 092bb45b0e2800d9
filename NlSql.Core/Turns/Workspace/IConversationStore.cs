using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Conversations that survive reload and restart (EF Core, SQLite by default).</summary>
public interface IConversationStore
{
    Task<IReadOnlyList<ConversationSummary>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Null when there is none of that id.</summary>
    Task<Conversation?> FindAsync(string id, CancellationToken cancellationToken);

    Task<Conversation> CreateAsync(string title, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the turn at the end of its conversation, or replaces the stored one of the same id, which keeps its place. Returns the place, from
    /// 0; null when there is no such conversation: it was removed meanwhile, and what was removed does not come back.
    /// </summary>
    Task<int?> SaveTurnAsync(Turn turn, CancellationToken cancellationToken);

    Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken);

    /// <summary>Removes the conversation, its turns and the rows of all their runs, from disk too.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken);
}

public sealed record ConversationSummary(string Id, string Title, DateTimeOffset UpdatedAt, int Turns);

public sealed record Conversation(string Id, string Title, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<Turn> Turns);

/// <summary>A question and all that became of it.</summary>
public sealed record Turn
{
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    /// <summary>Place in the conversation, from 0; the store gives it.</summary>
    public int Ordinal { get; init; }

    public required string Question { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Through what it was asked; a later run from the page does not change it.</summary>
    public TurnOrigin Origin { get; init; }

    public TurnStatus Status { get; init; }

    public SqlDraft? Draft { get; init; }

    /// <summary>Tables that were found, with the reason, for the details panel.</summary>
    public IReadOnlyList<TurnTable> Tables { get; init; } = [];

    /// <summary>Every text of SQL this turn had; the last is the current one.</summary>
    public IReadOnlyList<SqlVersion> Versions { get; init; } = [];

    public StoredResult? Result { get; init; }

    /// <summary>Number of the SQL version that <see cref="Result"/> came from.</summary>
    public int? ResultVersion { get; init; }

    public ChartSpec? Chart { get; init; }

    public AnalysisFinished? Analysis { get; init; }

    public IReadOnlyList<string> FollowUps { get; init; } = [];

    public PipelineFailure? Failure { get; init; }

    /// <summary>How long the half that was stopped had taken until then; null unless it was stopped.</summary>
    public TimeSpan? StoppedAfter { get; init; }

    /// <summary>Milliseconds by stage name.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}

public sealed record TurnTable(string Name, string Why);

/// <param name="Number">From 1.</param>
/// <param name="Author">The generator's name, <c>analyst</c> for what a person typed, <c>caller</c> for what a program sent.</param>
/// <param name="Refusal">What the guard said against it; null when approved.</param>
/// <param name="Estimate">The planner's estimate when there was one.</param>
public sealed record SqlVersion(int Number, string Sql, string Author, DateTimeOffset At, GuardRefusal? Refusal, PlanEstimate? Estimate);

/// <summary>The door through which a question came. Turns of versions that did not note it count as the page's.</summary>
public enum TurnOrigin
{
    Page,
    Api,
    Cli,
    Mcp,
}

public enum TurnStatus
{
    Drafting,
    WaitingForReview,
    Refused,
    Declined,
    Running,
    Answered,
    Stopped,
    Failed,
}
