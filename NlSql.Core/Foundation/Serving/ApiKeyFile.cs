using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Foundation.Identity;

namespace NlSql.Core.Foundation.Serving;

/// <summary>One key that opens the app; the key itself is not stored anywhere.</summary>
public sealed record ApiKey(string Name, byte[] Hash);

/// <summary>
/// The file of API_KEYS_FILE: one <c>name: sha256-in-hex</c> per line (which is YAML too); blank lines and <c>#</c> comments are skipped.
/// </summary>
/// <param name="Faults">What is wrong with the file, one sentence each.</param>
public sealed record ApiKeyFile(IReadOnlyList<ApiKey> Keys, IReadOnlyList<string> Faults)
{
    private const int HashBytes = 32;

    /// <summary>Names become roles and application names in PostgreSQL, which holds 63 bytes.</summary>
    private const int LongestName = 63;

    /// <summary>Never throws: a file that cannot be read is a fault.</summary>
    public static ApiKeyFile Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new([], [$"API_KEYS_FILE {path} cannot be read: {exception.Message}"]);
        }

        return Parse(path, lines);
    }

    /// <summary>The key whose hash is that of <paramref name="secret"/>; null when there is none. Takes the same time whichever key matches.</summary>
    public ApiKey? Find(string secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        ApiKey? found = null;
        foreach (var key in Keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
            {
                found = key;
            }
        }

        return found;
    }

    /// <summary>Whether a key of this name and hash is in force. Takes the same time whichever key matches.</summary>
    public bool Holds(string name, byte[] hash)
    {
        var holds = false;
        foreach (var key in Keys)
        {
            holds |= CryptographicOperations.FixedTimeEquals(key.Hash, hash) & string.Equals(key.Name, name, StringComparison.Ordinal);
        }

        return holds;
    }

    /// <summary>True for a file that can be read and names nobody: the way to shut everybody out while the app runs.</summary>
    public bool IsEmpty { get; private init; }

    private static ApiKeyFile Parse(string path, string[] lines)
    {
        var keys = new List<ApiKey>();
        var faults = new List<string>();
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon > 0 ? line[..colon].Trim() : "";
            var hash = colon > 0 ? line[(colon + 1)..].Trim().Trim('"', '\'') : "";
            if (name.Length is 0 or > LongestName || name.Any(char.IsControl) || hash.Length != HashBytes * 2 || !hash.All(char.IsAsciiHexDigit))
            {
                faults.Add($"API_KEYS_FILE {path}, line {number}: expected 'name: <64 hex digits of the key's SHA-256>'.");
                continue;
            }

            if (name == LocalAnalyst.LocalName)
            {
                // Conversations that were begun without sign-in, and on the command line, are of this name.
                faults.Add($"API_KEYS_FILE {path}, line {number}: '{name}' is what those are called who did not sign in: give the key another name.");
                continue;
            }

            keys.Add(new ApiKey(name, Convert.FromHexString(hash)));
        }

        foreach (var twice in keys.GroupBy(key => key.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            faults.Add($"API_KEYS_FILE {path} has the name '{twice.Key}' more than once: give each key a name of its own.");
        }

        if (keys.Count == 0 && faults.Count == 0)
        {
            faults.Add($"API_KEYS_FILE {path} holds no key.");
        }

        return new(keys, faults) { IsEmpty = keys.Count == 0 && faults.Count == 1 && lines.All(line => line.Trim() is "" or ['#', ..]) };
    }
}
