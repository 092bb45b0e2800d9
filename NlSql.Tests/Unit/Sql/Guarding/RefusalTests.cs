using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Unit.Sql.Guarding;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("SELECT 1; DELETE FROM t", "DELETE FROM t")]
    [InlineData("  /* a */ DELETE FROM t ; ", "DELETE FROM t")]
    [InlineData("SELECT '😀', pg_catalog . pg_sleep (1)", "pg_catalog . pg_sleep")]
    [InlineData("SELECT * FROM a, pg_shadow", "pg_shadow")]
    [InlineData("SELECT é FROM a FOR NO KEY UPDATE", "FOR NO")]
    [InlineData("SELECT 'ß' FRO m", "m")]
    [InlineData("SELECT a INTO b FROM c", "b")]
    [InlineData("SELECT 'x'::regclass", "regclass")]
    [InlineData("SELECT $1", "$1")]
    public void Check_Refused_PointsAtTheOffendingText(string sql, string offending)
    {
        var refusal = GuardVerdicts.Refused(sql);
        Assert.Equal(offending, sql.Substring(refusal.Start!.Value, refusal.Length!.Value));
    }

    [Theory]
    [InlineData("SELECT 1; DELETE FROM t", "SELECT 1")]
    [InlineData("SELECT a INTO b FROM c FOR UPDATE", "SELECT a\nFROM c")]
    [InlineData("WITH x AS (SELECT a FROM b FOR SHARE) SELECT * FROM x", "WITH x AS (SELECT a FROM b)\nSELECT *\nFROM x")]
    [InlineData("EXPLAIN ANALYZE SELECT count(*) FROM c", "SELECT count(*)\nFROM c")]
    [InlineData("CREATE TABLE x AS SELECT 1 AS a", "SELECT 1 AS a")]
    [InlineData("COPY (SELECT a FROM b) TO STDOUT", "SELECT a\nFROM b")]
    [InlineData("SELECT * FROM db.public.t", "SELECT *\nFROM public.t")]
    public void Check_Refused_OffersALegalRewrite(string sql, string rewrite) => Assert.Equal(rewrite, GuardVerdicts.Refused(sql).Rewrite);

    [Theory]
    [InlineData("DELETE FROM t; SELECT 1")]
    [InlineData("SELECT pg_sleep(1) FOR UPDATE")]
    [InlineData("SELECT pg_sleep(1); SELECT 1")]
    [InlineData("COPY (DELETE FROM t RETURNING 1) TO STDOUT")]
    public void Check_Refused_OffersNothingThatIsRefusedToo(string sql) => Assert.Null(GuardVerdicts.Refused(sql).Rewrite);

    [Theory]
    [InlineData("SELECT ifnull(a, 0) FROM t", "COALESCE")]
    [InlineData("SELECT date_trnc('day', a) FROM t", "date_trunc")]
    public void Check_FunctionOfAnotherDialect_SaysWhatToWrite(string sql, string hint) =>
        Assert.Contains(hint, GuardVerdicts.Refused(sql).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_HalfOfASurrogatePair_IsRefused() => Assert.Equal(GuardRules.TextNotPlain, GuardVerdicts.Refused("SELECT '\ud83d'").Rule);

    [Fact]
    public void Check_NulCharacter_IsRefused() => Assert.Equal(GuardRules.TextNotPlain, GuardVerdicts.Refused("SELECT 1\0; DROP TABLE t").Rule);

    [Theory]
    [InlineData("SELECT 1 FROM t WHERE 1 '", "y", 200_000, "'")]
    [InlineData("SELECT 1 FROM t WHERE a = '", "y", 200_000, "")]
    [InlineData("SELECT 1 FROM t WHERE 1 '", "\U0001F600", 100_000, "'")]
    [InlineData("SELECT 1 FROM t WHERE 1 '1", "\U0001F600", 100_000, "'")]
    public void Check_EndlessToken_IsRepeatedInPart(string before, string sign, int count, string after)
    {
        var refusal = GuardVerdicts.Refused(before + string.Concat(Enumerable.Repeat(sign, count)) + after);

        Assert.Equal(GuardRules.Syntax, refusal.Rule);
        Assert.InRange(refusal.Message.Length, 80, 200);
        Assert.EndsWith(sign + "…\".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MoreThanHalfAMebibyte_IsRefused()
    {
        Assert.Equal(GuardRules.TooLong, GuardVerdicts.Refused("SELECT 1" + new string(' ', SqlGuard.MaxLength)).Rule);
        Assert.Equal(GuardRules.TooLong, GuardVerdicts.Refused($"SELECT '{new string('é', SqlGuard.MaxLength / 2)}'").Rule);
        GuardVerdicts.Approved("SELECT 1" + new string(' ', SqlGuard.MaxLength - 8));
    }

    [Theory]
    [InlineData("SELECT ", "1+", "1", 5000)]
    [InlineData("SELECT ", "1+", "1", 690)]
    [InlineData("SELECT ", "NOT ", "true", 20_000)]
    [InlineData("SELECT ", "CASE WHEN a THEN 1 ELSE ", "0", 3000)]
    [InlineData("SELECT ", "(SELECT ", "1", 3000)]
    [InlineData("", "SELECT 1 UNION ALL ", "SELECT 1", 13_000)]
    [InlineData("SELECT ", "abs(", "1", 20_000)]
    [InlineData("SELECT a", "[1]", "", 80_000)]
    [InlineData("SELECT a", "::int", "", 50_000)]
    public void Check_DeepStatement_IsRefusedAndTheGuardLivesOn(string start, string step, string end, int times)
    {
        var sql = start + string.Concat(Enumerable.Repeat(step, times)) + end;
        if (GuardVerdicts.Check(sql) is GuardRefusal refusal)
        {
            Assert.Contains(refusal.Rule, new[] { GuardRules.TooDeep, GuardRules.TooSlow, GuardRules.TooLong, GuardRules.Syntax });
        }

        GuardVerdicts.Approved("SELECT 1");
    }

    /// <summary>A comment that the grammar stumbles over is no fault of a text that could not be read for another reason.</summary>
    [Fact]
    public void Check_DeepStatementWithAComment_IsRefusedAsTheSameWithoutIt()
    {
        var deep = string.Concat(Enumerable.Repeat("1+", 5000));
        var refusal = GuardVerdicts.Refused($"SELECT a NOT LIKE 'b', {deep}1");

        Assert.Equal(refusal.Rule, GuardVerdicts.Refused($"SELECT a NOT /* x */ LIKE 'b', {deep}1").Rule);
        Assert.NotEqual(GuardRules.Syntax, refusal.Rule);
    }

    [Fact]
    public void Check_LongButFlatStatement_IsApproved()
    {
        var ids = string.Join(',', Enumerable.Range(0, 25_000));
        var either = string.Join(" OR ", Enumerable.Range(0, 1000).Select(i => $"a = {i}"));
        GuardVerdicts.Approved($"SELECT * FROM t WHERE id IN ({ids}) AND ({either})");
    }

    /// <summary>What the limit lets through asks for no more memory than a text may, and time goes with that.</summary>
    [Theory]
    [InlineData("SELECT * FROM t WHERE id IN (0", ",1", ")")]
    [InlineData("SELECT 1 FROM t WHERE a>0", " OR a>1", "")]
    [InlineData("SELECT a", ",t.a", " FROM t")]
    [InlineData("SELECT 1", ",a[1]", " FROM t")]
    [InlineData("SELECT 1", ",(a).b", " FROM t")]
    [InlineData("SELECT CASE WHEN a THEN 1", " WHEN a THEN 1", " END FROM t")]
    [InlineData("VALUES (1)", ",(1)", "")]
    [InlineData("SELECT 1 FROM t GROUP BY a", ",a", "")]
    [InlineData("SELECT *", ",*", " FROM t")]
    [InlineData("SELECT ''", ",''", "")]
    [InlineData("SELECT a", ",a", " FROM")]
    [InlineData("SELECT 1", ";SELECT 1", "")]
    [InlineData("SELECT ", ", ,", "1")]
    public void Check_AsManyWordsAsMayBe_AskForLittleMemory(string start, string step, string end)
    {
        var weight = step == ", ," ? 2 : step.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Sum(Words);
        var text = start + string.Concat(Enumerable.Repeat(step, (CostlyText.MostWords - 20) / weight)) + end;
        var more = start + string.Concat(Enumerable.Repeat(step, (CostlyText.MostWords + 20) / weight)) + end;
        GuardVerdicts.Check(text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var verdict = GuardVerdicts.Check(text);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L << 20);
        Assert.NotEqual(GuardRules.TooLong, (verdict as GuardRefusal)?.Rule);
        Assert.Equal(GuardRules.TooLong, GuardVerdicts.Refused(more).Rule);

        static int Words(string part) => part switch { "a>1" => 3, "t.a" => 3, "a[1]" => 4, "(a).b" => 5, "(1)" => 3, ";SELECT" => 2, _ => 1 };
    }

    /// <summary>PostgreSQL matches names with everything that is read from before it looks at a timeout.</summary>
    [Theory]
    [InlineData("SELECT 1 FROM ", "t a{0}")]
    [InlineData("SELECT 1 FROM ", "generate_series(1, 2) a{0}")]
    [InlineData("SELECT 1 FROM ", "(VALUES (1)) a{0}")]
    [InlineData("WITH ", "a{0} AS (SELECT 1)")]
    public void Check_HundredsOfSources_AreRefusedBeyondALimit(string start, string source)
    {
        var end = start.StartsWith("WITH", StringComparison.Ordinal) ? " SELECT 1" : "";

        GuardVerdicts.Approved(Reading(90));
        Assert.Equal(GuardRules.TooDeep, GuardVerdicts.Refused(Reading(101)).Rule);

        string Reading(int count) =>
            start + string.Join(", ", Enumerable.Range(0, count).Select(i => source.Replace("{0}", $"{i}", StringComparison.Ordinal))) + end;
    }

    [Fact]
    public void Check_ChainOfTwoHundredOperators_IsApproved() =>
        GuardVerdicts.Approved($"SELECT {string.Join(" || ", Enumerable.Repeat("a", 200))} FROM t");
}
