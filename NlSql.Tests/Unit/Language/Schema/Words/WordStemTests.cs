using NlSql.Core.Language.Schema.Words;

namespace NlSql.Tests.Unit.Language.Schema.Words;

public sealed class WordStemTests
{
    [Theory]
    [InlineData("orders", "order")]
    [InlineData("ordered", "ordering")]
    [InlineData("countries", "country")]
    [InlineData("boxes", "box")]
    [InlineData("created", "creates")]
    [InlineData("stopped", "stop")]
    [InlineData("shipping", "shipped")]
    public void Of_FormsOfAWord_Meet(string one, string other) => Assert.Equal(WordStem.Of(one), WordStem.Of(other));

    [Theory]
    [InlineData("status", "status")]
    [InlineData("address", "address")]
    [InlineData("analysis", "analysis")]
    [InlineData("is", "is")]
    [InlineData("gas", "gas")]
    [InlineData("news", "news")]
    [InlineData("series", "series")]
    public void Singular_NoPlural_StaysAsItIs(string word, string expected) => Assert.Equal(expected, WordStem.Singular(word));

    [Theory]
    [InlineData("sizes", "size")]
    [InlineData("prizes", "prize")]
    [InlineData("boxes", "box")]
    [InlineData("classes", "class")]
    [InlineData("categories", "category")]
    [InlineData("ids", "id")]
    [InlineData("prices", "price")]
    public void Singular_Plural_LosesItsEnding(string word, string expected) => Assert.Equal(expected, WordStem.Singular(word));

    [Theory]
    [InlineData("order", "orders")]
    [InlineData("category", "categories")]
    [InlineData("day", "days")]
    [InlineData("tax", "taxes")]
    [InlineData("branch", "branches")]
    [InlineData("address", "addresses")]
    public void Plural_Singular_GetsItsEnding(string word, string expected) => Assert.Equal(expected, WordStem.Plural(word));
}
