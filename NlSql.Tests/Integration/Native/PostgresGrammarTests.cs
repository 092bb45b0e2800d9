using System.Runtime.CompilerServices;
using NlSql.Core.Native.PgQuery;

namespace NlSql.Tests.Integration.Native;

public sealed class PostgresGrammarTests
{
    [Fact]
    public void Reply_Layout_IsTheOneOfTheCHeader() => Assert.Equal(24, Unsafe.SizeOf<PgQueryLibrary.Reply>());

    [Fact]
    public void Parse_Query_GivesItsTreeAsJson()
    {
        using var reply = PostgresGrammar.Parse(SourceText.From("SELECT 1")!);
        Assert.Equal(PgQueryStatus.Ok, reply.Status);
        Assert.Contains("\"SelectStmt\"", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SyntaxError_SaysWhereInCodePoints()
    {
        var source = SourceText.From("SELECT '😀é' )")!;
        using var reply = PostgresGrammar.Parse(source);
        Assert.Equal(PgQueryStatus.SyntaxError, reply.Status);
        Assert.Equal(13, source.FromCodePoint(reply.Position));
    }

    [Theory]
    [InlineData("+1", 3000)]
    [InlineData("+1", 200_000)]
    public void Parse_DeepInput_IsTrappedAndTheNextCallWorks(string step, int times)
    {
        var deep = "SELECT 1" + string.Concat(Enumerable.Repeat(step, times));
        using (var reply = PostgresGrammar.Parse(SourceText.From(deep)!))
        {
            Assert.Equal(PgQueryStatus.Trapped, reply.Status);
        }

        using var next = PostgresGrammar.Parse(SourceText.From("SELECT 1")!);
        Assert.Equal(PgQueryStatus.Ok, next.Status);
    }

    [Fact]
    public void Parse_FromManyThreadsWithTrapsBetween_AlwaysGivesTheSameTree()
    {
        var source = SourceText.From("SELECT a, count(*) FROM t WHERE b > 1 GROUP BY a ORDER BY 2 DESC LIMIT 5")!;
        var deep = SourceText.From("SELECT 1" + string.Concat(Enumerable.Repeat("+1", 3000)))!;
        using var first = PostgresGrammar.Parse(source);
        var expected = first.Text;
        Parallel.For(0, 2000, i =>
        {
            using var reply = PostgresGrammar.Parse(i % 50 == 0 ? deep : source);
            Assert.Equal(i % 50 == 0 ? null : expected, reply.Status == PgQueryStatus.Ok ? reply.Text : null);
        });
    }

    [Fact]
    public void Parse_NulCharacter_IsABadCall()
    {
        using var reply = PostgresGrammar.Parse(SourceText.From("SELECT 1\0; DROP TABLE x")!);
        Assert.Equal(PgQueryStatus.BadCall, reply.Status);
    }

    [Fact]
    public void Parse_MoreThanAMebibyte_IsNotLookedAt()
    {
        using var reply = PostgresGrammar.Parse(SourceText.From(new string(' ', PgQueryLibrary.MaxBytes + 1))!);
        Assert.Equal(PgQueryStatus.TooLong, reply.Status);
    }

    [Fact]
    public void Scan_TextOutsideAscii_GivesUtf16Offsets()
    {
        var tokens = PostgresGrammar.Scan(SourceText.From("SELECT 'ž😀' AS x -- ü")!);
        Assert.Equal([(0, 6), (7, 5), (13, 2), (16, 1), (18, 4)], tokens.Select(token => (token.Start, token.Length)));
    }
}
