using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn;

public sealed class TokenizerTests
{
    private readonly Tokenizer tokenizer = new(Lexicon.English);

    [Theory]
    [InlineData("students' ages", "students ' ages")]
    [InlineData("the teacher's name", "the teacher 's name")]
    [InlineData("who don't own pets", "who do not own pets")]
    [InlineData("called \"Balls to the Wall\"", "called Balls to the Wall")]
    [InlineData("price >= 4.5", "price >= 4.5")]
    [InlineData("model .5 sw.", "model .5 sw .")]
    public void Tokenize_Text_GivesTheWords(string text, string words) =>
        Assert.Equal(words, string.Join(' ', tokenizer.Tokenize(text).Select(t => t.Text)));

    [Theory]
    [InlineData("1,000", 1000)]
    [InlineData("10k", 10000)]
    [InlineData("2.5", 2.5)]
    [InlineData("twelve", 12)]
    public void Tokenize_Number_HasItsValue(string text, double value) => Assert.Equal((decimal)value, Assert.Single(tokenizer.Tokenize(text)).Number);

    [Fact]
    public void Tokenize_Quotation_KeepsItsPlaceInTheQuestion()
    {
        var token = tokenizer.Tokenize("name is 'Ann'")[2];

        Assert.Equal((TokenKind.Quoted, 8, 5), (token.Kind, token.Start, token.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\U0001F600 \u0645\u0631\u062D\u0628\u0627 <b>")]
    [InlineData("'")]
    [InlineData("...")]
    public void Tokenize_OddText_Ends(string text) => Assert.True(tokenizer.Tokenize(text).Count <= text.Length);
}
