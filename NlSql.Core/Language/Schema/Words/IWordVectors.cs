namespace NlSql.Core.Language.Schema.Words;

/// <summary>Vectors of words whose sum over a phrase, set to length 1, is the vector of the phrase.</summary>
internal interface IWordVectors
{
    /// <summary>How many numbers a vector has.</summary>
    int Dimension { get; }

    /// <summary>Writes the vector of <paramref name="text"/>, as long as it comes, into <paramref name="destination"/> (<see cref="Dimension"/>).</summary>
    void Sum(string text, Span<float> destination);
}
