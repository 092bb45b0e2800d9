using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LLama.Native;

namespace NlSql.LocalModel.Inference;

/// <summary>Ends a computation of llama.cpp in its midst: it asks between any two operations, many times in a token.</summary>
internal sealed unsafe class Interruption
{
    // Never freed: requests that are cancelled late still write to it, and a process has one.
    private readonly int* flag = (int*)NativeMemory.AllocZeroed(sizeof(int));

    public void Attach(SafeLLamaContextHandle context) =>
        NativeApi.llama_set_abort_callback(context, (nint)(delegate* unmanaged[Cdecl]<void*, byte>)&IsWanted, (nint)flag);

    public void Request() => Volatile.Write(ref *flag, 1);

    public void Reset() => Volatile.Write(ref *flag, 0);

    // bool (*ggml_abort_callback)(void * data)
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsWanted(void* data) => (byte)(Volatile.Read(ref *(int*)data) == 0 ? 0 : 1);
}
