using System.Text.Json.Serialization;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Conversations that survive reload and restart (EF Core, SQLite by default).</summary>
public interface IConversationStore
{
    /// <summary>The analyst's own, the most recently used first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<ConversationSummary>> ListAsync(string analyst, int limit, CancellationToken cancellationToken);

    /// <summary>Null when there is none of that id that this analyst may read: an own one, or one that its owner shares.</summary>
    Task<Conversation?> FindAsync(string id, string analyst, CancellationToken cancellationToken);

    /// <summary>Makes an empty conversation of this analyst's with an id of its own.</summary>
    Task<Conversation> CreateAsync(string title, string analyst, CancellationToken cancellationToken);

    /// <summary>
    /// The last <paramref name="count"/> turns before <paramref name="turnId"/>, oldest first; of the whole conversation when that turn is not in it, and
    /// none of a conversation that this analyst may not read.
    /// </summary>
    Task<IReadOnlyList<Turn>> ReadBeforeAsync(string conversationId, string turnId, string analyst, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the turn at the end of its conversation, or replaces the stored one of the same id, which keeps its place. Returns the place, from
    /// 0; null when there is no such conversation: it was removed meanwhile, and what was removed does not come back. With <see cref="Turn.Begins"/> the
    /// conversation is made in the same write.
    /// </summary>
    Task<int?> SaveTurnAsync(Turn turn, CancellationToken cancellationToken);

    /// <summary>Null when there is none of that id.</summary>
    Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the conversation, its turns and the rows of all their runs, from disk too. False when this analyst has none of that id.
    /// </summary>
    Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken);

    /// <summary>Lets everybody who may sign in read the conversation by its link, or ends that. False when this analyst has none of that id.</summary>
    Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken);

    /// <summary>Whether the rows of this result may be read by the analyst: those of a conversation as the conversation, others by everybody.</summary>
    Task<bool> MayReadResultAsync(string resultId, string analyst, CancellationToken cancellationToken);
}

/// <summary>A conversation as it stands in a list.</summary>
/// <param name="Turns">How many it has.</param>
/// <param name="UpdatedAt">When its last turn was saved, UTC.</param>
public sealed record ConversationSummary(string Id, string Title, DateTimeOffset UpdatedAt, int Turns)
{
    /// <summary>Whether others may read it by its link.</summary>
    public bool IsShared { get; init; }

    /// <summary>Of which database it was asked; null where that was not noted.</summary>
    public AskedDatabase? Database { get; init; }

    /// <summary>Whether that is the one that is connected; null from the store, which does not know it.</summary>
    public bool? IsConnected { get; init; }
}

/// <summary>A conversation with its turns, in the order in which they were asked.</summary>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">When its last turn was saved, UTC.</param>
public sealed record Conversation(string Id, string Title, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<Turn> Turns)
{
    /// <summary>Who began it; empty for conversations of versions that did not note it, which are everybody's.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Whether others than its owner may read it.</summary>
    public bool IsShared { get; init; }

    /// <inheritdoc cref="ConversationSummary.Database"/>
    public AskedDatabase? Database { get; init; }

    /// <inheritdoc cref="ConversationSummary.IsConnected"/>
    public bool? IsConnected { get; init; }

    /// <summary>Whether this analyst may go on with it, share and delete it.</summary>
    public bool IsOf(string analyst) => Owner.Length == 0 || string.Equals(Owner, analyst, StringComparison.Ordinal);
}

/// <summary>A question and all that became of it.</summary>
public sealed record Turn
{
    /// <summary>Unguessable, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    /// <summary>Title of the conversation that begins with this save, which is its analyst's; null otherwise. Not kept with the turn.</summary>
    [JsonIgnore]
    public string? Begins { get; init; }

    /// <summary>What its draft half saw and did, where this save is to keep that beside the turn; null leaves what is kept. Comes back from no read.</summary>
    [JsonIgnore]
    public TurnTrace? Trace { get; init; }

    /// <summary>Place in the conversation, from 0; the store gives it.</summary>
    public int Ordinal { get; init; }

    /// <summary>As it was typed; for SQL that came without a question the SQL itself.</summary>
    public required string Question { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who asked; null for turns of versions that did not note it.</summary>
    public string? Analyst { get; init; }

    /// <summary>Of which database it was asked; null for turns of versions that did not note it.</summary>
    public AskedDatabase? Database { get; init; }

    /// <summary>Through what it was asked; a later run from the page does not change it.</summary>
    public TurnOrigin Origin { get; init; }

    /// <summary>How far it has come; a turn whose writer died is read as stopped.</summary>
    public TurnStatus Status { get; init; }

    /// <summary>What the generator wrote last; null before that, and for SQL of somebody's own.</summary>
    public SqlDraft? Draft { get; init; }

    /// <summary>Tables that were found, with the reason, for the details panel.</summary>
    public IReadOnlyList<TurnTable> Tables { get; init; } = [];

    /// <summary>Every text of SQL this turn had; the last is the current one.</summary>
    public IReadOnlyList<SqlVersion> Versions { get; init; } = [];

    /// <summary>Of the last run that gave rows, whatever was edited since; the rows themselves may have expired.</summary>
    public StoredResult? Result { get; init; }

    /// <summary>Number of the SQL version that <see cref="Result"/> came from.</summary>
    public int? ResultVersion { get; init; }

    /// <summary>Belongs to <see cref="Result"/>; null where it has rows, and where no value explains that it has none.</summary>
    public EmptyResult? Emptiness { get; init; }

    /// <summary>Belongs to <see cref="Result"/>; null where no chart helps.</summary>
    public ChartSpec? Chart { get; init; }

    /// <summary>Belongs to <see cref="Result"/>; null where none was asked for.</summary>
    public AnalysisFinished? Analysis { get; init; }

    /// <summary>Questions that go on from <see cref="Result"/>.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    /// <summary>Why the last half ended without what it was for; null when it did not.</summary>
    public PipelineFailure? Failure { get; init; }

    /// <summary>How long the half that was stopped had taken until then; null unless it was stopped.</summary>
    public TimeSpan? StoppedAfter { get; init; }

    /// <summary>Milliseconds by stage name.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}

/// <summary>A table that retrieval found.</summary>
/// <param name="Name">For people: with its schema, but for <c>public</c>.</param>
/// <param name="Why">A short sentence.</param>
public sealed record TurnTable(string Name, string Why);

/// <param name="Number">From 1.</param>
/// <param name="Author">The generator's name, <c>analyst</c> for what a person typed, <c>caller</c> for what a program sent.</param>
/// <param name="Refusal">What the guard said against it; null when approved.</param>
/// <param name="Estimate">The planner's estimate when there was one.</param>
public sealed record SqlVersion(int Number, string Sql, string Author, DateTimeOffset At, GuardRefusal? Refusal, PlanEstimate? Estimate)
{
    /// <summary>What the lint said of it.</summary>
    public IReadOnlyList<LintWarning> Warnings { get; init; } = [];
}

/// <summary>The door through which a question came. Turns of versions that did not note it count as the page's.</summary>
public enum TurnOrigin
{
    Page,
    Api,
    Cli,
}

/// <summary>How far a turn has come.</summary>
public enum TurnStatus
{
    /// <summary>Tables are looked for and SQL is written.</summary>
    Drafting,

    /// <summary>There is approved SQL and nothing has run: a person has to decide.</summary>
    WaitingForReview,

    /// <summary>The guard refused the SQL; it may be edited.</summary>
    Refused,

    /// <summary>The generator wrote none and said why.</summary>
    Declined,

    /// <summary>The statement is with the database, or its rows are being read.</summary>
    Running,

    /// <summary>There is a result.</summary>
    Answered,

    /// <summary>Somebody stopped it; rows that came before that are kept.</summary>
    Stopped,

    /// <summary>It ended with a failure.</summary>
    Failed,
}
