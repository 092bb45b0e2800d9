using System.Security.Cryptography;
using System.Text;

namespace NlSql.Tests.Fakes;

/// <summary>An API_KEYS_FILE; the key of each name is the name with "-long-random-text" behind it.</summary>
internal sealed class KeyFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql keys ").FullName;

    public KeyFile(params string[] names) => Write(names);

    public string Path => System.IO.Path.Combine(folder, "keys");

    public static string KeyOf(string name) => $"{name}-long-random-text";

    /// <summary>Replaces the file as a whole, as a secret's mount does.</summary>
    public void Write(params string[] names)
    {
        var fresh = Path + ".new";
        File.WriteAllLines(fresh, names.Select(name => $"{name}: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(name))))}"));
        File.Move(fresh, Path, overwrite: true);
    }

    /// <summary>A client of the app that brings this name's key with every request.</summary>
    public static HttpClient ClientOf(RunningApp app, string name) => ClientWith(app, KeyOf(name));

    public static HttpClient ClientWith(RunningApp app, string key)
    {
        var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
