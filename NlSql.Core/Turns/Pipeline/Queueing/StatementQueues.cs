using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;

namespace NlSql.Core.Turns.Pipeline.Queueing;

/// <summary>The queues before the pools of the database, see <see cref="DatabasePools"/>.</summary>
internal sealed class StatementQueues(IOptions<DatabaseOptions> database, IOptions<QueueOptions> options, TimeProvider time)
{
    /// <summary>One in so many connections is never given to a run: a draft is checked while long statements hold all others.</summary>
    private const int ReservedShare = 4;

    /// <summary>Statements that are run to be shown, those that count rows step by step, and those whose rows nobody is shown.</summary>
    public StatementQueue Runs { get; } =
        Make(database.Value.PoolSize - Math.Max(1, database.Value.PoolSize / ReservedShare), "statements", options.Value, time);

    /// <summary>Downloads of whole results.</summary>
    public StatementQueue Exports { get; } = Make(database.Value.ExportPoolSize, "downloads", options.Value, time);

    private static StatementQueue Make(int rooms, string what, QueueOptions options, TimeProvider time) =>
        new(rooms, options.PerAnalyst ?? rooms, TimeSpan.FromMilliseconds(options.WaitMs), what, time);
}
