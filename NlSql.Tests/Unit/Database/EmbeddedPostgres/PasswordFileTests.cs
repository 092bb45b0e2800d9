using NlSql.Core.Database.EmbeddedPostgres;

namespace NlSql.Tests.Unit.Database.EmbeddedPostgres;

public sealed class PasswordFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-password-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>So much that somebody who looks all the time sees the file while it is being written.</summary>
    [Fact]
    public async Task WritePasswordAsync_WhileItIsWritten_NobodyElseMayReadIt()
    {
        var path = Path.Combine(folder, "password");
        var seen = UnixFileMode.None;
        using var written = new ManualResetEventSlim();
        var watcher = Task.Factory.StartNew(
            () =>
            {
                while (!written.IsSet)
                {
                    seen |= File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.None;
                }

                seen |= File.GetUnixFileMode(path);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        await EmbeddedServerProcess.WritePasswordAsync(path, new string('x', 64 << 20), othersRead: false, TestContext.Current.CancellationToken);
        written.Set();
        await watcher;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, seen);
    }
}
