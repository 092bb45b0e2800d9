namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// One writer for the turns of this process: what comes while it writes goes to disk together, in one transaction. SQLite lets in one writer at a time; many
/// would hold a thread each and wait for one another. A save returns when its turn is on disk.
/// </summary>
internal sealed class TurnWriter(Func<IReadOnlyList<Turn>, Task<IReadOnlyList<int?>>> save)
{
    /// <summary>Turns in one transaction: other processes get in between two of them.</summary>
    private const int LargestGroup = 64;

    private readonly Lock gate = new();
    private readonly Queue<Entry> waiting = new();
    private bool isWriting;
    private Task writing = Task.CompletedTask;

    /// <summary>Ends when nothing that was given to be saved is waiting or being written any more.</summary>
    public Task Idle
    {
        get
        {
            lock (gate)
            {
                return writing;
            }
        }
    }

    /// <summary>See <see cref="IConversationStore.SaveTurnAsync"/>; who stops waiting does not stop the write.</summary>
    public Task<int?> SaveAsync(Turn turn, CancellationToken cancellationToken)
    {
        var entry = new Entry(turn);
        lock (gate)
        {
            waiting.Enqueue(entry);
            if (!isWriting)
            {
                isWriting = true;
                writing = Task.Run(WriteAsync, CancellationToken.None);
            }
        }

        return entry.Place.Task.WaitAsync(cancellationToken);
    }

    private async Task WriteAsync()
    {
        while (Next() is { Count: > 0 } group)
        {
            try
            {
                var places = await save(group.ConvertAll(entry => entry.Turn)).ConfigureAwait(false);
                for (var i = 0; i < group.Count; i++)
                {
                    group[i].Place.SetResult(places[i]);
                }
            }
#pragma warning disable CA1031 // Each waiter gets it; a writer that ends here would leave all later ones waiting.
            catch (Exception error)
#pragma warning restore CA1031
            {
                await WriteOneByOneAsync(group, error).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A turn that cannot be written must not take its neighbours with it.</summary>
    private async Task WriteOneByOneAsync(List<Entry> group, Exception error)
    {
        if (group.Count == 1)
        {
            group[0].Place.SetException(error);
            return;
        }

        foreach (var entry in group)
        {
            try
            {
                entry.Place.SetResult((await save([entry.Turn]).ConfigureAwait(false))[0]);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception own)
#pragma warning restore CA1031
            {
                entry.Place.SetException(own);
            }
        }
    }

    private List<Entry> Next()
    {
        lock (gate)
        {
            var group = new List<Entry>();
            while (group.Count < LargestGroup && waiting.TryDequeue(out var entry))
            {
                group.Add(entry);
            }

            isWriting = group.Count > 0;
            return group;
        }
    }

    private sealed record Entry(Turn Turn)
    {
        public TaskCompletionSource<int?> Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
