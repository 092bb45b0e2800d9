using System.Text;
using Microsoft.AspNetCore.Http;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Native;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Web.Api;

namespace NlSql.Tests.Unit.Sql.Grammar;

public sealed class BusyGrammarTests
{
    private static readonly string Wasm = NativeLocations.Current.Library("libpg-query.wasm");
    private static readonly string Slow = "SELECT 1 " + string.Concat(Enumerable.Repeat("/*", 200_000));
    private static readonly GrammarLimits Limits = new()
    {
        Deadline = TimeSpan.FromSeconds(3), Instances = 1, LargeInstances = 1, Patience = TimeSpan.FromMilliseconds(1),
    };

    [Fact]
    public async Task Run_AllPlacesTaken_IsBusyAndOnlyOursWaits()
    {
        using var runtime = Runtime(Limits);
        var slow = Task.Run(() => OnceThereIsRoom(runtime, Slow), TestContext.Current.CancellationToken);

        Assert.True(SpinWait.SpinUntil(() => Run(runtime, "SELECT 1") == GrammarStatus.Busy, TimeSpan.FromMinutes(1)));
        Assert.Equal(GrammarStatus.Ok, runtime.Run(GrammarOperation.Parse, "SELECT 1"u8, isOurs: true).Status);
        Assert.Equal(GrammarStatus.TooSlow, await slow);
    }

    [Fact]
    public async Task Run_LargeTexts_LeavePlacesToSmallOnes()
    {
        using var runtime = Runtime(Limits with { Instances = 4 });
        var slow = Task.Run(() => OnceThereIsRoom(runtime, Slow), TestContext.Current.CancellationToken);

        Assert.True(SpinWait.SpinUntil(() => Run(runtime, "SELECT 1" + new string(' ', 70_000)) == GrammarStatus.Busy, TimeSpan.FromMinutes(1)));
        Assert.Equal(GrammarStatus.Ok, Run(runtime, "SELECT 1"));
        Assert.Equal(GrammarStatus.TooSlow, await slow);
    }

    [Fact]
    public async Task Busy_ToAProgram_IsA503ThatSaysWhenToComeAgain()
    {
        var failure = Refusals.AsFailure(StatementReader.Busy());
        var context = new DefaultHttpContext();

        await Problems.WriteAsync(context, Problems.From(failure));

        Assert.True(failure.IsTransient);
        Assert.Equal(FailureTypes.SqlGuardBusy, failure.Type);
        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("1", context.Response.Headers.RetryAfter);
    }

    private static GrammarRuntime Runtime(GrammarLimits limits) => new(Wasm, [new CompiledModule(Path.GetDirectoryName(Wasm)!)], limits);

    /// <summary>The place may be taken by the very text that asks whether it is.</summary>
    private static GrammarStatus OnceThereIsRoom(GrammarRuntime runtime, string sql)
    {
        GrammarStatus status;
        do
        {
            status = Run(runtime, sql);
        }
        while (status == GrammarStatus.Busy);
        return status;
    }

    private static GrammarStatus Run(GrammarRuntime runtime, string sql) => runtime.Run(GrammarOperation.Parse, Encoding.UTF8.GetBytes(sql)).Status;
}
