using System.Security.Cryptography;
using System.Text;
using Wasmtime;

namespace NlSql.Core.Sql.Grammar;

/// <summary>The module as machine code of this processor.</summary>
internal sealed class GrammarModule : IDisposable
{
    private const string Name = "libpg-query";

    /// <summary>Part of the key of compiled modules: raise it when <see cref="CreateEngine"/> compiles otherwise than before.</summary>
    private const string Settings = "epochs, 1";

    private GrammarModule(Module code, string origin)
    {
        Code = code;
        Origin = origin;
    }

    public Module Code { get; }

    /// <summary>For people: the file that the machine code came from, or that it was compiled now.</summary>
    public string Origin { get; }

    /// <summary>Wasmtime's version, for instance <c>50.0.1</c>.</summary>
    public static string WasmtimeVersion => typeof(Engine).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    public static Engine CreateEngine(int stackBytes)
    {
        using var config = new Config();
        return new Engine(config.WithMaximumStackSize(stackBytes).WithEpochInterruption(true));
    }

    /// <summary>
    /// Takes the machine code of the first place that has it, in some 20 ms; where none has, compiles (2 to 6 s) and keeps the result
    /// in the first place that takes it. Throws <see cref="GrammarUnavailableException"/> when the file is no module that runs here.
    /// </summary>
    public static GrammarModule Load(Engine engine, string wasm, IEnumerable<CompiledModule> places)
    {
        byte[] source;
        try
        {
            source = File.ReadAllBytes(wasm);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GrammarUnavailableException($"{wasm} cannot be read: {e.Message}", e);
        }

        var key = KeyOf(source);
        var tried = places.ToList();
        foreach (var place in tried)
        {
            if (place.Read(key) is { } kept && TryDeserialize(engine, kept) is { } code)
            {
                return new GrammarModule(code, place.PathOf(key));
            }
        }

        try
        {
            var compiled = Module.FromBytes(engine, Name, source);
            var bytes = compiled.Serialize();
            var kept = tried.Find(place => place.TryWrite(key, bytes));
            return new GrammarModule(
                compiled,
                kept is null ? "compiled now and not kept: no folder for it can be written" : $"compiled now and kept as {kept.PathOf(key)}");
        }
        catch (WasmtimeException e)
        {
            throw new GrammarUnavailableException($"{wasm} is no module that Wasmtime {WasmtimeVersion} can compile: {e.Message}", e);
        }
    }

    public void Dispose() => Code.Dispose();

    /// <summary>Everything that decides the machine code but the processor, whose features Wasmtime itself compares.</summary>
    private static byte[] KeyOf(byte[] source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{WasmtimeVersion}; {Settings}; {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}\n"));
        hash.AppendData(source);
        return hash.GetHashAndReset();
    }

    /// <summary>Null when the machine code is for another processor.</summary>
    private static Module? TryDeserialize(Engine engine, ReadOnlyMemory<byte> code)
    {
        try
        {
            return Module.Deserialize(engine, Name, code.Span);
        }
        catch (WasmtimeException)
        {
            return null;
        }
    }
}

/// <summary>PostgreSQL's grammar cannot be had on this machine; the message says why, in a sentence.</summary>
internal sealed class GrammarUnavailableException(string message, Exception inner) : Exception(message, inner);
