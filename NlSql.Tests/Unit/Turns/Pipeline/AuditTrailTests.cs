using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Turns.Pipeline.Auditing;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class AuditTrailTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-audit-").FullName;
    private readonly StorageFolders folders;

    public AuditTrailTests() =>
        folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = Path.Combine(folder, "data") }), NullLogger<StorageFolders>.Instance);

    private string Current => Path.Combine(folders.Data, "audit.jsonl");

    public void Dispose()
    {
        folders.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A full disk, or a killed process, leaves half a line: the next one must not be glued to it.</summary>
    [Theory]
    [InlineData("{\"action\":\"appr")]
    [InlineData("{")]
    public void Add_AfterHalfALine_CutsItOff(string half)
    {
        var trail = Trail();
        Add(trail, "first");
        File.AppendAllText(Current, half);
        Assert.Equal(["first"], Actions(trail));

        Add(trail, "second");

        Assert.Equal(["first", "second"], Actions(trail));
        Assert.Equal(2, File.ReadAllLines(Current).Length);
    }

    [Fact]
    public void Add_NothingButALongHalfLine_BeginsAnew()
    {
        var trail = Trail();
        File.WriteAllText(Current, new string('x', 20_000));

        Add(trail, "first");

        Assert.Equal(["first"], Actions(trail));
    }

    [Fact]
    public void Add_FileOfTheSizeThatIsSet_GoesOnInAnotherAndAllAreRead()
    {
        var trail = Trail(1000);
        for (var i = 0; i < 40; i++)
        {
            Add(trail, $"action {i:00}");
        }

        var files = Directory.GetFiles(folders.Data, "audit*.jsonl");
        Assert.InRange(files.Length, 4, 20);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"action {i:00}"), Actions(trail));

        // The folder is NlSql's own with them, too.
        using var again = new StorageFolders(Options.Create(new StorageOptions { DataPath = folders.Data }), NullLogger<StorageFolders>.Instance);
        Assert.Equal(folders.Data, again.Data);
    }

    /// <summary>The file that is written to goes on under another name while the first of the earlier ones is read.</summary>
    [Fact]
    public void Read_FileGoesOnElsewhereMeanwhile_LosesNoLine()
    {
        var trail = Trail(300);
        Add(trail, "action 00", "action 01", "action 02", "action 03");
        using var lines = trail.Read(since: null).GetEnumerator();
        Assert.True(lines.MoveNext());
        List<string> read = [lines.Current];
        var before = Directory.GetFiles(folders.Data, "audit-*.jsonl").Length;

        Add(trail, "action 04", "action 05", "action 06", "action 07");
        Assert.True(Directory.GetFiles(folders.Data, "audit-*.jsonl").Length > before);
        while (lines.MoveNext())
        {
            read.Add(lines.Current);
        }

        // What was there when the reading began, and of what was added meanwhile nothing that has a gap before it.
        var actions = read.ConvertAll(ActionOf);
        Assert.InRange(actions.Count, 4, 8);
        Assert.Equal(Enumerable.Range(0, actions.Count).Select(i => $"action {i:00}"), actions);
    }

    /// <summary>Two apps on one DATA_PATH write to the same trail, and either may find it full.</summary>
    [Fact]
    public async Task Add_TwoTrailsAtOnce_LoseNoLine()
    {
        AuditTrail[] trails = [Trail(2000), Trail(2000)];
        await Task.WhenAll(trails.Select((trail, who) => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Add(trail, $"{who}-{i}");
            }
        })));

        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"{i % 2}-{i / 2}").Order(StringComparer.Ordinal),
            Actions(trails[0]).Order(StringComparer.Ordinal));
    }

    private static void Add(AuditTrail trail, params string[] actions)
    {
        foreach (var action in actions)
        {
            trail.Add(new AuditEntry(action, Noon, "ana", TurnOrigin.Api) { Sql = "SELECT 1" });
        }
    }

    private static IEnumerable<string?> Actions(AuditTrail trail) => [.. trail.Read(since: null).Select(ActionOf)];

    private static string? ActionOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString();

    private AuditTrail Trail(long most = 0) => new(folders, Options.Create(new AuditOptions { MaxBytes = most }), NullLogger<AuditTrail>.Instance);
}
