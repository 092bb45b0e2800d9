using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// Conversations in the SQLite file below DATA_PATH. Write-ahead logging lets several processes use it at once; a write is safe from the
/// end of the process, however it ends, as soon as the call returns. Turns that are saved at the same time go to disk together (<see cref="TurnWriter"/>).
/// </summary>
internal sealed class SqliteConversationStore(
    WorkspaceFile file,
    IResultStore results,
    IIdentifiers identifiers,
    TimeProvider time,
    ILogger<SqliteConversationStore> logger) : IConversationStore, IDisposable
{
    /// <summary>For a disk that no longer answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// SQLite lets in one writer; whoever else asks it meanwhile holds a thread and sleeps, 150 ms at a time. In this process they queue here instead.
    /// </summary>
    private readonly SemaphoreSlim writing = new(1, 1);
    private TurnWriter? writer;

    private TurnWriter Writer => LazyInitializer.EnsureInitialized(ref writer, () => new TurnWriter(SaveTurnsAsync));

    /// <summary>Turns that were given to be saved go to disk first: whoever waited for one may have gone before.</summary>
    public void Dispose()
    {
        writer?.Idle.Wait(Patience);
        writing.Dispose();
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ConversationSummary>> ListAsync(string analyst, int limit, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var rows = await context.Conversations
            .AsNoTracking()
            .Where(c => c.Owner == analyst || c.Owner == "")
            .OrderByDescending(c => c.UpdatedAt)
            .ThenBy(c => c.Id)
            .Take(limit)
            .Select(c => new { c.Id, c.Title, c.UpdatedAt, c.Shared, c.Database, Turns = context.Turns.Count(t => t.ConversationId == c.Id) })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. rows.Select(r => new ConversationSummary(r.Id, r.Title, DateTimeOffset.FromUnixTimeMilliseconds(r.UpdatedAt), r.Turns)
            {
                IsShared = r.Shared,
                Database = DatabaseJson.Read(r.Database),
            }),
        ];
    }

    /// <inheritdoc />
    public async Task<Conversation?> FindAsync(string id, string analyst, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var row = await context.Conversations
            .AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == id && (c.Owner == analyst || c.Owner == "" || c.Shared), cancellationToken)
            .ConfigureAwait(false);
        if (row is null)
        {
            return null;
        }

        var turns = await context.Turns
            .AsNoTracking()
            .Where(t => t.ConversationId == id)
            .OrderBy(t => t.Ordinal)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return ToConversation(row, [.. turns.Select(Read).OfType<Turn>()]);
    }

    /// <inheritdoc />
    public async Task<Conversation> CreateAsync(string title, string analyst, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var row = new ConversationRow { Id = identifiers.Next(), Title = title, Owner = analyst, CreatedAt = now, UpdatedAt = now };
        context.Conversations.Add(row);
        await AloneAsync(() => context.SaveChangesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return ToConversation(row, []);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Turn>> ReadBeforeAsync(
        string conversationId, string turnId, string analyst, int count, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var rows = await context.Turns
            .FromSql($"""
                SELECT turns.* FROM turns JOIN conversations ON conversations.id = turns.conversation_id
                WHERE conversations.id = {conversationId} AND (conversations.owner IN ('', {analyst}) OR conversations.shared)
                  AND turns.ordinal < coalesce((SELECT ordinal FROM turns WHERE id = {turnId} AND conversation_id = {conversationId}), turns.ordinal + 1)
                ORDER BY turns.ordinal DESC LIMIT {count}
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.OrderBy(row => row.Ordinal).Select(Read).OfType<Turn>()];
    }

    /// <inheritdoc />
    public Task<int?> SaveTurnAsync(Turn turn, CancellationToken cancellationToken) => Writer.SaveAsync(turn, cancellationToken);

    /// <inheritdoc />
    public async Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var row = await context.Turns.AsNoTracking().SingleOrDefaultAsync(t => t.Id == turnId, cancellationToken).ConfigureAwait(false);
        return row is null ? null : Read(row);
    }

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken) =>
        AloneAsync(() => DeleteAloneAsync(id, analyst, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken) =>
        AloneAsync(() => ShareAloneAsync(id, analyst, isShared, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> MayReadResultAsync(string resultId, string analyst, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        var others = await context.Database
            .SqlQuery<int>($"""
                SELECT 1 AS Value FROM results JOIN conversations ON conversations.id = results.conversation_id
                WHERE results.id = {resultId} AND conversations.owner NOT IN ('', {analyst}) AND NOT conversations.shared
                """)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return others.Count == 0;
    }

    private async Task<T> AloneAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await write().ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<bool> DeleteAloneAsync(string id, string analyst, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        if (!await context.Conversations.AnyAsync(c => c.Id == id && (c.Owner == analyst || c.Owner == ""), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        // Locks from its first word on: no run can add rows between the list and the end. The files go first, so that a process that is killed here leaves a
        // conversation to delete again rather than rows that nobody knows of.
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var ids = await context.Database
                .SqlQuery<string>($"SELECT id AS Value FROM results WHERE conversation_id = {id}")
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            ids.ForEach(results.Delete);

            // Turns and results go with it by their foreign keys.
            await context.Conversations.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        // The log holds every page as it was before; where another process is reading, the next checkpoint empties it.
        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> ShareAloneAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken)
    {
        using var context = file.Open();
        return await context.Conversations
            .Where(c => c.Id == id && (c.Owner == analyst || c.Owner == ""))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Shared, isShared), cancellationToken)
            .ConfigureAwait(false) > 0;
    }

    /// <summary>All of them are kept or none. The places are in the order of the turns.</summary>
    private Task<IReadOnlyList<int?>> SaveTurnsAsync(IReadOnlyList<Turn> turns) =>
        AloneAsync(() => Task.FromResult(SaveTurnsAlone(turns)), CancellationToken.None);

    private IReadOnlyList<int?> SaveTurnsAlone(IReadOnlyList<Turn> turns)
    {
        using var connection = file.Connect();

        // Locks from its first word on, so that of two writers each counts what the other has added.
        using var transaction = connection.BeginTransaction(deferred: false);
        using var rows = new TurnRows(transaction, time.GetUtcNow().ToUnixTimeMilliseconds());
        var places = turns.Select(rows.Save).ToList();
        transaction.Commit();
        return places;
    }

    private static Conversation ToConversation(ConversationRow row, IReadOnlyList<Turn> turns) => new(
        row.Id,
        row.Title,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt),
        turns)
    {
        Owner = row.Owner,
        IsShared = row.Shared,
        Database = DatabaseJson.Read(row.Database),
    };

    /// <summary>One unreadable turn must not hide the others.</summary>
    private Turn? Read(TurnRow row)
    {
        try
        {
            var turn = TurnJson.Read(row.Record) with { Ordinal = row.Ordinal };
            return turn.Status is TurnStatus.Drafting or TurnStatus.Running && !RunningProcess.Bears(row.Writer)
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
