using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings.Wiping;

namespace NlSql.Core.Foundation.Settings;

/// <summary>
/// The folders that NlSql writes to, made when they are missing. When DATA_PATH cannot be written, a private temporary folder takes
/// its place until the process ends: questions are still answered, and <see cref="Failure"/> says that nothing is kept.
/// </summary>
public sealed class StorageFolders : IDisposable
{
    /// <summary>The folder in <see cref="Data"/> that holds the keys of sign-in cookies.</summary>
    public const string ProtectionKeysName = StorageNames.ProtectionKeys;

    private readonly StandInFolder? standIn;

    /// <summary>Throws <see cref="PipelineFailureException"/> (<c>data-path-not-writable</c>) when there is no temporary folder either.</summary>
    public StorageFolders(IOptions<StorageOptions> options, ILogger<StorageFolders> logger)
    {
        StandInFolder.RemoveLeftovers(logger);
        var configured = Path.GetFullPath(options.Value.DataPath);
        Failure = TryPrepare(configured);
        if (Failure is not null)
        {
            standIn = StandIn(configured, logger);
            logger.DataPathNotWritable(Failure.Message, standIn.Path);
        }

        Data = standIn?.Path ?? configured;

        Results = Directory.CreateDirectory(Path.Combine(Data, StorageNames.Results)).FullName;
        StateFile = Path.Combine(Data, StorageNames.State);
        MakePrivate();
    }

    /// <summary>Full path of DATA_PATH, or of the folder that stands in for it.</summary>
    public string Data { get; }

    /// <summary>Spooled results.</summary>
    public string Results { get; }

    /// <summary>The SQLite file with conversations.</summary>
    public string StateFile { get; }

    /// <summary>Why nothing is kept; null when DATA_PATH is in use.</summary>
    public PipelineFailure? Failure { get; }

    /// <summary>True when conversations and results outlive the process.</summary>
    public bool IsKept => Failure is null;

    /// <inheritdoc />
    public void Dispose() => standIn?.Dispose();

    private static StandInFolder StandIn(string configured, ILogger logger)
    {
        try
        {
            return StandInFolder.Make(logger);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PipelineFailureException(
                new(
                    FailureParty.Infrastructure,
                    FailureTypes.DataPathNotWritable,
                    $"Neither DATA_PATH ({configured}) nor the temporary folder ({Path.GetTempPath()}) can be written.",
                    "Set DATA_PATH to a folder that NlSql's user may write."),
                error);
        }
    }

    private static PipelineFailure? TryPrepare(string path)
    {
        if (OwnedFolder.FaultOf(path, StorageNames.IsOwn) is { } fault)
        {
            return new(FailureParty.Infrastructure, FailureTypes.DataPathNotWritable, $"{fault} Until then nothing is kept.");
        }

        try
        {
            OwnedFolder.Make(path);
            var probe = Path.Combine(path, $".nlsql-write-{Environment.ProcessId}-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(
                FailureParty.Infrastructure,
                FailureTypes.DataPathNotWritable,
                $"DATA_PATH ({path}) cannot be written, so nothing is kept: conversations, results and the demo database are gone when NlSql stops.",
                "Give NlSql's user write access to the folder, or set DATA_PATH to another one, and start again.");
        }
    }

    /// <summary>
    /// Questions and rows are nobody else's business on a shared machine. The embedded server, which may run as another user, passes through DATA_PATH,
    /// so that what lies in it has to be closed by itself. SQLite gives the files beside the state the state's own mode.
    /// </summary>
    private void MakePrivate()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Try(() => File.SetUnixFileMode(Data, Owners | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
        Try(() => File.SetUnixFileMode(Results, Owners | UnixFileMode.UserExecute));
        Try(() =>
        {
            // Only when it is missing: closing a file that SQLite has open would give up its locks.
            if (!File.Exists(StateFile))
            {
                using var made = new FileStream(
                    StateFile,
                    new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Owners });
            }

            File.SetUnixFileMode(StateFile, Owners);
        });
    }

    private static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody else's file that we may write to: its mode is theirs to choose. A state that cannot be opened says so when it is.
        }
    }
}
