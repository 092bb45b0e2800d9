using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Settings.Wiping;

namespace NlSql.Tests.Unit.Foundation.Settings;

public sealed class StorageFoldersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nlsql-folders-").FullName;

    [Fact]
    public void Constructor_MissingFolders_MakesThem()
    {
        using var folders = Open(Path.Combine(root, "a", "b"));

        Assert.True(folders.IsKept);
        Assert.True(Directory.Exists(folders.Results));
        Assert.StartsWith(root, folders.StateFile, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Constructor_SharedMachine_OthersReadNeitherStateNorResults()
    {
        var data = Directory.CreateDirectory(Path.Combine(root, "open")).FullName;
        File.WriteAllText(Path.Combine(data, "state.db"), "");
        File.SetUnixFileMode(Path.Combine(data, "state.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        using var kept = Open(data);
        using var made = Open(Path.Combine(root, "new"));

        foreach (var folders in new[] { kept, made })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folders.StateFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folders.Results));
        }
    }

    [Fact]
    public void Validate_FolderOfSomebodyElse_IsRefusedWithTheFileThatTellsSo()
    {
        var foreign = Directory.CreateDirectory(Path.Combine(root, "work")).FullName;
        Directory.CreateDirectory(Path.Combine(foreign, "results"));
        File.WriteAllText(Path.Combine(foreign, "results", "report-2025.csv"), "years of work");
        File.WriteAllText(Path.Combine(foreign, "notes.txt"), "more of it");

        var fault = Assert.Single(Faults(foreign));

        Assert.Contains("notes.txt, which is not NlSql's", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("results")]
    [InlineData("state.db")]
    [InlineData("protection-keys")]
    [InlineData("postgres")]
    public void Validate_LinkInThePlaceOfAnOwnName_IsRefusedAndNotFollowed(string name)
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(root, "elsewhere")).FullName;
        var precious = Path.Combine(elsewhere, "precious.doc");
        File.WriteAllText(precious, "x");
        var mode = File.GetUnixFileMode(elsewhere);
        var data = Path.Combine(root, "data");
        OwnedFolder.Make(data);
        File.CreateSymbolicLink(Path.Combine(data, name), elsewhere);

        Assert.Contains($"a link in the place of {name}", Assert.Single(Faults(data)), StringComparison.Ordinal);
        using var folders = Open(data);

        Assert.False(folders.IsKept);
        Assert.True(File.Exists(precious));
        Assert.Equal(mode, File.GetUnixFileMode(elsewhere));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lost+found")]
    [InlineData("state.db")]
    [InlineData("results")]
    public void Validate_EmptyOrOwnFolder_IsTaken(string name)
    {
        var data = Directory.CreateDirectory(Path.Combine(root, "data")).FullName;
        Directory.CreateDirectory(Path.Combine(data, name));

        Assert.Empty(Faults(data));
    }

    [Fact]
    public void Validate_EmptyPaths_AreNamed()
    {
        var result = new StorageOptionsValidator().Validate(null, new StorageOptions { DataPath = "", CachePath = " ", IndexPath = "" });

        Assert.Equal(["DATA_PATH", "CACHE_PATH", "FAISS_INDEX_PATH"], result.Failures!.Select(fault => fault.Split(' ')[0]));
    }

    /// <summary>A file in the folder's place: unwritable for root, too, whom no mode bits stop.</summary>
    [Fact]
    public void Constructor_NotWritable_GoesOnInATemporaryFolderAndSaysSo()
    {
        var blocked = Path.Combine(root, "blocked");
        File.WriteAllText(blocked, "");
        string data;
        using (var folders = Open(Path.Combine(blocked, "data")))
        {
            data = folders.Data;
            Assert.Equal(FailureTypes.DataPathNotWritable, folders.Failure?.Type);
            Assert.Contains("DATA_PATH", folders.Failure!.Message, StringComparison.Ordinal);
            Assert.True(Directory.Exists(folders.Results));
        }

        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public void Constructor_AfterAKill_RemovesTheStandInThatWasLeft()
    {
        var killed = StandIn(int.MaxValue);
        var running = StandIn(1);
        var foreign = Directory.CreateTempSubdirectory(StandInFolder.Prefix).FullName;
        try
        {
            using var folders = Open(Path.Combine(root, "data"));

            Assert.False(Directory.Exists(killed));
            Assert.True(Directory.Exists(running), "its process, which is process 1, is still there");
            Assert.True(Directory.Exists(foreign), "nothing says whose it is");
        }
        finally
        {
            Directory.Delete(running, recursive: true);
            Directory.Delete(foreign);
        }
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string StandIn(int processId)
    {
        var folder = Directory.CreateTempSubdirectory(StandInFolder.Prefix).FullName;
        File.WriteAllText(Path.Combine(folder, StandInFolder.OwnerName), processId.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(folder, "state.db"), "x");
        return folder;
    }

    private static IEnumerable<string> Faults(string path) =>
        new StorageOptionsValidator().Validate(null, new StorageOptions { DataPath = path }).Failures ?? [];

    private static StorageFolders Open(string path) => new(Options.Create(new StorageOptions { DataPath = path }), NullLogger<StorageFolders>.Instance);
}
