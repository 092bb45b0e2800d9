using System.Runtime.InteropServices;

namespace NlSql.Core.Native.Faiss;

/// <summary>Owns one <c>nlsql_faiss_index</c>. Calls in flight keep it alive.</summary>
internal sealed class FaissIndexHandle : SafeHandle
{
    public FaissIndexHandle()
        : base(nint.Zero, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == nint.Zero;

    protected override bool ReleaseHandle()
    {
        FaissNative.Free(handle);
        return true;
    }
}
