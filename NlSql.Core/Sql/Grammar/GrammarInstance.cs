using Wasmtime;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// One copy of the module with its own memory, for one call at a time. Whatever a text does to the parser, it cannot reach outside of that memory;
/// after a reply other than <see cref="GrammarStatus.Ok"/> and <see cref="GrammarStatus.SyntaxError"/> the instance must be dropped.
/// </summary>
internal sealed class GrammarInstance : IDisposable
{
    /// <summary>A fresh instance after so many calls, so that a leak inside the parser cannot add up.</summary>
    private const int MostCalls = 20_000;

    /// <summary>A text, or an answer, above this many bytes leaves a memory behind that never shrinks.</summary>
    private const int LargeBytes = 512 << 10;

    /// <summary><c>PgQueryParseResult { char* parse_tree; char* stderr_buffer; PgQueryError* error; }</c></summary>
    private const int ErrorOffset = 8;

    /// <summary><c>PgQueryError { char* message; char* funcname; char* filename; int lineno; int cursorpos; char* context; }</c></summary>
    private const int PositionOffset = 16;

    private readonly Store store;
    private readonly GrammarImports imports;
    private readonly Memory memory;
    private readonly long firstSize;
    private readonly Func<int, int> allocate;
    private readonly Action<int> free;
    private readonly Func<int, int> parse;
    private readonly Action<int> freeParse;
    private readonly Func<int, int> scan;
    private readonly Action<int> freeText;
    private int calls;
    private bool sawLarge;

    public GrammarInstance(Engine engine, Module module, GrammarLimits limits)
    {
        store = new Store(engine);
        try
        {
            store.SetLimits(limits.MemoryBytes, tableElements: 100_000, instances: 1, tables: 1, memories: 1);
            store.SetEpochDeadline(EpochClock.Ticks(GrammarLimits.NoDeadline));
            using var linker = new Linker(engine);
            imports = new GrammarImports(store, linker, limits.MemoryBytes);
            var instance = linker.Instantiate(store, module);
            memory = instance.GetMemory("z") ?? throw GrammarFault.Missing("z");
            firstSize = memory.GetSize();
            imports.Bind(instance, memory);
            allocate = instance.GetFunction<int, int>("C") ?? throw GrammarFault.Missing("C"); // malloc
            free = instance.GetAction<int>("E") ?? throw GrammarFault.Missing("E"); // free
            parse = instance.GetFunction<int, int>("F") ?? throw GrammarFault.Missing("F"); // wasm_parse_query_raw
            freeParse = instance.GetAction<int>("G") ?? throw GrammarFault.Missing("G"); // wasm_free_parse_result
            scan = instance.GetFunction<int, int>("M") ?? throw GrammarFault.Missing("M"); // wasm_scan
            freeText = instance.GetAction<int>("N") ?? throw GrammarFault.Missing("N"); // wasm_free_string
            (instance.GetAction("A") ?? throw GrammarFault.Missing("A"))(); // __wasm_call_ctors
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Whether it has done its time, or holds much memory.</summary>
    public bool IsSpent => calls >= MostCalls || sawLarge || memory.GetSize() > firstSize;

    /// <param name="operation">What is to be done with the text.</param>
    /// <param name="sql">UTF-8 without NUL.</param>
    /// <param name="time">After this the module is stopped.</param>
    /// <param name="read">Reads the tree where it lies; null copies it.</param>
    public GrammarReply Run(GrammarOperation operation, ReadOnlySpan<byte> sql, TimeSpan time, AnswerReading? read = null)
    {
        calls++;
        sawLarge |= sql.Length > LargeBytes;
        imports.MemoryRefused = false;
        try
        {
            store.SetEpochDeadline(EpochClock.Ticks(time));
            var address = allocate(sql.Length + 1);
            if (address == 0)
            {
                return new GrammarReply(GrammarStatus.OutOfMemory);
            }

            var copy = memory.GetSpan((uint)address, sql.Length + 1);
            sql.CopyTo(copy);
            copy[^1] = 0;
            var reply = operation == GrammarOperation.Parse ? Parse(address, read) : Scan(address);
            free(address);

            // PostgreSQL takes the lack of memory for an error like any other.
            return reply.Status == GrammarStatus.SyntaxError && imports.MemoryRefused ? new GrammarReply(GrammarStatus.OutOfMemory) : reply;
        }
        catch (Exception e) when (e is WasmtimeException or GrammarFault or ArgumentException)
        {
            return new GrammarReply(Reason(e));
        }
    }

    public void Dispose() => store.Dispose();

    private GrammarReply Parse(int sql, AnswerReading? read)
    {
        var result = parse(sql);
        var error = Load(result, ErrorOffset);
        GrammarReply reply;
        if (error != 0)
        {
            reply = new GrammarReply(GrammarStatus.SyntaxError, CopyOut(Load(error, 0)), Load(error, PositionOffset));
        }
        else if (read is null)
        {
            reply = new GrammarReply(GrammarStatus.Ok, CopyOut(Load(result, 0)));
        }
        else
        {
            reply = new GrammarReply(GrammarStatus.Ok);
            read(Text(Load(result, 0)));

            // Reading took time that the module did not.
            store.SetEpochDeadline(EpochClock.Ticks(GrammarLimits.NoDeadline));
        }

        freeParse(result);
        return reply;
    }

    /// <summary>Success is a JSON object; anything else is the scanner's message, without a position.</summary>
    private GrammarReply Scan(int sql)
    {
        var result = scan(sql);
        var text = CopyOut(result);
        freeText(result);
        return new GrammarReply(text is [(byte)'{', ..] ? GrammarStatus.Ok : GrammarStatus.SyntaxError, text);
    }

    /// <summary>No address of the module's is believed: outside of its memory is an <see cref="ArgumentException"/>.</summary>
    private int Load(int address, int offset) =>
        address != 0 ? memory.ReadInt32((uint)address + offset) : throw new GrammarFault("It answered with an address of nothing.");

    private byte[] CopyOut(int address) => Text(address).ToArray();

    private ReadOnlySpan<byte> Text(int address)
    {
        var left = memory.GetLength() - (uint)address;
        if (address == 0 || left <= 0)
        {
            throw new GrammarFault("It answered with an address outside of its memory.");
        }

        var rest = memory.GetSpan((uint)address, (int)left);
        var length = rest.IndexOf((byte)0);
        sawLarge |= length > LargeBytes;
        return length >= 0 ? rest[..length] : throw new GrammarFault("It answered with a text that does not end.");
    }

    private GrammarStatus Reason(Exception e) =>
        imports.Interrupted || e is TrapException { Type: TrapCode.Interrupt } ? GrammarStatus.TooSlow
        : imports.MemoryRefused ? GrammarStatus.OutOfMemory
        : GrammarStatus.Trapped;
}

internal enum GrammarOperation
{
    /// <summary>To the parse tree.</summary>
    Parse,

    /// <summary>To tokens, comments among them.</summary>
    Scan,
}
