using System.Diagnostics;
using System.Runtime.InteropServices;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Native;

namespace NlSql.Tests.Integration.Postgres;

/// <summary>Programs as npm leaves them, without their links, in a folder that root installed and nobody else may write.</summary>
public sealed class PackageLinksTests : IDisposable
{
    private const uint Nobody = 65534;
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Written = Read | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-links-").FullName;

    private string Package => Path.Combine(folder, "program");

    private string Data => Path.Combine(folder, "data");

    [Fact]
    public async Task Prepare_LinksMissingInAFolderThatCannotBeWritten_CopiesTheProgramsAndTheyRun()
    {
        LayOut();

        var first = await AsAnotherAsync(() => EmbeddedServerFolder.Prepare(Data, Package, asRoot: false));
        var again = await AsAnotherAsync(() => EmbeddedServerFolder.Prepare(Data, Package, asRoot: false));

        Assert.StartsWith(Data, first.Package, StringComparison.Ordinal);
        Assert.Equal(first.Package, again.Package);
        Assert.False(first.IsFallback);
        Assert.DoesNotContain(Directory.EnumerateFiles(Package, "*", SearchOption.AllDirectories), IsLink);
        var bare = await VersionAsync(Path.Combine(Package, "bin", "initdb"));
        Assert.SkipWhen(bare.Length > 0, "The programs of this version are content with the libpq of this machine.");

        // initdb does not load without the link to libpq.
        Assert.Equal("initdb (PostgreSQL)", (await VersionAsync(Path.Combine(first.Package, "bin", "initdb")))[..19]);
    }

    public void Dispose()
    {
        foreach (var place in Directory.EnumerateDirectories(Package, "*", SearchOption.AllDirectories).Append(Package))
        {
            File.SetUnixFileMode(place, Written);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private void LayOut()
    {
        var installed = NativeLocations.Current.EmbeddedPostgres();
        foreach (var file in Directory.EnumerateFiles(installed, "*", SearchOption.AllDirectories).Where(file => !IsLink(file)))
        {
            var copy = Path.Combine(Package, Path.GetRelativePath(installed, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var place in Directory.EnumerateDirectories(Package, "*", SearchOption.AllDirectories).Append(Package))
        {
            File.SetUnixFileMode(place, Read);
        }

        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, Written);
        File.SetUnixFileMode(folder, Written);
    }

    /// <summary>Root may write everywhere: its thread gives that up, for files alone and for itself alone, and ends.</summary>
    private static Task<T> AsAnotherAsync<T>(Func<T> work)
    {
        var task = new Task<T>(work);
        new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess)
            {
                _ = SetFileUser(Nobody);
            }

            task.RunSynchronously(TaskScheduler.Default);
        }).Start();
        return task;
    }

    private static async Task<string> VersionAsync(string program)
    {
        var start = new ProcessStartInfo(program, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text;
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileUser(uint user);
}
