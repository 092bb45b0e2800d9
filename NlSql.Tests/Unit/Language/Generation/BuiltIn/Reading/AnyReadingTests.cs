using CsCheck;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>Any words may be asked: reading them throws nothing, and says of each word of content whether it is in the answer.</summary>
public sealed class AnyReadingTests
{
    private const int Questions = 1500;

    private static readonly string[] Words =
    [
        "how many", "number of", "average", "total", "orders", "customers", "products", "flights", "airports", "employees", "salary", "title", "list price",
            "price", "total amount", "status", "city",
        "paid", "cancelled", "Berlin", "Paris", "Oslo", "Sales", "Senior Engineer", "in", "of", "by", "per", "with", "without", "and", "or", "not", "never",
            "more than", "at least", "between", "5",
        "500", "1.5k", "3 million", "two dozen", "2025", "March 2025", "last month", "from March to May 2025", "before", "since", "top 3", "highest",
            "lowest", "most", "cheapest", "oldest", "each",
        "month", "monthly", "share of", "ratio of", "growth", "sorted by", "descending", "whose", "name", "contains", "\"x\"", "'", "\"", ",", "?", "-", "is",
            "are there", "which", "who", "current",
        "former", "above average", "than", "their", "to", "from", "all", "9999-12-31", "0", "79228162514264337593543950335", "zxqv", "\uFFFD", "FY9999",
            "2024-13", "H1 2200", "53rd week of 2025",
    ];

    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("NLSQL_FUZZ_SEED"), out var seed) ? seed : 1;

    [Theory]
    [InlineData("shop")]
    [InlineData("staff")]
    [InlineData("airline")]
    public void Read_AnyWords_SaysWhatItCovers(string schema) => Check(ReadingSchemas.Of(schema));

    [Fact]
    public void Read_AnyWordsOfOddNames_SaysWhatItCovers() => Check(OddSchemas.Names);

    [Fact]
    public void Read_AnyWordsOfOddTypes_SaysWhatItCovers() => Check(OddSchemas.Types);

    [Fact]
    public async Task Read_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => Readings.Of("orders by month", ReadingSchemas.Shop, stop.Token));
    }

    [Fact]
    public void Read_QuestionWithoutWords_HasNoReading() => Assert.Empty(Readings.Of(" ?! ", ReadingSchemas.Shop, TestContext.Current.CancellationToken));

    private static void Check(SchemaCatalog catalog)
    {
        var random = new PCG(7, Seed);
        for (var i = 0; i < Questions; i++)
        {
            var count = 1 + (int)random.Next(10);
            Judge(string.Join(' ', Enumerable.Range(0, count).Select(_ => Words[random.Next((uint)Words.Length)])), catalog);
        }
    }

    private static void Judge(string question, SchemaCatalog catalog)
    {
        var tokens = Readings.Tokens(question);
        try
        {
            foreach (var answer in Readings.Of(question, catalog, TestContext.Current.CancellationToken))
            {
                Assert.InRange(answer.Score, 0, 1);
                Assert.NotEmpty(FrameText.Of(answer.Answer));
                Assert.All(answer.Covered.Concat(answer.Missing).Concat(answer.Words.Select(w => w.At)),
                    s => Assert.InRange(s.First, 0, tokens.Count - s.Count));
                Assert.Empty(answer.Covered.Intersect(answer.Missing));
                Assert.Equal(answer.Covered.Count + answer.Missing.Count, answer.Covered.Concat(answer.Missing).Distinct().Count());
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"“{question}”", e);
        }
    }
}
