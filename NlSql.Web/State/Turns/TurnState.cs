using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Infrastructure;

namespace NlSql.Web.State.Turns;

/// <summary>One turn on one page: the stored or live view, and the text in its editor. Watches the live turn while the circuit is connected.</summary>
public sealed class TurnState : IDisposable
{
    private readonly UnsavedEdits edits;
    private readonly CircuitPresence presence;
    private LiveTurn? live;
    private IDisposable? watching;
    private TurnView view;
    private bool closed;

    internal TurnState(TurnView view, LiveTurn? live, UnsavedEdits edits, CircuitPresence presence)
    {
        this.view = view;
        this.edits = edits;
        this.presence = presence;
        this.presence.Changed += OnPresenceChanged;
        Edited = edits.Find(view.Id);
        if (live is not null)
        {
            Join(live);
        }
    }

    /// <summary>Raised on any thread: pages go through their dispatcher.</summary>
    public event Action<TurnChange>? Changed;

    /// <summary>The live turn's while there is one, else the stored one.</summary>
    public TurnView View => live?.View ?? view;

    /// <summary>What stands in the editor when it differs from the current version; null otherwise.</summary>
    public string? Edited { get; private set; }

    /// <summary>What stands in the editor is no longer what the generator wrote: what was said about its draft does not hold for it.</summary>
    public bool IsEditedByHand =>
        View.Status != TurnStatus.Drafting
            && View.Draft is { Sql: { } written, Generator: not GeneratorNames.Analyst }
            && !string.Equals(Sql, written, StringComparison.Ordinal);

    /// <summary>The guard's word on <see cref="Edited"/>; null while it is being checked or when nothing was edited.</summary>
    public SqlCheck? EditCheck { get; private set; }

    /// <summary>What would run.</summary>
    public string Sql => Edited ?? View.Sql;

    /// <summary>There is an editor, be it an empty one.</summary>
    public bool HasSql => Edited is not null || View.Sql.Length > 0;

    /// <summary>Nothing is left in the editor.</summary>
    public bool IsEmptied => Edited is not null && string.IsNullOrWhiteSpace(Edited);

    /// <summary>
    /// False where somebody else shares the conversation: it may be read then, and neither run nor stopped, nor is what is typed seen by its owner.
    /// </summary>
    public bool IsOwn { get; init; } = true;

    /// <summary>It was drafted or run while this page looked at it, not read from the store.</summary>
    public bool WentOnHere => live is not null;

    /// <summary>The refusal of what stands in the editor.</summary>
    public GuardRefusal? Refusal => Edited is null ? View.Refusal : EditCheck?.Refusal;

    /// <summary>What the lint says of what stands in the editor.</summary>
    public IReadOnlyList<LintWarning> Warnings => Edited is null ? View.Warnings : EditCheck?.Warnings ?? [];

    /// <summary>There is text that the guard has not refused, and nothing is under way.</summary>
    public bool CanRun => IsOwn && !View.IsBusy && !string.IsNullOrWhiteSpace(Sql) && Refusal is null;

    /// <summary>A draft waits for a person: its Run is the page's one filled button.</summary>
    public bool AwaitsReview => !View.IsBusy && HasSql
        && (Edited is not null || View.Result is null || View.Status is TurnStatus.WaitingForReview or TurnStatus.Refused);

    /// <summary>Rows on the page come from another text than the one in the editor.</summary>
    public bool ResultIsOlder => View.Result is not null && (Edited is not null || (View.ResultVersion is { } version && version != View.CurrentVersion));

    /// <summary>Takes over a live turn, at a new draft or run, or after a reload.</summary>
    public void Join(LiveTurn live)
    {
        Leave();
        if (closed)
        {
            // The page was left while the turn began: nobody would end this watch.
            view = live.View;
            return;
        }

        this.live = live;
        live.Changed += OnLiveChanged;
        if (live.View.Status == TurnStatus.Running)
        {
            Forget();
        }

        if (presence.IsConnected)
        {
            watching = live.Watch();
        }

        Changed?.Invoke(TurnChange.Whole);
    }

    /// <summary>Asks the live turn to stop; nothing happens where there is none, or where it is somebody else's.</summary>
    public void Stop()
    {
        if (IsOwn)
        {
            live?.Stop();
        }
    }

    /// <summary>Takes the editor's text; the same text as the current version is no edit.</summary>
    public void Edit(string text)
    {
        if (string.Equals(text, View.Sql, StringComparison.Ordinal))
        {
            Forget();
        }
        else
        {
            Edited = text;
            EditCheck = null;
            edits.Keep(View.Id, text);
        }

        Changed?.Invoke(TurnChange.Whole);
    }

    /// <summary>Takes the guard's word unless the text has moved on.</summary>
    public void Checked(SqlCheck check)
    {
        if (string.Equals(check.Sql, Edited, StringComparison.Ordinal))
        {
            EditCheck = check;
            Changed?.Invoke(TurnChange.Whole);
        }
    }

    public void Dispose()
    {
        closed = true;
        presence.Changed -= OnPresenceChanged;
        Leave();
    }

    private void Forget()
    {
        Edited = null;
        EditCheck = null;
        edits.Forget(View.Id);
    }

    private void Leave()
    {
        if (this.live is { } live)
        {
            live.Changed -= OnLiveChanged;
            view = live.View;
            this.live = null;
        }

        watching?.Dispose();
        watching = null;
    }

    private void OnLiveChanged(TurnChange change) => Changed?.Invoke(change);

    private void OnPresenceChanged()
    {
        if (!presence.IsConnected)
        {
            watching?.Dispose();
            watching = null;
        }
        else if (this.live is { } live && watching is null)
        {
            watching = live.Watch();
        }
    }
}
