using System.Diagnostics;

namespace NlSql.Tests.Fakes;

/// <summary>How tests start the product's own programs: as separate processes with folders of their own, as users do.</summary>
internal static class ProductProcess
{
    /// <summary>Settings of the machine that runs the tests must not decide their outcome.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TMPDIR", "DOTNET_ROOT", "NLSQL_NATIVE_PATH", "NLSQL_POSTGRES_PATH"];

    /// <param name="assembly"><c>NlSql.Web</c> or <c>nlsql</c>; built beside the tests in the same configuration.</param>
    public static ProcessStartInfo Describe(string assembly, string folder, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var kept = Inherited.Select(name => (name, value: Environment.GetEnvironmentVariable(name))).Where(pair => pair.value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            start.Environment[name] = value;
        }

        start.Environment["DATA_PATH"] = Path.Combine(folder, "data");
        start.Environment["CACHE_PATH"] = Path.Combine(folder, "cache");
        start.Environment["FAISS_INDEX_PATH"] = Path.Combine(folder, "index");
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.ArgumentList.Add(Program(assembly));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    // .../NlSql.Tests/bin/Release/net10.0/ -> .../NlSql.Web/bin/Release/net10.0/NlSql.Web.dll: with its own run-time configuration and assets.
    private static string Program(string assembly)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = own.Parent!.Name;
        var root = own.Parent.Parent!.Parent!.Parent!.FullName;
        var project = assembly == "nlsql" ? "NlSql.Cli" : assembly;
        return Path.Combine(root, project, "bin", configuration, own.Name, assembly + ".dll");
    }
}
