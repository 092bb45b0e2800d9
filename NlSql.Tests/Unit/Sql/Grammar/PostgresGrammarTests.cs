using NlSql.Core.Sql.Grammar;

namespace NlSql.Tests.Unit.Sql.Grammar;

public sealed class PostgresGrammarTests
{
    [Fact]
    public void Parse_Query_GivesItsTreeAsJson()
    {
        var reply = Parse("SELECT 1");
        Assert.Equal(GrammarStatus.Ok, reply.Status);
        Assert.StartsWith("{\"version\":18", reply.Text, StringComparison.Ordinal);
        Assert.Contains("\"SelectStmt\"", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SyntaxError_SaysWhereInCodePoints()
    {
        var source = SourceText.From("SELECT '😀é' )")!;
        var reply = PostgresGrammar.Parse(source);
        Assert.Equal(GrammarStatus.SyntaxError, reply.Status);
        Assert.Equal("syntax error at or near \")\"", reply.Text);
        Assert.Equal(13, source.FromCodePoint(reply.Position));
    }

    [Theory]
    [InlineData("+1", 10_000)]
    [InlineData("+1", 200_000)]
    [InlineData("::a", 200_000)]
    [InlineData(" UNION SELECT 1", 60_000)]
    public void Parse_DeepInput_IsTrappedAndTheNextCallWorks(string step, int times)
    {
        Assert.Equal(GrammarStatus.Trapped, Parse("SELECT 1" + string.Concat(Enumerable.Repeat(step, times))).Status);
        Assert.Equal(GrammarStatus.Ok, Parse("SELECT 1").Status);
    }

    [Fact]
    public void Parse_NestedQueries_AreReadOrRefusedNeverCrashed()
    {
        foreach (var depth in (int[])[100, 300, 1000, 10_000, 60_000])
        {
            var reply = Parse($"{string.Concat(Enumerable.Repeat("SELECT * FROM (", depth))}SELECT 1{string.Concat(Enumerable.Repeat(") a", depth))}");
            Assert.Equal(depth <= 300, reply.Status == GrammarStatus.Ok);
        }

        Assert.Equal(GrammarStatus.Ok, Parse("SELECT 1").Status);
    }

    [Fact]
    public void Parse_OnAThreadWithTheUsualStack_LeavesRoomForWhoeverCalled()
    {
        var deep = "SELECT 1" + string.Concat(Enumerable.Repeat("+1", 200_000));
        var statuses = new List<GrammarStatus>();
        var thread = new Thread(() => Below(700 << 10), maxStackSize: 1536 << 10);
        thread.Start();
        thread.Join();
        Assert.Equal([GrammarStatus.Trapped], statuses);

        // Takes so many bytes of the thread's stack before it calls.
        void Below(int bytes)
        {
            Span<byte> taken = stackalloc byte[1024];
            taken.Fill(1);
            if (bytes > 0)
            {
                Below(bytes - 1024);
            }
            else
            {
                statuses.Add(Parse(deep).Status);
            }

            Assert.Equal(1, taken[^1]);
        }
    }

    [Fact]
    public void Parse_FromManyThreadsWithTrapsBetween_AlwaysGivesTheSameTree()
    {
        var deep = "SELECT 1" + string.Concat(Enumerable.Repeat("+1", 10_000));
        const string Ordinary = "SELECT a, count(*) FROM t WHERE b > 1 GROUP BY a ORDER BY 2 DESC LIMIT 5";
        var expected = Parse(Ordinary).Text;
        Parallel.For(0, 2000, i =>
        {
            var reply = PostgresGrammar.Parse(SourceText.From(i % 50 == 0 ? deep : Ordinary)!, isOurs: true);

            // On a busy machine its time can be over before its stack is.
            Assert.Equal(i % 50 == 0 ? "" : expected, reply.Text);
            Assert.Contains(reply.Status, i % 50 == 0 ? [GrammarStatus.Trapped, GrammarStatus.TooSlow] : new[] { GrammarStatus.Ok });
        });
    }

    [Fact]
    public void Parse_NulCharacter_IsABadCall() => Assert.Equal(GrammarStatus.BadCall, Parse("SELECT 1\0; DROP TABLE x").Status);

    [Fact]
    public void Parse_MoreThanAMebibyte_IsNotLookedAt() => Assert.Equal(GrammarStatus.TooLong, Parse(new string(' ', PostgresGrammar.MaxBytes + 1)).Status);

    [Fact]
    public void Parse_LargeHonestStatement_IsRead() =>
        Assert.Equal(GrammarStatus.Ok, Parse($"SELECT 1 IN ({string.Join(',', Enumerable.Range(100_000, 140_000))})").Status);

    [Fact]
    public void NullReference_AfterTheModuleRan_IsStillAnException()
    {
        // Wasmtime handles the signal of a bad address; those of .NET's own code have to reach .NET.
        _ = Parse("SELECT 1");
        string? nothing = null;
        Assert.Throws<NullReferenceException>(() => nothing!.Length);
    }

    [Fact]
    public void Scan_TextOutsideAscii_GivesUtf16Offsets()
    {
        var tokens = PostgresGrammar.Scan(SourceText.From("SELECT 'ž😀' AS x -- ü")!);
        Assert.Equal([(0, 6), (7, 5), (13, 2), (16, 1), (18, 4)], tokens.Select(token => (token.Start, token.Length)));
    }

    /// <summary>The scanner repeats them as they are, which is no JSON; a refusal that wants to point at something scans whatever it refuses.</summary>
    [Fact]
    public void Scan_ControlCharacters_MoveNoToken()
    {
        for (var sign = '\u0001'; sign < ' '; sign++)
        {
            var tokens = PostgresGrammar.Scan(SourceText.From($"SELECT '{sign}a{sign}' AS \"{sign}\", b")!);
            Assert.Equal([(0, 6), (7, 5), (13, 2), (16, 3), (19, 1), (21, 1)], tokens.Select(token => (token.Start, token.Length)));
        }
    }

    [Fact]
    public void Scan_UnfinishedText_GivesNoTokens() => Assert.Empty(PostgresGrammar.Scan(SourceText.From("SELECT 'x")!));

    private static GrammarReply Parse(string sql) => PostgresGrammar.Parse(SourceText.From(sql)!);
}
