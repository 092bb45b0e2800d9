using System.IO.Pipelines;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Export;

namespace NlSql.Tests.Unit.Database.Execution;

/// <summary>Whoever writes a file notices that nobody reads it any more, and ends the statement behind it by throwing.</summary>
public sealed class GoneReaderTests
{
    public static TheoryData<string> Formats => ["csv", "json"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task WriteAsync_ReaderLeavesWhileBytesWait_IsCancelled(string format)
    {
        // What is sent waits for a reader from the first byte on.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        IRowSink sink = format == "csv" ? new CsvRowSink(pipe.Writer, new CsvFormat()) : new JsonRowSink(pipe.Writer);
        await sink.BeginAsync([new ResultColumn("c", "text", ColumnKind.Text)], CancellationToken.None);
        var write = ValueTask.CompletedTask;
        for (var row = 0; write.IsCompleted && row < 10_000; row++)
        {
            await write;
            write = sink.WriteAsync([new string('x', 1000)], CancellationToken.None);
        }

        Assert.False(write.IsCompleted);
        await pipe.Reader.CompleteAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await write);
    }
}
