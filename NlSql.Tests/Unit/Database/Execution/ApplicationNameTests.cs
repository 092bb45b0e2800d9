using NlSql.Core.Database.Execution;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class ApplicationNameTests
{
    [Theory]
    [InlineData("local", "abc", "nlsql/local/abc")]
    [InlineData("Jörg/x y", "t", "nlsql/J-rg-x-y/t")]
    public void For_AnyNames_IsPrintableAndShort(string analyst, string turn, string expected)
    {
        Assert.Equal(expected, ApplicationName.For(new RunTag(analyst, turn)));
        Assert.True(ApplicationName.For(new RunTag(new string('a', 200), new string('b', 200))).Length <= 63);
    }
}
