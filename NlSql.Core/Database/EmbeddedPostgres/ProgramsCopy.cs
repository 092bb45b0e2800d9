using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>
/// A copy of the package that the server's user can reach. Each state of the package has a folder of its own, which appears whole and is never
/// written again: a server may be running from it.
/// </summary>
internal static class ProgramsCopy
{
    private const UnixFileMode EveryoneEnters = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The copy's folder; copies only what is not there. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    /// <param name="package">With <c>bin</c>, <c>lib</c> and <c>share</c>.</param>
    /// <param name="parent">Holds the copies; made when it is missing.</param>
    public static string Make(string package, string parent)
    {
        var server = new FileInfo(Path.Combine(package, "bin", "postgres"));
        var state = string.Create(CultureInfo.InvariantCulture, $"{package} {server.Length} {server.LastWriteTimeUtc:O}");
        var target = Path.Combine(parent, "programs-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..12]);
        if (Directory.Exists(target))
        {
            return target;
        }

        var unfinished = $"{target}.{Guid.NewGuid():N}";
        try
        {
            MakeFolder(unfinished);
            foreach (var file in Directory.EnumerateFiles(package, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(unfinished, Path.GetRelativePath(package, file));
                MakeFolder(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            Directory.Move(unfinished, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            // Another process may have been quicker: its copy is as good.
            if (!Directory.Exists(target))
            {
                throw;
            }
        }

        return target;
    }

    /// <summary>Whatever the umask is, the server's user gets through.</summary>
    public static void MakeFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            MakeFolder(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, EveryoneEnters);
        }
    }
}
