using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Identity;

namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// Conversations in the SQLite file below DATA_PATH. Write-ahead logging lets several processes use it at once; a write is safe from the
/// end of the process, however it ends, as soon as the call returns.
/// </summary>
internal sealed class SqliteConversationStore(
    WorkspaceFile file,
    IIdentifiers identifiers,
    TimeProvider time,
    ILogger<SqliteConversationStore> logger) : IConversationStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ConversationSummary>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var rows = await context.Conversations
            .AsNoTracking()
            .OrderByDescending(c => c.UpdatedAt)
            .ThenBy(c => c.Id)
            .Take(limit)
            .Select(c => new { c.Id, c.Title, c.UpdatedAt, Turns = context.Turns.Count(t => t.ConversationId == c.Id) })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(r => new ConversationSummary(r.Id, r.Title, DateTimeOffset.FromUnixTimeMilliseconds(r.UpdatedAt), r.Turns))];
    }

    /// <inheritdoc />
    public async Task<Conversation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var row = await context.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            return null;
        }

        var turns = await context.Turns
            .AsNoTracking()
            .Where(t => t.ConversationId == id)
            .OrderBy(t => t.Ordinal)
            .ThenBy(t => t.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return ToConversation(row, [.. turns.Select(Read).OfType<Turn>()]);
    }

    /// <inheritdoc />
    public async Task<Conversation> CreateAsync(string title, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var row = NewConversation(identifiers.Next(), title);
        context.Conversations.Add(row);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return ToConversation(row, []);
    }

    /// <inheritdoc />
    public async Task SaveTurnAsync(Turn turn, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var conversation = await context.Conversations.SingleOrDefaultAsync(c => c.Id == turn.ConversationId, cancellationToken).ConfigureAwait(false);
        if (conversation is null)
        {
            conversation = NewConversation(turn.ConversationId, turn.Question);
            context.Conversations.Add(conversation);
        }

        conversation.UpdatedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        var row = await context.Turns.SingleOrDefaultAsync(t => t.Id == turn.Id, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new TurnRow { Id = turn.Id, ConversationId = turn.ConversationId, Record = string.Empty };
            context.Turns.Add(row);
        }

        row.Ordinal = turn.Ordinal;
        row.Writer = WriterProcess.Current;
        row.Record = TurnJson.Write(turn);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var row = await context.Turns.AsNoTracking().SingleOrDefaultAsync(t => t.Id == turnId, cancellationToken).ConfigureAwait(false);
        return row is null ? null : Read(row);
    }

    /// <inheritdoc />
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        using var context = file.Open();

        // The turns go with it by their foreign key: one statement, so all or nothing.
        await context.Conversations.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Conversation ToConversation(ConversationRow row, IReadOnlyList<Turn> turns) => new(
        row.Id,
        row.Title,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt),
        turns);

    private ConversationRow NewConversation(string id, string title)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return new ConversationRow { Id = id, Title = title, CreatedAt = now, UpdatedAt = now };
    }

    /// <summary>One unreadable turn must not hide the others.</summary>
    private Turn? Read(TurnRow row)
    {
        try
        {
            var turn = TurnJson.Read(row.Record);
            return turn.Status is TurnStatus.Drafting or TurnStatus.Running && !WriterProcess.IsAlive(row.Writer)
                ? turn with { Status = TurnStatus.Stopped }
                : turn;
        }
        catch (JsonException error)
        {
            logger.TurnUnreadable(error, row.Id);
            return null;
        }
    }
}
