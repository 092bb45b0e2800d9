using NlSql.Core.Foundation.Failures;
using NlSql.Core.Native;

namespace NlSql.Tests.Unit;

public sealed class NativeLocationsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nlsql-locations-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Library_InSeveralPlaces_TakesTheSettingFirst()
    {
        var setting = Put("elsewhere/libx.so");
        Put("app/native/libx.so");
        var locations = new NativeLocations(Path.Combine(folder.FullName, "app"), key => key == "NLSQL_NATIVE_PATH" ? Path.GetDirectoryName(setting) : null);
        Assert.Equal(setting, locations.Library("libx.so"));
    }

    [Fact]
    public void Library_BesideTheApplication_WinsOverTheCheckout()
    {
        Put("NlSql.sln");
        Put("artifacts/native/libx.so");
        var beside = Put("bin/native/libx.so");
        Assert.Equal(beside, new NativeLocations(Path.Combine(folder.FullName, "bin"), _ => null).Library("libx.so"));
    }

    [Fact]
    public void Library_InACheckout_IsFoundFromBelow()
    {
        Put("NlSql.sln");
        var built = Put("artifacts/native/libx.so");
        Assert.Equal(built, new NativeLocations(Path.Combine(folder.FullName, "a", "b", "c"), _ => null).Library("libx.so"));
    }

    [Fact]
    public void Library_Nowhere_NamesEveryPathAndWhatToRun()
    {
        Put("NlSql.sln");
        var failure = Assert.Throws<PipelineFailureException>(() => new NativeLocations(folder.FullName, _ => "/nowhere").Library("libx.so")).Failure;
        Assert.Equal(FailureTypes.NativeLibraryMissing, failure.Type);
        Assert.All(["/nowhere/libx.so", Path.Combine(folder.FullName, "native", "libx.so"), Path.Combine(folder.FullName, "artifacts", "native", "libx.so")],
            path => Assert.Contains(path, failure.Message, StringComparison.Ordinal));
        Assert.Contains("native/build.sh", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void EmbeddedPostgres_FolderWithoutItsProgram_IsPassedOver()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "empty"));
        var program = Put("postgres/bin/postgres");
        var locations = new NativeLocations(folder.FullName, key => key == "NLSQL_POSTGRES_PATH" ? Path.Combine(folder.FullName, "empty") : null);
        Assert.Equal(Path.GetDirectoryName(Path.GetDirectoryName(program)), locations.EmbeddedPostgres());
    }

    private string Put(string relative)
    {
        var path = Path.Combine(folder.FullName, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
