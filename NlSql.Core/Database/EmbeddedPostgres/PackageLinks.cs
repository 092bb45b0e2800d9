using System.Text.Json;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>
/// npm archives hold no symbolic links; the package lists them in <c>pg-symlinks.json</c> and would make them in an install script,
/// which stays off. <c>[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}, ...]</c>
/// </summary>
internal static class PackageLinks
{
    /// <summary>False when links are missing and the folder cannot be written, as that of a program which root installed.</summary>
    /// <param name="package">The folder that the list calls <c>native</c>.</param>
    public static bool TryMake(string package)
    {
        try
        {
            Make(package);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Makes the links that are missing; writes nothing where all are there, as publish.sh leaves them.</summary>
    /// <param name="package">The folder that the list calls <c>native</c>.</param>
    public static void Make(string package)
    {
        using var list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "pg-symlinks.json")));
        foreach (var entry in list.RootElement.EnumerateArray())
        {
            var link = Resolve(package, entry.GetProperty("target").GetString()!);
            if (!File.Exists(link))
            {
                try
                {
                    File.CreateSymbolicLink(link, Path.GetFileName(entry.GetProperty("source").GetString()!));
                }
                catch (IOException) when (File.Exists(link))
                {
                    // Another process made it between the check and the call.
                }
            }
        }
    }

    private static string Resolve(string package, string listed)
    {
        var relative = listed.StartsWith("native/", StringComparison.Ordinal) ? listed["native/".Length..] : listed;
        var full = Path.GetFullPath(Path.Combine(package, relative));
        return full.StartsWith(Path.GetFullPath(package) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new InvalidDataException($"pg-symlinks.json names a path outside the package: {listed}");
    }
}
