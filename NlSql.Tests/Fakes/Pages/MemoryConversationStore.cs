using System.Collections.Concurrent;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>Conversations in memory, for tests of the page alone.</summary>
internal sealed class MemoryConversationStore(TimeProvider clock) : IConversationStore
{
    private readonly ConcurrentDictionary<string, Conversation> conversations = new(StringComparer.Ordinal);
    private int next;

    /// <summary>Whose the conversations are that <see cref="Keep"/> begins, and shares; empty for everybody's.</summary>
    public string Owner { get; set; } = "";

    /// <summary>An error of the store, as nobody expects it.</summary>
    public Exception? Fault { get; set; }

    public Task<IReadOnlyList<ConversationSummary>> ListAsync(string analyst, int limit, CancellationToken cancellationToken) => Fault is { } fault
        ? Task.FromException<IReadOnlyList<ConversationSummary>>(fault)
        : Task.FromResult<IReadOnlyList<ConversationSummary>>([
            .. conversations.Values.Take(limit).Select(c => new ConversationSummary(c.Id, c.Title, c.UpdatedAt, c.Turns.Count) { Database = c.Database })
        ]);

    /// <summary>What happens between the moment something is read and the moment it is handed over.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public Task<Conversation?> FindAsync(string id, string analyst, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<Conversation?>(cancellationToken)
        : HandOverAsync(conversations.GetValueOrDefault(id));

    public Task<Conversation> CreateAsync(string title, string analyst, CancellationToken cancellationToken)
    {
        var created = new Conversation($"c{Interlocked.Increment(ref next)}", title, clock.GetUtcNow(), clock.GetUtcNow(), []);
        conversations[created.Id] = created;
        return Task.FromResult(created);
    }

    public Task<IReadOnlyList<Turn>> ReadBeforeAsync(string conversationId, string turnId, string analyst, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int?> SaveTurnAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (!conversations.TryGetValue(turn.ConversationId, out var conversation))
        {
            return Task.FromResult<int?>(null);
        }

        var place = conversation.Turns.FirstOrDefault(t => t.Id == turn.Id)?.Ordinal ?? conversation.Turns.Count;
        Keep(turn with { Ordinal = place });
        return Task.FromResult<int?>(place);
    }

    /// <summary>Puts a turn there as it is, with its conversation: what an earlier process left.</summary>
    public void Keep(Turn turn) => conversations.AddOrUpdate(
        turn.ConversationId,
        id => new Conversation(id, turn.Question, turn.AskedAt, turn.AskedAt, [turn])
        {
            Owner = Owner,
            IsShared = Owner.Length > 0,
            Database = turn.Database,
        },
        (_, old) => old with
        {
            UpdatedAt = clock.GetUtcNow(),
            Database = turn.Database ?? old.Database,
            Turns = [.. old.Turns.Where(t => t.Id != turn.Id), turn],
        });

    public Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken) =>
        HandOverAsync(conversations.Values.SelectMany(c => c.Turns).FirstOrDefault(t => t.Id == turnId));

    public Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            return Task.FromException<bool>(fault);
        }

        conversations.TryRemove(id, out _);
        return Task.FromResult(true);
    }

    public Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken) =>
        Task.FromResult(conversations.ContainsKey(id));

    public Task<bool> MayReadResultAsync(string resultId, string analyst, CancellationToken cancellationToken) => Task.FromResult(true);

    private async Task<T> HandOverAsync<T>(T read)
    {
        if (Meanwhile is { } meanwhile)
        {
            await meanwhile();
        }

        return read;
    }
}
