using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.State.Turns;

namespace NlSql.Web.State.Conversations;

/// <summary>The list of conversations in the navigation, grouped by date.</summary>
public sealed class ConversationIndex(
    IConversationStore store, LiveTurns live, IAnalyst analyst, ConnectedDatabase connected, SessionClock clock)
{
    /// <summary>Conversations shown; older ones are reached by their link.</summary>
    public const int Shown = 60;

    /// <summary>Raised when <see cref="Groups"/> has been read again, on any thread.</summary>
    public event Action? Changed;

    /// <summary>Most recent first; empty until it is first read.</summary>
    public IReadOnlyList<ConversationGroup> Groups { get; private set; } = [];

    /// <summary>There is somebody else to share with: people sign in here.</summary>
    public bool CanShare => analyst.Name != LocalAnalyst.LocalName;

    /// <summary>The name of the database that it was asked of, when another one is connected.</summary>
    public string? Elsewhere(ConversationSummary conversation) => connected.Is(conversation.Database) ? null : conversation.Database?.Name;

    /// <summary>Reads the list again. Throws what the store throws.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        Groups = Group(await store.ListAsync(analyst.Name, Shown, cancellationToken), clock);
        Changed?.Invoke();
    }

    /// <summary>Removes it, and stops what runs in it. The list is as it was until it is read again.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.DeleteAsync(id, analyst.Name, cancellationToken))
        {
            live.StopAll(id);
        }
    }

    /// <summary>Lets others read it by its link, or ends that. The list is as it was until it is read again.</summary>
    public Task ShareAsync(string id, bool isShared, CancellationToken cancellationToken) => store.ShareAsync(id, analyst.Name, isShared, cancellationToken);

    internal static IReadOnlyList<ConversationGroup> Group(IReadOnlyList<ConversationSummary> conversations, SessionClock clock)
    {
        var today = clock.Today;
        return
        [
            .. conversations
                .OrderByDescending(conversation => conversation.UpdatedAt)
                .GroupBy(conversation => Heading(today.DayNumber - DateOnly.FromDateTime(clock.In(conversation.UpdatedAt).DateTime).DayNumber))
                .Select(group => new ConversationGroup(group.Key, [.. group])),
        ];
    }

    private static string Heading(int daysAgo) => daysAgo switch
    {
        <= 0 => "Today",
        1 => "Yesterday",
        <= 7 => "Last 7 days",
        <= 30 => "Last 30 days",
        _ => "Older",
    };
}

/// <summary>Conversations of one stretch of days under their heading, for instance Today.</summary>
public sealed record ConversationGroup(string Heading, IReadOnlyList<ConversationSummary> Conversations);
