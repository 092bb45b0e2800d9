using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Foundation.Serving;

namespace NlSql.Tests.Unit.Hosts;

public sealed class ApiKeyFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void Read_CommentsQuotesAndBlankLines_FindsTheKeys()
    {
        File.WriteAllText(path, $"# callers\n\nfirst: {Hash("one")}\nsecond: \"{Hash("two").ToUpperInvariant()}\"\n");

        var keys = ApiKeyFile.Read(path);

        Assert.Empty(keys.Faults);
        Assert.Equal("first", keys.Find("one")?.Name);
        Assert.Equal("second", keys.Find("two")?.Name);
        Assert.Null(keys.Find("three"));
        Assert.Null(keys.Find(""));
    }

    [Theory]
    [InlineData("", "holds no key")]
    [InlineData("name: 1234", "line 1")]
    [InlineData("\n: aaaa", "line 2")]
    [InlineData("the key itself", "line 1")]
    public void Read_UnusableFile_SaysWhatIsWrong(string text, string fault)
    {
        File.WriteAllText(path, text);

        Assert.Contains(fault, Assert.Single(ApiKeyFile.Read(path).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NameOfThoseWithoutSignIn_IsAFault()
    {
        File.WriteAllText(path, $"local: {Hash("one")}\n");

        Assert.Contains("who did not sign in", ApiKeyFile.Read(path).Faults[0], StringComparison.Ordinal);
        Assert.Empty(ApiKeyFile.Read(path).Keys);
    }

    [Fact]
    public void Read_MissingFile_IsAFault() => Assert.Single(ApiKeyFile.Read(path + ".missing").Faults);

    public void Dispose() => File.Delete(path);

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
