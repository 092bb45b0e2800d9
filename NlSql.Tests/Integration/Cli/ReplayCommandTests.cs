using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Cli;

/// <summary><c>nlsql replay</c> as people call it, from the turn to the difference.</summary>
public sealed class ReplayCommandTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-replay-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_KeptTurn_IsTheSameThenDiffersThenCannotBeTold()
    {
        var demo = await postgres.DemoAsync();
        List<KeyValuePair<string, string?>> settings = [.. demo.Settings, new("DATA_PATH", Path.Combine(folder, "data"))];
        var turn = await AskAsync(demo);
        var pack = Path.Combine(folder, "pack.json");

        var exported = await CommandLine.RunAsync(settings, "replay", "export", turn, "--rows", "--out", pack);
        Assert.Equal((0, ""), (exported.Code, exported.Output));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pack));
        Assert.Contains(turn, (await CommandLine.RunAsync(settings, "replay", "export", turn)).Output, StringComparison.Ordinal);

        File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Equal(0, (await CommandLine.RunAsync(settings, "replay", "export", turn, "--rows", "--out", pack)).Code);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pack));

        var same = await CommandLine.RunAsync(settings, "replay", pack);
        Assert.Equal((0, ""), (same.Code, same.Error));
        Assert.DoesNotContain("differs", same.Output, StringComparison.Ordinal);

        var other = await CommandLine.RunAsync([.. settings, new("TIME_ZONE", "Europe/Berlin")], "replay", pack);
        Assert.Equal(1, other.Code);
        Assert.Contains("settings       differs\n  TIME_ZONE was \"UTC\" and is \"Europe/Berlin\".", other.Output, StringComparison.Ordinal);

        var none = await CommandLine.RunAsync(settings, "replay", pack, "--ask");
        Assert.Equal(2, none.Code);
        Assert.Contains("No model is configured that could be asked.", none.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(pack, "{}", Token);
        var damaged = await CommandLine.RunAsync(settings, "replay", pack);
        Assert.Equal(2, damaged.Code);
        Assert.Contains("is no replay pack", damaged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_TurnThatIsNot_SaysSo()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, "replay", "export", "nosuch");

        Assert.Equal(2, result.Code);
        Assert.Contains("There is no turn 'nosuch'.", result.Error, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(TestDatabase demo)
    {
        await using var services = ProductServices.Start(demo.Settings, folder);
        var pipeline = services.GetRequiredService<IQuestionPipeline>();
        var steps = await pipeline.AnswerAsync(new DraftRequest("how many stores are there"), analyze: false, Token).ToListAsync(Token);
        return steps[^1].Progress.TurnId!;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
