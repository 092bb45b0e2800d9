using System.Text;
using CsCheck;
using Microsoft.ML.Tokenizers;
using NlSql.Core.Language.Retrieval.Embedding;

namespace NlSql.Tests.Unit.Language.Retrieval.Embedding;

/// <summary>Pieces as where the vectors were made, for texts that the package's own BERT tokenizer splits otherwise too.</summary>
public sealed class WordPieceTokenizerTests
{
    private static readonly WordPieceTokenizer Tokenizer = Read(
        "[UNK]", "un", "##able", "##aff", "cafe", "!", "東", "€", "_", "\u1100", "##\u1161", "[", "]", "cl", "##s", "i", "=");

    [Theory]
    [InlineData("unaffable", new[] { 1, 3, 2 })]
    [InlineData("Café!", new[] { 4, 5 })]
    [InlineData("unknown", new[] { 0 })]
    [InlineData("un東un", new[] { 1, 6, 1 })]
    [InlineData("un\tun\r\nun", new[] { 1, 1, 1 })]
    [InlineData("un € = un", new[] { 1, 7, 16, 1 })]
    [InlineData("un_un", new[] { 1, 8, 1 })]
    [InlineData("\uac00", new[] { 9, 10 })]
    [InlineData("un\u200bable\0", new[] { 1, 2 })]
    [InlineData("İ", new[] { 15 })]
    [InlineData("un \ufffe \ud83d un", new[] { 1, 1 })]
    [InlineData("[CLS]", new[] { 11, 13, 14, 12 })]
    [InlineData("", new int[0])]
    public void Encode_Text_GivesThePiecesOfUncasedBert(string text, int[] expected) => Assert.Equal(expected, Encode(text));

    [Fact]
    public void Encode_VeryLongWord_IsUnknown()
    {
        Assert.Equal([0], Encode("un" + string.Concat(Enumerable.Repeat("able", 25))));
        Assert.Equal(25, Encode("un" + string.Concat(Enumerable.Repeat("able", 24))).Count);
    }

    [Fact]
    public void Encode_MoreThanTheLimit_IsCut() => Assert.Equal(3, Tokenizer.EncodeToIds("un un un un un", 3, out _, out _).Count);

    /// <summary>Any text, lone surrogates and unassigned characters included: no exception, and a word never changes its neighbour.</summary>
    [Fact]
    public void Encode_AnyTexts_AreSplitEachForItself()
    {
        var texts = Gen.Select(Gen.Char[' ', '\uffff'].Array[0, 12], Gen.Int[0, 3])
            .Select(static (letters, way) => (way == 0 ? "Un" : string.Empty) + new string(letters));

        Gen.Select(texts, texts).Sample(static (first, second) => Encode($"{first} {second}").SequenceEqual([.. Encode(first), .. Encode(second)]));
    }

    [Fact]
    public void Read_NoUnknownPiece_Throws() => Assert.Throws<InvalidDataException>(() => Read("a"));

    private static IReadOnlyList<int> Encode(string text) => Tokenizer.EncodeToIds(text, 512, out _, out _);

    private static WordPieceTokenizer Read(params string[] vocabulary)
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', vocabulary)));
        return WordPieces.Read(lines);
    }
}
