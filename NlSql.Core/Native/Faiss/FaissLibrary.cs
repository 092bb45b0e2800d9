using System.Runtime.InteropServices;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Native.Faiss;

/// <summary>Whether <c>libnlsql_faiss.so</c> is there and speaks the interface that this binding was written for; found out once.</summary>
public static class FaissLibrary
{
    private static readonly Lazy<(string? Version, string? Problem, bool IsMissing)> State = new(Load);

    /// <summary>The library was found and has the interface this version knows; else the exact comparison in C# takes its place.</summary>
    public static bool IsAvailable => State.Value.Problem is null;

    /// <summary>Version of libfaiss, for instance <c>1.7.3</c>; null when it is not available.</summary>
    public static string? Version => State.Value.Version;

    /// <summary>Why it is not available and what to do; null when it is.</summary>
    public static string? Problem => State.Value.Problem;

    /// <summary>Whether there is no library at all, as where a release has no package of FAISS; false when there is one that does not work.</summary>
    public static bool IsMissing => State.Value.IsMissing;

    private static (string? Version, string? Problem, bool IsMissing) Load()
    {
        try
        {
            NativeLocations.ResolveImports();
            var abi = FaissNative.GetAbi();
            return abi == FaissNative.Abi
                ? (Marshal.PtrToStringUTF8(FaissNative.GetLibraryVersion()), null, false)
                : (null, $"libnlsql_faiss.so has interface {abi}, this version needs {FaissNative.Abi}. Run native/build.sh.", false);
        }
        catch (PipelineFailureException e)
        {
            return (null, $"{e.Failure.Message} {e.Failure.Advice}", true);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return (null, $"libnlsql_faiss.so cannot be loaded ({e.Message}). Install libblas3, liblapack3 and libgomp1, then run native/build.sh.", false);
        }
    }
}
