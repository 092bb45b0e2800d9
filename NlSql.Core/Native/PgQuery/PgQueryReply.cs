using System.Runtime.InteropServices;
using System.Text;

namespace NlSql.Core.Native.PgQuery;

/// <summary>One answer of the native parser. Owns the library's text until it is disposed.</summary>
internal sealed class PgQueryReply : SafeHandle
{
    private readonly int length;

    internal PgQueryReply(PgQueryStatus status, int position, int length, nint text)
        : base(nint.Zero, ownsHandle: true)
    {
        Status = status;
        Position = position;
        this.length = length;
        SetHandle(text);
    }

    public PgQueryStatus Status { get; }

    /// <summary>With <see cref="PgQueryStatus.SyntaxError"/>: 1-based position in code points, 0 when unknown. With <see cref="PgQueryStatus.Trapped"/>: the reason.</summary>
    public int Position { get; }

    /// <inheritdoc />
    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>The text in UTF-8, inside the library's memory: valid until this is disposed.</summary>
    public unsafe ReadOnlySpan<byte> Utf8 => IsInvalid || IsClosed ? [] : new ReadOnlySpan<byte>((void*)handle, length);

    /// <summary>A copy of the text.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8);

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        PgQueryLibrary.nlsql_pgquery_release(handle);
        return true;
    }
}
