using NlSql.Core.Database.EmbeddedPostgres;

namespace NlSql.Tests.Unit.Database.EmbeddedPostgres;

public sealed class ProgramsCopyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-programs-").FullName;

    private string Package => Path.Combine(folder, "package");

    private string Parent => Path.Combine(folder, "state");

    [Fact]
    public void Make_NewPackage_LeavesTheProgramsOfARunningServerAsTheyAre()
    {
        Write("first");
        var first = ProgramsCopy.Make(Package, Parent);
        using var running = File.OpenRead(Path.Combine(first, "bin", "postgres"));
        Write("second one");

        var second = ProgramsCopy.Make(Package, Parent);

        Assert.Equal("first", new StreamReader(running).ReadToEnd());
        Assert.Equal("first", File.ReadAllText(Path.Combine(first, "bin", "postgres")));
        Assert.Equal("second one", File.ReadAllText(Path.Combine(second, "bin", "postgres")));
        Assert.Equal("a", File.ReadAllText(Path.Combine(second, "share", "extension", "a.control")));
    }

    [Fact]
    public void Make_SamePackage_CopiesOnceAndLeavesNothingUnfinished()
    {
        Write("first");
        var first = ProgramsCopy.Make(Package, Parent);
        var at = File.GetLastWriteTimeUtc(Path.Combine(first, "share"));

        Parallel.For(0, 8, _ => Assert.Equal(first, ProgramsCopy.Make(Package, Parent)));

        Assert.Equal(at, File.GetLastWriteTimeUtc(Path.Combine(first, "share")));
        Assert.Equal(first, Assert.Single(Directory.GetDirectories(Parent)));
    }

    [Fact]
    public void Make_ManyAtOnce_AgreeOnOneWholeCopy()
    {
        Write("first");

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            Assert.Equal("a", File.ReadAllText(Path.Combine(ProgramsCopy.Make(Package, Parent), "share", "extension", "a.control"))));

        Assert.Single(Directory.GetDirectories(Parent));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string server)
    {
        Directory.CreateDirectory(Path.Combine(Package, "bin"));
        Directory.CreateDirectory(Path.Combine(Package, "share", "extension"));
        File.WriteAllText(Path.Combine(Package, "bin", "postgres"), server);
        File.WriteAllText(Path.Combine(Package, "share", "extension", "a.control"), "a");
    }
}
