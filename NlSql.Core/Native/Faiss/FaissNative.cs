using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NlSql.Core.Native.Faiss;

/// <summary>The C interface of <c>native/faiss/nlsql_faiss.h</c>, one to one.</summary>
internal static partial class FaissNative
{
    /// <summary>The interface version that this binding was written for.</summary>
    public const int Abi = 1;

    private const string Library = "nlsql_faiss";

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_abi")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int GetAbi();

    // The text stays the library's: it must not be freed here.
    [LibraryImport(Library, EntryPoint = "nlsql_faiss_library_version")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint GetLibraryVersion();

    // The text stays the library's, and lives until the next call on this thread.
    [LibraryImport(Library, EntryPoint = "nlsql_faiss_last_error")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_create", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Create(int dimension, string kind, out FaissIndexHandle index);

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_describe")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Describe(FaissIndexHandle index, out FaissIndexInfo info);

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_train")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Train(FaissIndexHandle index, long count, ReadOnlySpan<float> vectors, int threads);

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_add")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Add(FaissIndexHandle index, long count, ReadOnlySpan<float> vectors, int threads);

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_search")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Search(FaissIndexHandle index, ReadOnlySpan<float> query, long k, int effort, Span<float> scores, Span<long> rows);

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_write", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Write(FaissIndexHandle index, string path);

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_read", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Read(string path, int dimension, string kind, long count, ReadOnlySpan<float> vectors, out FaissIndexHandle index);

    [LibraryImport(Library, EntryPoint = "nlsql_faiss_free")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void Free(nint index);

    /// <summary>Throws when <paramref name="result"/> is not 0. Call it on the thread that made the call.</summary>
    public static void ThrowIfFailed(int result)
    {
        if (result != 0)
        {
            throw new FaissException(Marshal.PtrToStringUTF8(GetLastError()) is { Length: > 0 } text ? text : $"libfaiss failed with code {result}.");
        }
    }
}

/// <summary><c>nlsql_faiss_info</c>: 16 bytes without padding.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FaissIndexInfo
{
    public long Count;
    public int Dimension;
    public int IsTrained;
}

/// <summary>What libfaiss or its shim said.</summary>
internal sealed class FaissException(string message) : Exception(message);
