namespace NlSql.Core.Language.Retrieval.Storage;

/// <summary>
/// Holds a database's index folder for one process at a time: while one builds, the others wait and then read what it wrote. Released when the process ends,
/// however it ends.
/// </summary>
internal sealed class IndexLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // EWOULDBLOCK: what flock says; .NET puts the errno into HResult. A read-only file system (EROFS) is another IOException.
    private static readonly int HeldByAnother = OperatingSystem.IsMacOS() ? 35 : 11;

    private readonly FileStream file;

    private IndexLock(FileStream file) => this.file = file;

    /// <summary>Null when the folder cannot be written or stays held by another process for two minutes.</summary>
    public static async Task<IndexLock?> TryTakeAsync(IndexFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                folder.Create();
                return new IndexLock(new FileStream(folder.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
            catch (IOException e) when (e.HResult == HeldByAnother && time.GetElapsedTime(started) < Patience)
            {
                // Held by somebody else.
            }
            catch (IOException)
            {
                return null;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => file.Dispose();
}
