using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.LocalModel;
using NlSql.Core.Native;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.TinyModels;
using NlSql.Tests.Unit.Language.Generation;

namespace NlSql.Tests.Integration.LocalModel;

/// <summary>MODEL_PATH alone: the model's process as the product starts, loses and ends it.</summary>
public sealed partial class LocalModelLifeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql life ").FullName;

    private string Tiny
    {
        get
        {
            var path = Path.Combine(folder, "tiny.gguf");
            if (!File.Exists(path))
            {
                TinyModel.Chat(path);
            }

            return path;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ModelPath_Alone_IsTheModelThatIsAsked()
    {
        await using var harness = new ModelHarness(modelUrl: null, ("MODEL_PATH", Tiny), ("GENERATOR_ORDER", "model"), ("LLM_MAX_TOKENS", "64"));
        var model = harness.Services.GetRequiredService<ConfiguredModel>();

        // Random weights write no SQL: that it was asked is told by the note of why the next one wrote.
        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"), TestContext.Current.CancellationToken);

        Assert.Equal(("model:" + TinyModel.Name, true), (model.Endpoint!.GeneratorName, model.Endpoint.IsOwn));
        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        Assert.StartsWith("Model's answer unusable, written by the built-in translator.", Assert.Single(outcome.Draft.Notes), StringComparison.Ordinal);
        Assert.Null(model.Note);
    }

    [Fact]
    public async Task Process_EndsInFlight_NextGeneratorAnswersAndItIsStartedAgain()
    {
        await using var harness = new ModelHarness(modelUrl: null, ("MODEL_PATH", Tiny), ("GENERATOR_ORDER", "model"), ("LLM_MAX_TOKENS", "4000"));
        var server = harness.Services.GetRequiredService<LocalModels>().Chat!;
        var answering = harness.GenerateAsync(ModelHarness.Ask("How many customers?"), TestContext.Current.CancellationToken);
        var first = await BusyAsync(server);

        first.Kill();

        var outcome = await answering;
        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        var note = Assert.Single(outcome.Draft.Notes);
        Assert.StartsWith("Model unreachable, written by the built-in translator.", note, StringComparison.Ordinal);
        Assert.Contains($"local model {TinyModel.Name}", note, StringComparison.Ordinal);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (server.Process is null)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.NotEqual(first.Id, server.Process.Id);
    }

    /// <summary>Timers fire a little before the clock says so, here always: the pause is over all the same before it is started again.</summary>
    [Fact]
    public async Task Process_EndsAndTheTimerIsEarly_IsStartedAgain()
    {
        await using var server = LocalModelFixture.Open(new LocalModelOptions { Path = Tiny, Threads = 1 }, time: new EarlyTimers());
        var first = await server.StartAsync(null, TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));

        first.Kill();
        await first.EndAsync(limit.Token);

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (server.Process is not { } again || again.Id == first.Id)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }

        Assert.NotEqual(first.Id, server.Process.Id);
    }

    [Fact]
    public async Task Process_AboveItsMemory_IsEnded()
    {
        var log = new ModelHarness.CollectedLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        // Just enough for the file's own check; no .NET process is so small.
        await using var server = LocalModelFixture.Open(
            new LocalModelOptions { Path = Tiny, MemoryMegabytes = 6, Threads = 1 }, logging.CreateLogger<LocalModelServer>());
        var process = await server.StartAsync(null, TestContext.Current.CancellationToken);

        await process.EndAsync(TestContext.Current.CancellationToken);

        Assert.Contains(log.Entries, static entry => entry.Contains("more than MODEL_MEMORY_MB allows, and was ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_StoppedWithItsServer_LeavesNothing()
    {
        LocalModelProcess process;
        await using (var server = LocalModelFixture.Open(new LocalModelOptions { Path = Tiny, Threads = 1 }))
        {
            process = await server.StartAsync(null, TestContext.Current.CancellationToken);
            var mode = File.GetUnixFileMode(Path.GetDirectoryName(process.SocketPath)!);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(process.SocketPath)));
    }

    /// <summary>kill -9 of the app: its child ends too, and removes its socket.</summary>
    [Fact]
    public async Task App_Killed_TakesTheModelWithIt()
    {
        await using var app = await RunningApp.StartAsync(
            ("MODEL_PATH", Tiny), ("MODEL_START", "start"), ("DB_HOST", "127.0.0.1"), ("DB_PORT", "1"), ("DB_NAME", "none"), ("DB_USER", "none"));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!Loaded().IsMatch(app.Output))
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        using var child = Process.GetProcessById(int.Parse(Loaded().Match(app.Output).Groups["id"].Value, CultureInfo.InvariantCulture));
        await app.KillAsync();

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As systemd ends a service with all that it started: no fault, so that nobody looks for one.</summary>
    [Fact]
    public async Task Process_IsAskedToEnd_EndsWithoutAFault()
    {
        var socket = Path.Combine(folder, "s");
        var program = Path.Combine(NativeLocations.Current.LocalModel()!, "NlSql.LocalModel.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--socket", socket, "--model", Tiny, "--context", "512", "--threads", "1"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, token) => OpenAsync(socket, token) });
            while (!process.HasExited && !await IsLoadedAsync(http))
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);

            Assert.Equal(string.Empty, await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Program_NotInThisBuild_SaysSoAndTheTranslatorAnswers()
    {
        await using var harness = new ModelHarness(
            modelUrl: null, new NativeLocations(folder, static _ => null), ("MODEL_PATH", Tiny), ("GENERATOR_ORDER", "model"));

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"), TestContext.Current.CancellationToken);

        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        Assert.Contains("this build has no NlSql.LocalModel", Assert.Single(outcome.Draft.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatLlamaCppRefuses_IsNamedWithWhatItSays()
    {
        var path = Path.Combine(folder, "odd.gguf");
        TinyModel.Chat(path, template: "{{ 'a template that nobody knows' }}");
        await using var server = LocalModelFixture.Open(new LocalModelOptions { Path = path, Threads = 1 });

        var failure = await Assert.ThrowsAsync<PipelineFailureException>(() => server.StartAsync(null, TestContext.Current.CancellationToken));

        Assert.Contains("does not know the chat template", failure.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(FailureParty.Model, failure.Failure.Party);
    }

    [Fact]
    public async Task ModelCommands_TellOfTheFileAndItsSpeed()
    {
        var settings = new Dictionary<string, string?> { ["MODEL_PATH"] = Tiny, ["GENERATOR_ORDER"] = "model", ["LLM_MAX_TOKENS"] = "64" };

        var info = await CommandLine.RunAsync(settings, "model", "info", Tiny);
        var wrong = await CommandLine.RunAsync([], "model", "info", typeof(LocalModelLifeTests).Assembly.Location);
        var check = await CommandLine.RunAsync(settings, "model", "check", "--json");
        var none = await CommandLine.RunAsync([], "model", "check");

        Assert.Equal((0, true), (info.Code, info.Output.Contains(TinyModel.Name, StringComparison.Ordinal)));
        Assert.Equal((5, true), (wrong.Code, wrong.Error.Contains("is not a GGUF file", StringComparison.Ordinal)));
        Assert.Equal(0, check.Code);
        Assert.True(check.Json.GetProperty("answers")[1].GetProperty("cachedTokens").GetInt32() > 500, check.Output);
        Assert.Equal((5, true), (none.Code, none.Error.Contains("No model is configured.", StringComparison.Ordinal)));
    }

    private static async Task<LocalModelProcess> BusyAsync(LocalModelServer server)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            if (server.Process is { } process && (await process.LoadAsync(TestContext.Current.CancellationToken)).Busy > 0)
            {
                return process;
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<bool> IsLoadedAsync(HttpClient http)
    {
        try
        {
            var health = await http.GetStringAsync(new Uri("http://localhost/health"), TestContext.Current.CancellationToken);
            return health.Contains("\"ok\"", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"is loaded, in \d+ ms \(process (?<id>\d+)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loaded();

    private sealed class EarlyTimers : TimeProvider
    {
        private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(50);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > 2 * Early ? dueTime - Early : dueTime, period);
    }
}
