using Wasmtime;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// What the module expects of its host. There are no files, no clock and no exit here. The names are one letter each because the package
/// is minified: they belong to libpg-query 18.1.5 and to no other version; the comment gives emscripten's name.
/// </summary>
internal sealed class GrammarImports
{
    private const string From = "a";

    /// <summary>EBADF of WASI.</summary>
    private const int NoSuchFile = 8;

    private readonly long mostPages;
    private Delegate?[] targets = [];
    private Table table = null!;
    private Memory memory = null!;
    private Action<int, int> setThrew = null!;
    private Action<int> restoreStack = null!;
    private Func<int> currentStack = null!;

    public GrammarImports(Store store, Linker linker, long memoryBytes)
    {
        mostPages = memoryBytes / Memory.PageSize;
        DefineCalls(store, linker);
        DefineSystem(store, linker);
    }

    /// <summary>Whether the module asked for more memory than there is for it since this was last set to false.</summary>
    public bool MemoryRefused { get; set; }

    /// <summary>Whether the module was stopped for its time below a callback, where Wasmtime loses the reason on the way out.</summary>
    public bool Interrupted { get; private set; }

    /// <summary>Called before anything of the module runs.</summary>
    public void Bind(Instance instance, Memory itsMemory)
    {
        memory = itsMemory;
        table = instance.GetTable("D") ?? throw GrammarFault.Missing("D"); // __indirect_function_table
        targets = new Delegate?[(int)table.GetSize()];
        setThrew = instance.GetAction<int, int>("P") ?? throw GrammarFault.Missing("P");
        restoreStack = instance.GetAction<int>("Q") ?? throw GrammarFault.Missing("Q"); // _emscripten_stack_restore
        currentStack = instance.GetFunction<int>("R") ?? throw GrammarFault.Missing("R"); // emscripten_stack_get_current
    }

    /// <summary>emscripten's invoke_*: calls a function of the table for C code that has called setjmp (PostgreSQL's PG_TRY).</summary>
    private void DefineCalls(Store store, Linker linker)
    {
        void Define(string name, Function function) => linker.Define(From, name, function);

        Define("e", Function.FromCallback(store, (int f) => Guarded(Target(f, static t => t.WrapAction()), static t => t())));
        Define("f", Function.FromCallback(store, (int f, int a) => Guarded(Target(f, static t => t.WrapAction<int>()), t => t(a))));
        Define("h", Function.FromCallback(store, (int f, int a, int b) => Guarded(Target(f, static t => t.WrapAction<int, int>()), t => t(a, b))));
        Define("j", Function.FromCallback(store, (int f, int a, int b, int c) =>
            Guarded(Target(f, static t => t.WrapAction<int, int, int>()), t => t(a, b, c))));
        Define("i", Function.FromCallback(store, (int f, int a, int b, int c, int d) =>
            Guarded(Target(f, static t => t.WrapAction<int, int, int, int>()), t => t(a, b, c, d))));
        Define("y", Function.FromCallback(store, (int f, int a, int b, int c, int d, int e) =>
            Guarded(Target(f, static t => t.WrapAction<int, int, int, int, int>()), t => t(a, b, c, d, e))));
        Define("n", Function.FromCallback(store, CallWithThirteen, [.. Enumerable.Repeat(ValueKind.Int32, 14)], []));
        Define("g", Function.FromCallback(store, (int f) => Guarded(Target(f, static t => t.WrapFunc<int>()), static t => t())));
        Define("b", Function.FromCallback(store, (int f, int a) => Guarded(Target(f, static t => t.WrapFunc<int, int>()), t => t(a))));
        Define("a", Function.FromCallback(store, (int f, int a, int b) => Guarded(Target(f, static t => t.WrapFunc<int, int, int>()), t => t(a, b))));
        Define("d", Function.FromCallback(store, (int f, int a, int b, int c) =>
            Guarded(Target(f, static t => t.WrapFunc<int, int, int, int>()), t => t(a, b, c))));
        Define("k", Function.FromCallback(store, (int f, int a, int b, int c, int d) =>
            Guarded(Target(f, static t => t.WrapFunc<int, int, int, int, int>()), t => t(a, b, c, d))));
        Define("l", Function.FromCallback(store, (int f, int a) => Guarded(Target(f, static t => t.WrapFunc<int, long>()), t => t(a))));
        Define("p", Function.FromCallback(store, static () => throw new LongJump())); // _emscripten_throw_longjmp
    }

    private void DefineSystem(Store store, Linker linker)
    {
        void Define(string name, Function function) => linker.Define(From, name, function);

        Define("q", Function.FromCallback(store, (int bytes) => Grow((uint)bytes))); // emscripten_resize_heap
        Define("t", Function.FromCallback(store, (int file, int vectors, int count, int written) => Swallow((uint)vectors, count, (uint)written))); // fd_write
        Define("u", Function.FromCallback(store, static (int file) => 0)); // fd_close
        Define("r", Function.FromCallback(store, static (int file, int vectors, int count, int read) => NoSuchFile)); // fd_read
        Define("s", Function.FromCallback(store, static (int file, long offset, int whence, int result) => NoSuchFile)); // fd_seek
        Define("c", Function.FromCallback(store, static (int text, int file, int line, int function) => // __assert_fail
            throw new GrammarFault("An assertion failed.")));
        Define("x", Function.FromCallback(store, static () => throw new GrammarFault("It aborted."))); // _abort_js
        Define("m", Function.FromCallback(store, static (int code) => throw new GrammarFault("It called exit."))); // exit
        Define("v", Function.FromCallback(store, static (int code) => throw new GrammarFault("It called exit."))); // proc_exit
        Define("w", Function.FromCallback(store, static () => { })); // _emscripten_runtime_keepalive_clear
        Define("o", Function.FromCallback(store, static (int which, double milliseconds) => 0)); // _setitimer_js
    }

    /// <summary>A function of the table, checked against the signature that it is called with; wrapped once.</summary>
    private T Target<T>(int index, Func<Function, T?> wrap)
        where T : Delegate
    {
        if ((uint)index >= (uint)targets.Length)
        {
            throw new GrammarFault("It called a function that is not in its table.");
        }

        if (targets[index] is T known)
        {
            return known;
        }

        var target = table.GetElement((uint)index) is Function { IsNull: false } function ? wrap(function) : null;
        targets[index] = target ?? throw new GrammarFault("It called a function by another signature than its own.");
        return target;
    }

    private void Guarded<T>(T target, Action<T> call)
    {
        var stack = currentStack();
        try
        {
            call(target);
        }
        catch (Exception e) when (IsLongJump(e))
        {
            Land(stack);
        }
    }

    private int Guarded<T>(T target, Func<T, int> call)
    {
        var stack = currentStack();
        try
        {
            return call(target);
        }
        catch (Exception e) when (IsLongJump(e))
        {
            Land(stack);
            return 0;
        }
    }

    private long Guarded<T>(T target, Func<T, long> call)
    {
        var stack = currentStack();
        try
        {
            return call(target);
        }
        catch (Exception e) when (IsLongJump(e))
        {
            Land(stack);
            return 0;
        }
    }

    private void CallWithThirteen(Caller caller, ReadOnlySpan<ValueBox> arguments, Span<ValueBox> results)
    {
        var function = table.GetElement((uint)arguments[0].AsInt32()) as Function ?? throw new GrammarFault("It called a function that is not in its table.");
        var stack = currentStack();
        try
        {
            function.Invoke(arguments[1..]);
        }
        catch (Exception e) when (IsLongJump(e))
        {
            Land(stack);
        }
    }

    /// <summary>The module looks at once whether the jump was meant for this place, and jumps on when it was not.</summary>
    private void Land(int stack)
    {
        restoreStack(stack);
        setThrew(1, 0);
    }

    /// <summary>On its way through the module's frames Wasmtime wraps what a callback throws.</summary>
    private bool IsLongJump(Exception? e)
    {
        Interrupted |= e is TrapException { Type: TrapCode.Interrupt };
        while (e is not null and not LongJump)
        {
            e = e.InnerException;
        }

        return e is not null;
    }

    private int Grow(uint bytes)
    {
        var pages = ((long)bytes + Memory.PageSize - 1) / Memory.PageSize;
        var present = memory.GetSize();
        if (pages <= present)
        {
            return 1;
        }

        if (pages > mostPages)
        {
            MemoryRefused = true;
            return 0;
        }

        memory.Grow(pages - present);
        return 1;
    }

    /// <summary>What PostgreSQL's code prints goes nowhere, with honest lengths. A vector is <c>{ char* text; u32 length }</c>.</summary>
    private int Swallow(uint vectors, int count, uint written)
    {
        var total = 0;
        for (var i = 0; i < count; i++)
        {
            total += memory.ReadInt32(vectors + (8L * i) + 4);
        }

        memory.WriteInt32(written, total);
        return 0;
    }

    private sealed class LongJump() : Exception("longjmp");
}
