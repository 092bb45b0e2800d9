using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>Which folder results lie in: DATA_PATH's, or a temporary one for those that came while its disk was full.</summary>
internal sealed class SpoolPlace(StorageFolders folders, ILogger logger) : IDisposable
{
    /// <summary>Bytes that have to be free again before new results go to DATA_PATH.</summary>
    private const long Room = 64L * 1024 * 1024;

    private readonly Lock gate = new();
    private StandInFolder? elsewhere;
    private bool isFull;

    /// <summary>Where results are kept.</summary>
    public string Kept => folders.Results;

    /// <summary>True while new results go to the temporary folder.</summary>
    public bool IsElsewhere
    {
        get
        {
            lock (gate)
            {
                return isFull;
            }
        }
    }

    /// <summary>Where a new result goes.</summary>
    public string ForNew()
    {
        lock (gate)
        {
            if (isFull && HasRoom())
            {
                isFull = false;
                logger.DiskHasRoom(Kept);
            }

            return isFull ? elsewhere!.Path : Kept;
        }
    }

    /// <summary>Where a result lies, if it is anywhere.</summary>
    public string Of(string id)
    {
        lock (gate)
        {
            return elsewhere is { Path: var path } && File.Exists(ResultWriter.RowsPath(path, id)) ? path : Kept;
        }
    }

    /// <summary>From now on new results go to a temporary folder, which is removed with the process. False where there is none.</summary>
    public bool TryGoElsewhere()
    {
        lock (gate)
        {
            try
            {
                elsewhere ??= StandInFolder.Make(logger);
                isFull = true;
                logger.DiskFull(Kept, elsewhere.Path);
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => elsewhere?.Dispose();

    private bool HasRoom()
    {
        try
        {
            return new DriveInfo(Kept).AvailableFreeSpace > Room;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
