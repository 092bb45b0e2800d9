using System.Text;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Unit.Sql.Grammar;

public sealed class CostlyTextTests
{
    [Theory]
    [InlineData("SELECT 1 ", "/*", 101, "", 209, 2)]
    [InlineData("SELECT 1 ", "/* ", 101, "", 309, 2)]
    [InlineData("SELECT 1 ", "/**/", 101, "", 409, 2)]
    [InlineData("SELECT E'\\'' ", "@", 64, " 1", 13, 64)]
    [InlineData("SELECT 'é' ", "@", 64, " 1", 11, 64)]
    [InlineData("SELECT $a$ $a$ ", "+", 64, "1", 15, 64)]
    public void Check_CostlyText_IsRefusedAtItsPlace(string start, string step, int times, string end, int at, int length)
    {
        var refusal = GuardVerdicts.Refused(start + string.Concat(Enumerable.Repeat(step, times)) + end);

        Assert.Equal((GuardRules.TooSlow, at, length), (refusal.Rule, refusal.Start, refusal.Length));
        Assert.Matches("63|100", refusal.Message);
    }

    [Theory]
    [InlineData("SELECT '{0}'")]
    [InlineData("SELECT E'\\'{0}'")]
    [InlineData("SELECT E'a'\n'\\'{0}'")]
    [InlineData("SELECT 'it''s {0}'")]
    [InlineData("SELECT 1 AS \"{0}\"")]
    [InlineData("SELECT $a${0}$a$")]
    [InlineData("SELECT $$'{0}$$")]
    [InlineData("SELECT 1 -- {0}\n")]
    [InlineData("SELECT a$b -- {0}")]
    public void Find_SignsInsideOfQuotesAndComments_Pass(string sql)
    {
        Assert.Null(Find(sql.Replace("{0}", new string('@', 500), StringComparison.Ordinal)));
        Assert.Null(Find(sql.Replace("{0}", string.Concat(Enumerable.Repeat("/*", 500)), StringComparison.Ordinal)));
    }

    [Fact]
    public void Check_BannersOfSigns_AreApproved()
    {
        GuardVerdicts.Approved($"/*{new string('*', 500)}*/ SELECT 1 --{new string('-', 500)}\n + 1 /*{new string('=', 500)}*/");
        GuardVerdicts.Approved("SELECT 1" + string.Concat(Enumerable.Repeat(" /* why */\n", 500)));
        GuardVerdicts.Approved("SELECT 1" + string.Concat(Enumerable.Repeat("/*", 100)) + string.Concat(Enumerable.Repeat("*/", 100)));
    }

    private static CostlyPlace? Find(string sql) => CostlyText.Find(Encoding.UTF8.GetBytes(sql));
}
