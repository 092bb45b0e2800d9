using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Settings.Wiping;

namespace NlSql.Tests.Unit.Foundation.Settings;

public sealed class WipeOnExitTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nlsql-wipe-").FullName;

    [Fact]
    public void Dispose_Armed_RemovesAllThreeFolders()
    {
        var wipe = Start(armed: true);
        foreach (var folder in Folders)
        {
            File.WriteAllText(Path.Combine(folder, "secret.txt"), "x");
        }

        wipe.Dispose();

        Assert.DoesNotContain(Folders, Directory.Exists);
    }

    [Fact]
    public void Dispose_NotArmed_RemovesNothing()
    {
        OwnedFolder.Make(Folders[0]);

        Start(armed: false).Dispose();

        Assert.True(Directory.Exists(Folders[0]));
    }

    [Fact]
    public void Dispose_FolderThatNlSqlDidNotMake_IsLeftAlone()
    {
        Directory.CreateDirectory(Folders[0]);
        var foreign = Path.Combine(Folders[0], "thesis.txt");
        File.WriteAllText(foreign, "years of work");

        Start(armed: true).Dispose();

        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void Dispose_ArmedAfterARunThatWasNot_RemovesWhatThatOneLeft()
    {
        Start(armed: false).Dispose();
        File.WriteAllText(Path.Combine(Folders[0], "old.index"), "x");

        Start(armed: true).Dispose();

        Assert.DoesNotContain(Folders, Directory.Exists);
    }

    [Fact]
    public void Start_AfterAKill_RemovesWhatWasLeftEvenWhenNotArmed()
    {
        foreach (var folder in Folders)
        {
            OwnedFolder.Make(folder);
            File.WriteAllText(Path.Combine(folder, WipeOnExit.PendingName), "");
        }

        var leftover = Path.Combine(Folders[0], "state.db");
        File.WriteAllText(leftover, "x");

        using var next = Start(armed: false);

        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public void Start_WhileAnotherArmedProcessRuns_LeavesItsFiles()
    {
        using var running = Start(armed: true);
        var file = Path.Combine(Folders[0], "state.db");
        File.WriteAllText(file, "x");

        Start(armed: false).Dispose();

        Assert.True(File.Exists(file));
    }

    [Fact]
    public void Dispose_ArmedBesideAnotherApp_LeavesTheWipingToThatOne()
    {
        var other = Start(armed: false);

        Start(armed: true).Dispose();
        Assert.All(Folders, folder => Assert.True(Directory.Exists(folder)));

        other.Dispose();
        Assert.DoesNotContain(Folders, Directory.Exists);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string[] Folders => [Path.Combine(root, "index"), Path.Combine(root, "cache"), Path.Combine(root, "data")];

    private WipeOnExit Start(bool armed) => new(
        Options.Create(new StorageOptions { IndexPath = Folders[0], CachePath = Folders[1], DataPath = Folders[2], WipeOnExit = armed }),
        NullLogger<WipeOnExit>.Instance);
}
