using System.IO.Pipelines;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>Sends what was written and notices that nobody reads any more, so that the statement behind it is stopped.</summary>
internal static class ReaderPresence
{
    public static async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var flush = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (flush.IsCompleted || flush.IsCanceled)
        {
            throw new OperationCanceledException("The reader of the file went away.");
        }
    }
}
