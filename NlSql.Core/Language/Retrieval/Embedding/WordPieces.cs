using Microsoft.ML.Tokenizers;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>Makes the WordPiece tokenizer of an uncased BERT vocabulary (one piece a line, its line number is its id). No special tokens are added.</summary>
internal static class WordPieces
{
    // Longer words are [UNK], as where the vectors were made.
    private const int MaxWordLength = 100;

    /// <summary>Throws <see cref="InvalidDataException"/> when the vocabulary has no [UNK].</summary>
    public static WordPieceTokenizer Read(string path)
    {
        using var vocabulary = File.OpenRead(path);
        return Read(vocabulary);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static WordPieceTokenizer Read(Stream vocabulary)
    {
        try
        {
            return WordPieceTokenizer.Create(vocabulary, new WordPieceOptions { Normalizer = new UncasedNormalizer(), MaxInputCharsPerWord = MaxWordLength });
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("The vocabulary has no [UNK].", e);
        }
    }
}
