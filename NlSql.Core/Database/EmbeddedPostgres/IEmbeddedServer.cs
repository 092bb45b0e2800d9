using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>The PostgreSQL server that comes with NlSql, for its demo database and its tests.</summary>
internal interface IEmbeddedServer : IAsyncDisposable
{
    /// <summary>
    /// Starts the server, or attaches to the one that another process of this checkout runs. The first call makes the cluster (about
    /// two seconds); later ones return at once. Throws <see cref="PipelineFailureException"/> with what to do.
    /// </summary>
    /// <param name="progress">Told what takes long, in words for people.</param>
    ValueTask<EmbeddedServerState> StartAsync(IProgress<string>? progress, CancellationToken cancellationToken);
}
