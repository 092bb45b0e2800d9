using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace NlSql.Core.Database.DemoDatabase;

/// <summary>The SQL that makes the demo database, embedded in this assembly, in the order of its file names.</summary>
internal static class DemoDatabaseScripts
{
    private const string Prefix = "NlSql.Core.Database.DemoDatabase.Sql.";

    /// <summary>Name and text of each script.</summary>
    public static IReadOnlyList<(string Name, string Sql)> All { get; } = Read();

    /// <summary>Changes whenever a script changes: a database of another version is loaded again.</summary>
    public static string Version { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(All.Select(script => script.Sql)))))[..16];

    private static List<(string Name, string Sql)> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return (name[Prefix.Length..], reader.ReadToEnd());
            })];
    }
}
