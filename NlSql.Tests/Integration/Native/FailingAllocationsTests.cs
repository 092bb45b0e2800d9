using System.ComponentModel;
using System.Diagnostics;
using NlSql.Core.Native;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Native;

/// <summary>
/// Memory that runs out at any place of the shim, in a process of its own: no allocation can be made to fail in this one.
/// </summary>
public sealed class FailingAllocationsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-memory-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Read_MemoryRunsOutAnywhere_IsSaidAndLeavesNothingHalfMade()
    {
        FaissHere.SkipWhereTheReleaseHasNone();
        var root = NativeLocations.Current.CheckoutRoot();
        Assert.SkipWhen(root is null, "Needs the sources of the checkout.");
        var library = NativeLocations.Current.Library("libnlsql_faiss.so");
        var program = Path.Combine(folder, "failing_allocations");
        var source = Path.Combine(root!, "NlSql.Tests", "Integration", "Native", "failing_allocations.cpp");
        string[] compile =
        [
            "-std=c++17", "-O1", "-I", Path.Combine(root!, "native", "faiss"), source, library, "-o", program,
            $"-Wl,-rpath,{Path.GetDirectoryName(library)}",
        ];

        var (compiled, words) = await RunAsync("g++", compile);
        Assert.SkipWhen(compiled is null, "Needs g++.");
        Assert.True(compiled == 0, words);

        var (exit, said) = await RunAsync(program, [Path.Combine(folder, "graph.faiss")]);

        Assert.True(exit == 0, $"It ended with {exit}: {said}");
        Assert.Matches("^read with [1-9][0-9]+ allocations", said);
    }

    /// <summary>Null as exit code when there is no such program.</summary>
    private static async Task<(int? Exit, string Words)> RunAsync(string program, string[] arguments)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return (null, "");
        }

        var output = process.StandardOutput.ReadToEndAsync(Token);
        var errors = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output + await errors);
    }
}
