using System.Security.Cryptography;
using System.Text.Json;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>
/// What a second process of this checkout needs to use the running server. Kept in a file that only the user may read, because it
/// holds the passwords.
/// </summary>
/// <param name="Port">On 127.0.0.1; kept over restarts where it is still free, so that open pools find the server again.</param>
/// <param name="SuperuserPassword">For loading the demo database; never used to run an analyst's query.</param>
/// <param name="ReaderPassword">Of the role <c>nlsql_reader</c>.</param>
internal sealed record EmbeddedServerState(int Port, string SuperuserPassword, string ReaderPassword)
{
    public const string Superuser = "postgres";
    public const string Reader = "nlsql_reader";
    public const string Host = "127.0.0.1";

    public static EmbeddedServerState Create() => new(0, NewPassword(), NewPassword());

    /// <summary>Null when there is none or it cannot be read as one.</summary>
    public static EmbeddedServerState? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<EmbeddedServerState>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string path)
    {
        // Written beside and renamed, so that a reader never sees half of it.
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            JsonSerializer.Serialize(file, this);
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>For people and logs; no password.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private static string NewPassword() => RandomNumberGenerator.GetHexString(40, lowercase: true);
}
