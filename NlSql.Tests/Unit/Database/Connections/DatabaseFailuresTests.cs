using NlSql.Core.Database.Connections;

namespace NlSql.Tests.Unit.Database.Connections;

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
}
