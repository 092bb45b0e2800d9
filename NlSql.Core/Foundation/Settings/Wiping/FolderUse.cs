namespace NlSql.Core.Foundation.Settings.Wiping;

/// <summary>
/// Says to other processes that this one uses a folder: a shared lock on a file in it, which the system gives back however the process ends.
/// </summary>
internal sealed class FolderUse : IDisposable
{
    internal const string FileName = ".nlsql-in-use";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FileStream handle;

    private FolderUse(FileStream handle) => this.handle = handle;

    /// <summary>
    /// Begins to use the folder; waits while another process removes it. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>
    /// where it cannot be written.
    /// </summary>
    public static FolderUse Begin(string folder)
    {
        FolderUse? begun = null;
        IOException? last = null;
        SpinWait.SpinUntil(() => (begun = TryBegin(folder, ref last)) is not null, Patience);
        return begun ?? throw last!;
    }

    /// <summary>Keeps everybody else from beginning; null while somebody uses the folder. Throws as <see cref="Begin"/>.</summary>
    public static FolderUse? TryTakeAlone(string folder)
    {
        try
        {
            return new FolderUse(new FileStream(Path.Combine(folder, FileName), Of(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, FileName)))
        {
            return null;
        }
    }

    /// <summary>Null while the folder is being removed, with what stood in the way.</summary>
    private static FolderUse? TryBegin(string folder, ref IOException? last)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            OwnedFolder.Make(folder);
            var use = new FolderUse(new FileStream(path, Of(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete)));
            if (File.Exists(path))
            {
                return use;
            }

            // Opened, and removed with its folder before the lock was there.
            use.Dispose();
            last = new IOException($"{path} was removed meanwhile.");
            return null;
        }
        catch (IOException error) when (error is DirectoryNotFoundException || File.Exists(path))
        {
            last = error;
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => handle.Dispose();

    private static FileStreamOptions Of(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
