using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>
/// No statement of the allowed length makes the guard look at a quadratic amount of it. Work is counted, not time: bytes that are counted to tell where
/// something stands, and memory that a thread asks for.
/// </summary>
public sealed class LongStatementTests
{
    private static readonly RelationName Table = new("public", "t");

    /// <summary>A database with everything that makes the guard look at where values go.</summary>
    private static readonly GuardScope Scope = new()
    {
        AllowedSchemas = ["public"],
        SearchPath = ["public"],
        ServerVersion = 18,
        KnownRelations = new HashSet<RelationName> { Table },
        Columns = new Dictionary<RelationName, IReadOnlyList<string>> { [Table] = ["a", "b", "x", "y"] },
        Personal = new Dictionary<RelationName, IReadOnlySet<string>> { [Table] = new HashSet<string> { "x" } },
        Barred = new Dictionary<RelationName, BarredRelation> { [Table] = new(new HashSet<string> { "z" }, ["a", "b", "x", "y"]) },
        Types = new TypeBook
        {
            Known = new HashSet<RelationName>(),
            Columns = new Dictionary<RelationName, IReadOnlyDictionary<string, CodeOfType>>
            {
                [Table] = new Dictionary<string, CodeOfType> { ["y"] = new() { Making = "public.check_it(text)", TakesLiterals = true } },
            },
        },
    };

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["columns of letters"] = $"SELECT é{Repeated(",é", 29_000)}",
        ["columns"] = $"SELECT a{Repeated(",a", 29_000)} FROM t",
        ["sort keys"] = $"SELECT a FROM t ORDER BY a{Repeated(",a", 29_000)}",
        ["a JSON array"] = $"SELECT JSON_ARRAY(a{Repeated(",a", 29_000)}) FROM t",
        ["an error at the end"] = $"SELECT a{Repeated(",a", 29_000)} FROM",
        ["a list"] = $"SELECT a FROM t WHERE a IN (0{Repeated(",1", 29_000)})",
        ["a lock"] = $"SELECT a FROM t WHERE a IN (0{Repeated(",1", 29_000)}) FOR UPDATE",
        ["columns deep inside"] = $"SELECT {Repeated("(SELECT ", 90)}a IN (a{Repeated(",a", 28_000)}){Repeated(")", 90)} FROM t",
        ["calls within calls"] = $"SELECT {Repeated("abs(", 200)}a IN (a{Repeated(",a", 20_000)}){Repeated(")", 200)} FROM t",
        ["paths within paths"] = $"SELECT {Repeated("(a @? ", 200)}ARRAY['**'{Repeated(",'**'", 20_000)}]{Repeated(")", 200)} FROM t",
        ["names of a wide query"] = $"SELECT {Wide()} FROM t ORDER BY c1{Repeated(",c1", 20_000)}",
        ["places of a wide query"] = $"SELECT {Wide()} FROM t ORDER BY 1{Repeated(",1", 20_000)}",
        ["joins of a wide query"] = $"WITH q AS (SELECT {Wide()} FROM t) SELECT 1 FROM {Repeated("(", 90)}q{string.Concat(
            Enumerable.Range(1, 90).Select(i => FormattableString.Invariant($" CROSS JOIN q q{i}) j{i}")))}",
        ["stars of a wide query"] =
            $"WITH RECURSIVE q AS (SELECT {Wide()} FROM t UNION ALL SELECT a FROM q) SEARCH DEPTH FIRST BY c1 SET o SELECT q.*{Repeated(",q.*", 6_000)} FROM q",
        ["a numeral in sixteens"] = $"SELECT 0x1{Repeated("f", 500_000)}",
    };

    public static TheoryData<string> Names => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_LongStatement_AsksForLittleMemory(string name)
    {
        // Less than half of what one of them may cost, so that what is added to one shows.
        const long Most = 40L << 20;
        var before = GC.GetAllocatedBytesForCurrentThread();
        GuardVerdicts.Check(Texts[name], Scope);
        var verdict = GC.GetAllocatedBytesForCurrentThread() - before;
        new SqlFormatter().Format(Texts[name]);
        var formatted = GC.GetAllocatedBytesForCurrentThread() - before - verdict;

        Assert.InRange(verdict, 0, Most);
        Assert.InRange(formatted, 0, Most);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(500)]
    public void Scan_TextOfManyBytes_CountsEachByteOnceAndALittle(int letters)
    {
        var source = SourceText.From($"SELECT é{Repeated(",é", letters)}")!;

        var tokens = PostgresGrammar.Scan(source);

        // Once through the text, and a piece of fixed length for each end of a token.
        Assert.Equal((letters * 2) + 2, tokens.Count);
        Assert.InRange(source.Counted, 1, source.Utf8.Length + (2L * tokens.Count * 256));
    }

    [Fact]
    public void FromUtf8_EveryPlace_IsWhatCountingFromTheStartGives()
    {
        var source = SourceText.From(Repeated("aé漢😀", 300))!;

        for (var i = 0; i <= source.Utf8.Length; i++)
        {
            if (i == source.Utf8.Length || (source.Utf8[i] & 0xC0) != 0x80)
            {
                Assert.Equal(System.Text.Encoding.UTF8.GetCharCount(source.Utf8[..i]), source.FromUtf8(i));
            }
        }
    }

    /// <summary>Where it stands is read from a piece of the text, which grows until the whole name is in it.</summary>
    [Theory]
    [InlineData(0, "pg_sleep")]
    [InlineData(500, "pg_catalog . pg_sleep")]
    [InlineData(5_000, "pg_sleep")]
    public void Check_NameFarBehindAndLong_IsPointedAt(int spaces, string name)
    {
        var blank = new string(' ', spaces);
        var written = name.Replace(" ", blank, StringComparison.Ordinal);
        var sql = $"SELECT '{Repeated("漢", spaces)}', {written}{blank}({Repeated("1,", 100)}1)";
        var refusal = GuardVerdicts.Refused(sql);

        Assert.Equal(written, sql.Substring(refusal.Start!.Value, refusal.Length!.Value));
    }

    /// <summary>A piece that ends within a quoted text cannot be cut into tokens, and the whole text would be scanned instead.</summary>
    [Theory]
    [InlineData("'{0}'")]
    [InlineData("\"{0}\"")]
    [InlineData("E'\\'{0}'")]
    [InlineData("$a${0}$a$")]
    [InlineData("/* {0} */ 1")]
    public void ScanFrom_TextOfQuotes_ReadsAPieceOfItWhereverThatEnds(string written)
    {
        for (var length = 1; length < 24; length++)
        {
            var source = SourceText.From($"SELECT {Repeated(string.Format(null, written, new string('漢', length)) + ",", 2_000)}1")!;

            var tokens = PostgresGrammar.ScanFrom(source, 7, seen => seen.Count > 0);

            Assert.InRange(tokens.Count, 1, 600);
            Assert.Equal(7, tokens[0].Start);
        }
    }

    [Fact]
    public void Check_LongStatementWithALock_IsRefusedWithoutARewrite()
    {
        Assert.NotNull(GuardVerdicts.Refused($"SELECT a FROM t WHERE a IN (0{Repeated(",1", 100)}) FOR UPDATE").Rewrite);
        Assert.Null(GuardVerdicts.Refused(Texts["a lock"]).Rewrite);
    }

    private static string Wide() => string.Join(',', Enumerable.Range(1, 1_600).Select(i => FormattableString.Invariant($"a c{i}")));

    private static string Repeated(string part, int times) => string.Concat(Enumerable.Repeat(part, times));
}
