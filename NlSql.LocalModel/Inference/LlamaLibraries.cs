using LLama.Exceptions;
using LLama.Native;

namespace NlSql.LocalModel.Inference;

/// <summary>llama.cpp's own libraries: in this program's folder, for several kinds of processors.</summary>
internal static class LlamaLibraries
{
    private const string Missing =
        "llama.cpp's libraries cannot be loaded here: they need a processor of x86-64, libgomp1 and libstdc++6 (Debian's names).";

    /// <summary>What <c>--check</c> says and ends with: that they load.</summary>
    public static int Check()
    {
        try
        {
            NativeLibraryConfig.All.WithLogCallback(static (_, _) => { });
            Console.WriteLine($"llama.cpp loads; it can map files into memory: {NativeApi.llama_supports_mmap()}");
            return 0;
        }
        catch (Exception e) when (IsOfLoading(e))
        {
            Console.Error.WriteLine(Missing);
            return 1;
        }
    }

    /// <summary>Null when the exception is not one of loading the libraries.</summary>
    public static string? Sentence(Exception exception) => IsOfLoading(exception) ? Missing : null;

    private static bool IsOfLoading(Exception exception) => exception is DllNotFoundException or TypeInitializationException or RuntimeError;
}
