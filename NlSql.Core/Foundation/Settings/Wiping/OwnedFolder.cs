namespace NlSql.Core.Foundation.Settings.Wiping;

/// <summary>
/// A folder that NlSql made, or found empty: it holds a marker file, and only marked folders are ever wiped, so that a wrong
/// DATA_PATH cannot cost somebody their home folder.
/// </summary>
public static class OwnedFolder
{
    internal const string MarkerName = ".nlsql-folder";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>What stands in a fresh file system before anybody has written to it.</summary>
    private static readonly string[] OfTheFileSystem = ["lost+found", ".snapshot"];

    /// <summary>Makes the folder, closed to other users, when it is missing, and marks it when it was missing or empty.</summary>
    public static void Make(string path)
    {
        if (Directory.Exists(path) && Entries(path).Count > 0)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Private);
        }

        File.WriteAllText(Path.Combine(path, MarkerName), "NlSql made this folder and removes it with --wipe-on-exit.\n");
    }

    /// <summary>Closes a folder of NlSql's to other users; one that somebody else made keeps the mode that they gave it.</summary>
    internal static void Close(string path)
    {
        if (!OperatingSystem.IsWindows() && IsMarked(path))
        {
            File.SetUnixFileMode(path, Private);
        }
    }

    internal static bool IsMarked(string path) => File.Exists(Path.Combine(path, MarkerName));

    /// <summary>
    /// Why a folder is not taken for DATA_PATH, in a sentence for people; null when it may be. One that is missing, empty, marked, or holds nothing but
    /// what NlSql itself makes is taken; a link inside it would lead to what is somebody else's.
    /// </summary>
    /// <param name="own">Whether an entry of this name is one that NlSql makes.</param>
    internal static string? FaultOf(string path, Func<string, bool> own)
    {
        List<FileSystemInfo> entries;
        try
        {
            entries = Directory.Exists(path) ? Entries(path) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // That it cannot be used is said where it is used.
            return null;
        }

        if (entries.Find(entry => entry.LinkTarget is not null && own(entry.Name)) is { } link)
        {
            return $"DATA_PATH ({path}) has a link in the place of {link.Name}, and NlSql follows none: "
                + "put the folder itself there, or set DATA_PATH to where it is.";
        }

        if (IsMarked(path) || entries.Find(entry => !own(entry.Name)) is not { } foreign)
        {
            return null;
        }

        return $"DATA_PATH ({path}) is a folder that NlSql did not make, and holds {foreign.Name}, which is not NlSql's: "
            + "set DATA_PATH to an empty folder, or to one that does not exist yet.";
    }

    private static List<FileSystemInfo> Entries(string path) =>
        [.. new DirectoryInfo(path).EnumerateFileSystemInfos().Where(entry => !OfTheFileSystem.Contains(entry.Name, StringComparer.Ordinal))];
}
