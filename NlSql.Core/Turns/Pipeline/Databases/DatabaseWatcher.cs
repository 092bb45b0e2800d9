namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>
/// Looks after one database: each tick whether it is there, now and then whether its schema has changed. Reading a changed schema may take minutes, in
/// which the first goes on.
/// </summary>
internal sealed class DatabaseWatcher(AnalyticsDatabase database)
{
    private Task checking = Task.CompletedTask;

    /// <param name="isDue">It is time to look for a changed schema.</param>
    public async Task TickAsync(bool isDue, CancellationToken cancellationToken)
    {
        if (checking.IsCompleted)
        {
            // What nobody expected must not be lost with the task.
            await checking.ConfigureAwait(false);
            checking = isDue || database.IsDoubted ? database.CheckAsync(cancellationToken) : Task.CompletedTask;
        }

        await database.ProbeAsync(cancellationToken).ConfigureAwait(false);
    }
}
