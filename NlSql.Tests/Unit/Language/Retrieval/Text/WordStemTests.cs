using NlSql.Core.Language.Retrieval.Text;

namespace NlSql.Tests.Unit.Language.Retrieval.Text;

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
    public void Singular_NoPlural_StaysAsItIs(string word, string expected) => Assert.Equal(expected, WordStem.Singular(word));
}
