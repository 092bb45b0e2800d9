using NlSql.Core.Language.Retrieval.Embedding;

namespace NlSql.Tests.Unit.Language.Retrieval.Embedding;

public sealed class WordPieceTokenizerTests
{
    private static readonly WordPieceTokenizer Tokenizer = new(["[UNK]", "un", "##able", "##aff", "cafe", "!", "東"]);

    [Theory]
    [InlineData("unaffable", new[] { 1, 3, 2 })]
    [InlineData("Café!", new[] { 4, 5 })]
    [InlineData("unknown", new[] { 0 })]
    [InlineData("un東un", new[] { 1, 6, 1 })]
    [InlineData("", new int[0])]
    public void Encode_Text_GivesLongestMatches(string text, int[] expected) => Assert.Equal(expected, Tokenizer.Encode(text, 512));

    [Fact]
    public void Encode_VeryLongWord_IsUnknown() => Assert.Equal([0], Tokenizer.Encode("un" + new string('x', 99), 512));

    [Fact]
    public void Encode_MoreThanTheLimit_IsCut() => Assert.Equal(3, Tokenizer.Encode("un un un un un", 3).Count);

    [Fact]
    public void Constructor_NoUnknownPiece_Throws() => Assert.Throws<InvalidDataException>(() => new WordPieceTokenizer(["a"]));
}
