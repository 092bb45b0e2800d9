namespace NlSql.Core.Foundation.Settings.Wiping;

/// <summary>
/// A folder that NlSql made, or found empty: it holds a marker file, and only marked folders are ever wiped, so that a wrong
/// DATA_PATH cannot cost somebody their home folder.
/// </summary>
public static class OwnedFolder
{
    internal const string MarkerName = ".nlsql-folder";

    /// <summary>Makes the folder when it is missing and marks it when it was missing or empty.</summary>
    public static void Make(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            return;
        }

        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, MarkerName), "NlSql made this folder and removes it with --wipe-on-exit.\n");
    }

    internal static bool IsMarked(string path) => File.Exists(Path.Combine(path, MarkerName));
}
