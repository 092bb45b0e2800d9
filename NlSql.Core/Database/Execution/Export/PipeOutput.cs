using System.Buffers;
using System.IO.Pipelines;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>
/// A stream into a pipe that never waits in a synchronous call: .NET 10's zip writes the last bytes of an entry synchronously, and those wait in the pipe's
/// memory for the next asynchronous write, which also notices that nobody reads any more.
/// </summary>
internal sealed class PipeOutput(PipeWriter output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
        // The next asynchronous call sends what has come together.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => ReaderPresence.FlushAsync(output, cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        output.Write(buffer.Span);
        return output.UnflushedBytes < CsvRowSink.FlushBytes ? ValueTask.CompletedTask : ReaderPresence.FlushAsync(output, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
