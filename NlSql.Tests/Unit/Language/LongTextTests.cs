using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Tests.Unit.Language.Generation.BuiltIn;
using NlSql.Tests.Unit.Language.Retrieval;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Unit.Language;

/// <summary>
/// No question of the allowed length costs the parts that read it more than <see cref="Most"/>. What is counted is the memory that a thread asks for,
/// which is the same in every run; whoever works through quadratic amounts of text asks for quadratic amounts of it.
/// </summary>
public sealed class LongTextTests
{
    /// <summary>Bytes.</summary>
    private const long Most = 100L << 20;

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["combining marks"] = Filled("e\u0301"),
        ["marks on one letter"] = "e" + Filled("\u0301", 1),
        ["marks of many classes"] = "e" + Filled("\u0301\u0323\u0327\u0345\u05b0", 1),
        ["Hangul jamo"] = Filled("\u1112\u1161\u11ab"),
        ["Hangul syllables"] = Filled("\ud55c"),
        ["ideographs"] = Filled("\u6f22\u5b57"),
        ["emoji"] = Filled("\U0001F600"),
        ["one long word"] = Filled("a"),
        ["a long word of words"] = Filled("ordercustomerproduct"),
        ["short words"] = Filled("of order "),
        ["capitals"] = Filled("Ab"),
        ["digits"] = Filled("7"),
        ["numbers"] = Filled("1,000.5 "),
        ["dates"] = Filled("2024-05-01 "),
        ["quotes"] = Filled("'x' \"y\" "),
        ["open quotes"] = Filled("'"),
        ["parentheses"] = Filled("("),
        ["signs"] = Filled("+-*/<>=~!@#%^&|`?"),
        ["pluses"] = Filled("+"),
        ["comments"] = Filled("/*"),
        ["comments to the end"] = Filled("--"),
        ["dollars"] = Filled("$a$"),
        ["a statement"] = "SELECT " + Filled("a + ", 8) + "1",
        ["white space"] = "orders" + Filled(" \t", 6),
        ["no words at all"] = Filled("\u200b\u200d"),
        ["right to left"] = Filled("\u0634\u0643\u0631\u0627 "),
    };

    public static TheoryData<string> Names => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_LongestQuestion_AsksForLittleMemory(string name)
    {
        var text = Texts[name];
        Assert.Null(QuestionCheck.Find(text));
        var translator = new BuiltInTranslator(new SessionClock(TimeProvider.System));
        using var index = await RetrievalParts.Factory(Path.GetTempPath()).OpenInMemoryAsync(RetrievalParts.Shop(), CancellationToken.None);
        Dictionary<string, Action> parts = new(StringComparer.Ordinal)
        {
            ["guard"] = () => GuardVerdicts.Check(text),
            ["formatter"] = () => new SqlFormatter().Format(text),
            ["embedder"] = () => RetrievalParts.Embedder.Embed(text),
            ["search"] = () => index.SearchAsync(text, new RetrievalLimits(), CancellationToken.None).AsTask().GetAwaiter().GetResult(),
            ["translator"] = () => translator.Translate(
                new GenerationRequest { Question = text, Catalog = SmallShop.Catalog, Schema = RetrievedSchema.Empty },
                CancellationToken.None),
        };
        var costly = new List<string>();
        foreach (var (part, read) in parts)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            read();
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            TestContext.Current.TestOutputHelper?.WriteLine($"{part}: {bytes >> 20} MB");
            if (bytes > Most)
            {
                costly.Add($"{part} asks for {bytes >> 20} MB");
            }
        }

        Assert.Empty(costly);
    }

    [Fact]
    public void Translate_MoreWordsThanCanBeRead_IsDeclinedWithThatReason()
    {
        var translator = new BuiltInTranslator(new SessionClock(TimeProvider.System));

        var draft = translator.Translate(
            new GenerationRequest { Question = Texts["short words"], Catalog = SmallShop.Catalog, Schema = RetrievedSchema.Empty },
            CancellationToken.None);

        Assert.Null(draft.Sql);
        Assert.Contains("more than 400 words", draft.Declined?.Reason, StringComparison.Ordinal);
    }

    private static string Filled(string part, int less = 0)
    {
        var length = QuestionCheck.MaxLength - less;
        return string.Concat(Enumerable.Repeat(part, length / part.Length)) + part[..(length % part.Length)];
    }
}
