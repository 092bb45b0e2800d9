using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Turns;

namespace NlSql.Web.State.Conversations;

/// <summary>
/// The conversation that one page shows: its turns, and what the analyst does to them. One per circuit; its members are called
/// on the circuit's own thread of control, <see cref="Changed"/> is raised on any thread.
/// </summary>
public sealed class ConversationState(
    LiveTurns live,
    IConversationStore store,
    UnsavedEdits edits,
    CircuitPresence presence,
    IIdentifiers identifiers,
    IAnalyst analyst,
    ConnectedDatabase connected,
    TimeProvider clock) : IDisposable
{
    private readonly List<TurnState> turns = [];
    private AskedDatabase? database;

    /// <summary>A turn was added or a conversation opened.</summary>
    public event Action? Changed;

    /// <summary>Null on the page of a new question.</summary>
    public string? Id { get; private set; }

    public string Title { get; private set; } = "";

    public IReadOnlyList<TurnState> Turns => turns;

    /// <summary>False when the id of the URL is not known.</summary>
    public bool Exists { get; private set; } = true;

    /// <summary>Who shares it, when it is somebody else's: it may be read then, and a question begins a conversation of one's own.</summary>
    public string? SharedBy { get; private set; }

    /// <summary>The database that it was asked of, when another one is connected: it may be read, and a question begins anew.</summary>
    public AskedDatabase? Elsewhere => connected.Is(database) ? null : database;

    /// <summary>Of which database this was asked, and to which NlSql is connected; null unless they differ.</summary>
    public string? ElsewhereWords => Elsewhere is { } asked ? $"This was asked of the database {asked.Name}; {connected.Connection}." : null;

    private bool IsGoneOnWith => SharedBy is null && Elsewhere is null;

    /// <summary>The turn that keys act on: the one that is going on, else the last.</summary>
    public TurnState? Current => turns.LastOrDefault(turn => turn.View.IsBusy) ?? turns.LastOrDefault();

    /// <summary>Opens a stored conversation, or an empty page for null. Runs that are going on are joined.</summary>
    public async Task OpenAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is not null && id == Id)
        {
            return;
        }

        Clear();
        Id = id;
        if (id is not null)
        {
            var (stored, found) = await FindAsync(id, cancellationToken);
            if (Id != id)
            {
                return;
            }

            Exists = stored is not null;
            Title = stored?.Title ?? "";
            SharedBy = stored?.IsOf(analyst.Name) == false ? stored.Owner : null;
            database = stored?.Database;
            foreach (var (turn, running) in found)
            {
                Add(StoredTurns.ToView(turn), running);
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Stores the question as a turn, so that a reload finds it at once, and starts drafting. Returns the conversation's id.</summary>
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        question = question.Trim();
        var goesOn = SharedBy is null && await connected.IsAsync(database, cancellationToken);
        var turn = new Turn
        {
            Id = identifiers.Next(),
            ConversationId = Exists && goesOn ? Id ?? "" : "",
            Analyst = analyst.Name,
            Question = question,
            AskedAt = clock.GetUtcNow(),
            Status = TurnStatus.Drafting,
        };
        try
        {
            turn = await KeepAsync(turn, cancellationToken);
        }
        catch (PipelineFailureException unusable) when (unusable.Failure.Type is FailureTypes.StateUnusable)
        {
            // The page says that nothing is kept; the answer comes all the same, and not among turns of somebody else's or of another database.
            if (!goesOn)
            {
                Clear();
            }

            Id = turn.ConversationId.Length > 0 ? turn.ConversationId : identifiers.Next();
            turn = turn with { ConversationId = Id, Ordinal = turns.Count };
        }

        var view = StoredTurns.ToView(turn);
        Add(view, await live.DraftAsync(view, Draft(view)));
        Changed?.Invoke();
        return turn.ConversationId;
    }

    /// <summary>Drafts a turn again after a failure, in place.</summary>
    public async Task RetryAsync(TurnState turn)
    {
        if (turn.IsOwn && Elsewhere is null)
        {
            turn.Join(await live.DraftAsync(turn.View, Draft(turn.View) with { Fresh = true }));
        }
    }

    /// <summary>Runs what stands in the turn's editor.</summary>
    public async Task RunAsync(TurnState turn)
    {
        if (turn.CanRun)
        {
            var view = turn.View;
            var request = new RunRequest(turn.Sql, view.Id)
            {
                Question = view.Question,
                ConversationId = view.ConversationId,
                Analyst = analyst.Name,
            };
            turn.Join(await live.RunAsync(view, request));
        }
    }

    /// <summary>The question asked <paramref name="back"/> steps before the end (0 is the last), or null.</summary>
    public string? Recall(int back) => back >= 0 && back < turns.Count ? turns[^(back + 1)].View.Question : null;

    public void Dispose() => Clear();

    private async Task<Turn> KeepAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (await store.SaveTurnAsync(turn, cancellationToken) is { } place)
        {
            return turn with { Ordinal = place };
        }

        // A new page, or a conversation that was removed elsewhere.
        Clear();
        var created = await store.CreateAsync(ConversationTitle.Of(turn.Question), analyst.Name, cancellationToken);
        Id = created.Id;
        database = connected.Now;
        Title = created.Title;
        turn = turn with { ConversationId = Id };
        return turn with { Ordinal = await store.SaveTurnAsync(turn, cancellationToken) ?? 0 };
    }

    private DraftRequest Draft(TurnView turn) => new(turn.Question, turn.ConversationId, turn.Id) { Analyst = analyst.Name };

    // What could not be read, or not to the end, is not open: the next attempt reads it again.
    private async Task<(Conversation? Stored, List<(Turn Turn, LiveTurn? Running)> Turns)> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await store.FindAsync(id, analyst.Name, cancellationToken);
            var turns = new List<(Turn, LiveTurn?)>();
            foreach (var turn in stored?.Turns.OrderBy(turn => turn.Ordinal) ?? Enumerable.Empty<Turn>())
            {
                turns.Add(await WithRunAsync(turn, cancellationToken));
            }

            return (stored, turns);
        }
        catch
        {
            Id = Id == id ? null : Id;
            throw;
        }
    }

    // One that was read as busy and is found nowhere may have ended in between: the store knows by now.
    private async Task<(Turn Turn, LiveTurn? Running)> WithRunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var running = live.Find(turn.Id);
        if (running is not null || turn.Status is not (TurnStatus.Drafting or TurnStatus.Running))
        {
            return (turn, running);
        }

        turn = await store.FindTurnAsync(turn.Id, cancellationToken) ?? turn;
        return (turn, live.Find(turn.Id));
    }

    // What a reader types stays on the reader's page: unsaved texts are kept by turn, and the turn is its owner's.
    private void Add(TurnView view, LiveTurn? running) => turns.Add(
        new TurnState(view, running, SharedBy is null ? edits : new UnsavedEdits(), presence) { IsOwn = IsGoneOnWith });

    private void Clear()
    {
        foreach (var turn in turns)
        {
            turn.Dispose();
        }

        turns.Clear();
        Exists = true;
        Title = "";
        SharedBy = null;
        database = null;
    }
}
