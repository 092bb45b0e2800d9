using System.Text;
using NlSql.Core.Native;
using NlSql.Core.Sql.Grammar;

namespace NlSql.Tests.Unit.Sql.Grammar;

public sealed class GrammarRuntimeTests
{
    private static readonly string Wasm = NativeLocations.Current.Library("libpg-query.wasm");
    private static readonly string Comments = "SELECT 1 " + string.Concat(Enumerable.Repeat("/*", 40_000));

    [Theory]
    [InlineData(GrammarOperation.Parse)]
    [InlineData(GrammarOperation.Scan)]
    internal void Run_TextThatTakesTooLong_IsStoppedAndTheNextIsRead(GrammarOperation operation)
    {
        using var runtime = Runtime(new GrammarLimits { Deadline = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(GrammarStatus.TooSlow, Run(runtime, Comments, operation).Status);
        Assert.Equal(0, runtime.Idle);
        Assert.Equal(GrammarStatus.Ok, Run(runtime, "SELECT 1").Status);
    }

    [Fact]
    public void Run_SlowTextsBesideQuickOnes_StopOnlyTheSlowOnes()
    {
        using var runtime = Runtime(new GrammarLimits { Deadline = TimeSpan.FromMilliseconds(100), Instances = 16 });
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
            Assert.Equal(i % 16 == 0 ? GrammarStatus.TooSlow : GrammarStatus.Ok, Run(runtime, i % 16 == 0 ? Comments : "SELECT 1").Status));
        Assert.InRange(runtime.Idle, 1, 16);
    }

    [Fact]
    public void Run_AfterTheClockFellAsleep_StillStops()
    {
        using var runtime = Runtime(new GrammarLimits { Deadline = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(GrammarStatus.Ok, Run(runtime, "SELECT 1").Status);
        Assert.True(SpinWait.SpinUntil(() => runtime.IsClockAsleep, TimeSpan.FromMinutes(1)));
        Assert.Equal(GrammarStatus.TooSlow, Run(runtime, Comments).Status);
    }

    [Fact]
    public void Run_TextThatNeedsMoreMemoryThanThereIs_SaysSo()
    {
        using var runtime = Runtime(new GrammarLimits { Deadline = GrammarLimits.NoDeadline, MemoryBytes = 129L << 20 });
        Assert.Equal(GrammarStatus.OutOfMemory, Run(runtime, "SELECT a" + string.Concat(Enumerable.Repeat(",a", 500_000))).Status);
        Assert.Equal(GrammarStatus.Ok, Run(runtime, "SELECT 1").Status);
    }

    [Fact]
    public void Run_LargeText_LeavesNoLargeInstanceBehind()
    {
        using var runtime = Runtime(new GrammarLimits { Deadline = GrammarLimits.NoDeadline });
        Assert.Equal(GrammarStatus.Ok, Run(runtime, "SELECT 1").Status);
        Assert.Equal(1, runtime.Idle);
        Assert.Equal(GrammarStatus.Ok, Run(runtime, $"SELECT 1 IN ({string.Join(',', Enumerable.Range(100_000, 140_000))})").Status);
        Assert.Equal(0, runtime.Idle);
    }

    [Fact]
    public void Run_TrappedInstance_IsReplaced()
    {
        using var runtime = Runtime(new GrammarLimits { StackBytes = 64 << 10 });
        Assert.Equal(GrammarStatus.Ok, Run(runtime, "SELECT 1").Status);
        Assert.Equal(GrammarStatus.Trapped, Run(runtime, "SELECT 1" + string.Concat(Enumerable.Repeat("+1", 1000))).Status);
        Assert.Equal(0, runtime.Idle);
        Assert.Equal(GrammarStatus.Ok, Run(runtime, "SELECT 1").Status);
    }

    [Fact]
    public void Run_SyntaxErrors_KeepTheInstance()
    {
        using var runtime = Runtime(new GrammarLimits());
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(GrammarStatus.SyntaxError, Run(runtime, "SELECT FROM WHERE").Status);
        }

        Assert.Equal(1, runtime.Idle);
    }

    [Fact]
    public void Run_MoreCallersThanPlaces_AllAreAnswered()
    {
        using var runtime = Runtime(new GrammarLimits { Instances = 2 });
        Parallel.For(0, 500, new ParallelOptions { MaxDegreeOfParallelism = 12 }, i =>
            Assert.Contains($"\"ival\":{i + 1}", Run(runtime, $"SELECT {i + 1}").Text, StringComparison.Ordinal));
        Assert.InRange(runtime.Idle, 1, 2);
    }

    private static GrammarRuntime Runtime(GrammarLimits limits) => new(Wasm, [new CompiledModule(Path.GetDirectoryName(Wasm)!)], limits);

    private static GrammarReply Run(GrammarRuntime runtime, string sql, GrammarOperation operation = GrammarOperation.Parse) =>
        runtime.Run(operation, Encoding.UTF8.GetBytes(sql));
}
