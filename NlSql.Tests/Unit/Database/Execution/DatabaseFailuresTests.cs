using NlSql.Core.Database.Execution;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class DatabaseFailuresTests
{
    [Theory]
    [InlineData("SELECT x", 8, 0, 7)]
    [InlineData("SELECT '🌍', x", 13, 0, 13)]
    [InlineData("AB SELECT x", 11, 3, 7)]
    [InlineData("SELECT x", 0, 0, null)]
    [InlineData("AB SELECT x", 2, 3, null)]
    public void PositionIn_CodePointsFrom1_BecomeUtf16From0(string sent, int position, int prefix, int? expected) =>
        Assert.Equal(expected, DatabaseFailures.PositionIn(sent, position, prefix));

    [Theory]
    [InlineData("local", "abc", "nlsql/local/abc")]
    [InlineData("Jörg/x y", "t", "nlsql/J-rg-x-y/t")]
    public void ApplicationName_AnyNames_IsPrintableAndShort(string analyst, string turn, string expected)
    {
        Assert.Equal(expected, ApplicationName.For(new RunTag(analyst, turn)));
        Assert.True(ApplicationName.For(new RunTag(new string('a', 200), new string('b', 200))).Length <= 63);
    }
}
