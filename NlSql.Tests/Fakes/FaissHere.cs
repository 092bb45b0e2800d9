using NlSql.Core.Native;
using NlSql.Core.Native.Faiss;

namespace NlSql.Tests.Fakes;

/// <summary>
/// Tests of FAISS do not run where the release has no package of it. A library that should be there and is not, or is broken, still fails them.
/// </summary>
internal static class FaissHere
{
    public static void SkipWhereTheReleaseHasNone()
    {
        // native/faiss/build.sh writes the note, and removes it when it has built the library.
        var note = Path.Combine(NativeLocations.Current.CheckoutRoot() ?? AppContext.BaseDirectory, "artifacts", "native", "without-faiss");
        if (FaissLibrary.IsMissing && File.Exists(note))
        {
            Assert.Skip(File.ReadAllText(note));
        }
    }
}
