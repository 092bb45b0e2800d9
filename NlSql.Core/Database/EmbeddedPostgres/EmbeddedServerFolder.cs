using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>
/// Where the embedded server keeps its files. PostgreSQL refuses to run as root, so root starts it as <c>nobody</c>; when nobody cannot
/// get into the data folder (a checkout under <c>/root</c>, say), cluster and programs move to a folder below <c>/var/lib/nlsql</c>, which only
/// root can write: in <c>/var/tmp</c> somebody else could have put programs there first. Programs whose links are missing in a folder that cannot be
/// written are copied beside the cluster (60 MB), and linked there.
/// </summary>
internal sealed class EmbeddedServerFolder
{
    private const string FallbackParent = "/var/lib/nlsql";
    private const string ServerUser = "nobody";
    private const string ServerGroup = "nogroup";

    private readonly string movedTo;

    private EmbeddedServerFolder(string stateFolder, string movedTo, string clusterParent, string package, bool isFallback, bool asRoot)
    {
        this.movedTo = movedTo;
        StateFolder = stateFolder;
        ClusterParent = clusterParent;
        Package = package;
        IsFallback = isFallback;
        RunsAsRoot = asRoot;
    }

    /// <summary>Holds the state file and the locks; belongs to the user who runs NlSql.</summary>
    public string StateFolder { get; }

    /// <summary>PostgreSQL's data directory.</summary>
    public string Cluster => Path.Combine(ClusterParent, "cluster");

    /// <summary>Folder that holds the cluster, and what only the server's user may read.</summary>
    public string ClusterParent { get; }

    /// <summary>The package's folder with <c>bin</c>, <c>lib</c> and <c>share</c>.</summary>
    public string Package { get; }

    /// <summary>True when cluster and programs could not stay where the settings put them.</summary>
    public bool IsFallback { get; }

    /// <summary>True when the server has to be started as another user.</summary>
    public bool RunsAsRoot { get; }

    public string StateFile => Path.Combine(StateFolder, "server.json");

    public string OwnerLock => Path.Combine(StateFolder, "owner.lock");

    /// <summary>
    /// Makes the folders. Throws <see cref="PipelineFailureException"/> (<c>data-path-not-writable</c>) when that is refused.
    /// </summary>
    public static EmbeddedServerFolder Prepare(string dataPath, string package, bool asRoot)
    {
        var state = Path.GetFullPath(Path.Combine(dataPath, StorageNames.Server));
        try
        {
            Directory.CreateDirectory(state);
            File.SetUnixFileMode(
                state,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | (asRoot ? UnixFileMode.OtherExecute : UnixFileMode.None));
            var fallback = Path.Combine(FallbackParent, "postgres-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..12]);
            var moveCluster = asRoot && !EveryoneMayEnter(state);
            var movePrograms = asRoot && !EveryoneMayEnter(package);
            var parent = moveCluster ? fallback : state;
            var programs = movePrograms ? ProgramsCopy.Make(package, fallback) : package;
            if (!PackageLinks.TryMake(programs))
            {
                programs = ProgramsCopy.Make(package, parent);
                PackageLinks.Make(programs);
            }

            return new EmbeddedServerFolder(state, fallback, parent, programs, moveCluster || movePrograms, asRoot);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PipelineFailureException(
                new PipelineFailure(
                    FailureParty.Infrastructure,
                    FailureTypes.DataPathNotWritable,
                    $"The folder for the embedded PostgreSQL cannot be written: {e.Message}",
                    "Set DATA_PATH to a folder that this user may write, or DB_HOST to use your own server."),
                e);
        }
    }

    /// <summary>Makes an empty data directory that belongs to the server's user.</summary>
    public void CreateCluster()
    {
        if (Directory.Exists(Cluster))
        {
            Directory.Delete(Cluster, recursive: true);
        }

        if (RunsAsRoot)
        {
            ProgramsCopy.MakeFolder(ClusterParent);
            using var install = Process.Start("/usr/bin/install", ["-d", "-m", "700", "-o", ServerUser, "-g", ServerGroup, Cluster]);
            install.WaitForExit();
            if (install.ExitCode != 0)
            {
                throw new IOException($"{Cluster} could not be given to the user {ServerUser}.");
            }
        }
        else
        {
            Directory.CreateDirectory(Cluster, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Removes everything, the state included. The server must have been stopped.</summary>
    public void Remove()
    {
        foreach (var folder in (string[])[Cluster, movedTo, StateFolder])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>A command line for a program of the package, run as the unprivileged user where that is needed.</summary>
    /// <param name="program">For instance <c>initdb</c>.</param>
    /// <param name="diesWithStarter">Send the program SIGINT (PostgreSQL's fast shutdown) when the starting thread ends, however it ends.</param>
    public ProcessStartInfo Command(string program, bool diesWithStarter, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/setpriv")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        var privileges = new List<string> { "--no-new-privs" };
        if (RunsAsRoot)
        {
            privileges.AddRange([$"--reuid={ServerUser}", $"--regid={ServerGroup}", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]);
        }

        if (diesWithStarter)
        {
            privileges.AddRange(["--pdeathsig", "INT"]);
        }

        foreach (var argument in privileges.Append(Path.Combine(Package, "bin", program)).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        return start;
    }

    private static bool EveryoneMayEnter(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if ((folder.UnixFileMode & UnixFileMode.OtherExecute) == UnixFileMode.None)
            {
                return false;
            }
        }

        return true;
    }
}
