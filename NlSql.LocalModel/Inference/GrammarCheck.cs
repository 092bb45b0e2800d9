using System.Runtime.InteropServices;
using LLama;

namespace NlSql.LocalModel.Inference;

/// <summary>
/// Whether llama.cpp can read a grammar. LLamaSharp hands what it gets for a faulty one, nothing, to the sampler, which then ends the process.
/// </summary>
internal static unsafe class GrammarCheck
{
    private const string LibraryName = "libllama.so";

    /// <param name="model">Its vocabulary is what the grammar is read for.</param>
    /// <param name="gbnf">In llama.cpp's notation; the rule to begin with is <c>root</c>.</param>
    public static bool IsReadable(LLamaWeights model, string gbnf)
    {
        var library = NativeLibrary.Load(LoadedPath());
        try
        {
            // llama_sampler * llama_sampler_init_grammar(const llama_vocab *, const char * text, const char * root)
            var vocabularyOf = (delegate* unmanaged[Cdecl]<nint, nint>)NativeLibrary.GetExport(library, "llama_model_get_vocab");
            var read = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint>)NativeLibrary.GetExport(library, "llama_sampler_init_grammar");
            var free = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "llama_sampler_free");
            var (text, root) = (Marshal.StringToCoTaskMemUTF8(gbnf), Marshal.StringToCoTaskMemUTF8("root"));
            try
            {
                var sampler = read(vocabularyOf(model.NativeHandle.DangerousGetHandle()), text, root);
                if (sampler != 0)
                {
                    free(sampler);
                }

                return sampler != 0;
            }
            finally
            {
                Marshal.FreeCoTaskMem(text);
                Marshal.FreeCoTaskMem(root);
            }
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }

    // 7f34c0000000-7f34c0100000 r-xp 00000000 08:01 1234    /opt/nlsql/runtimes/linux-x64/native/avx2/libllama.so
    private static string LoadedPath() =>
        File.ReadLines("/proc/self/maps")
            .Where(line => line.EndsWith('/' + LibraryName, StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
            .First();
}
