namespace NlSql.Core.Language.Retrieval.Vectors;

/// <summary>
/// The rows of a native index and the documents they stand for. In an index made in one go they are the same; a graph that has grown has new documents behind
/// the old ones, and rows of documents that are gone, over which its links lead on.
/// </summary>
internal sealed class GraphRows
{
    private GraphRows(QuantizedVectors vectors, QuantizedVectors ofDocuments, int stored, int[]? documents)
    {
        Vectors = vectors;
        OfDocuments = ofDocuments;
        Stored = stored;
        Documents = documents;
    }

    /// <summary>One a row.</summary>
    public QuantizedVectors Vectors { get; }

    /// <summary>One a document.</summary>
    public QuantizedVectors OfDocuments { get; }

    /// <summary>Rows that the index's file holds; those behind them have still to be added.</summary>
    public int Stored { get; }

    /// <summary>Document of each row, -1 for one that is gone; null where they are the same.</summary>
    public int[]? Documents { get; }

    /// <summary>Rows that stand for no document.</summary>
    public int Gone => Vectors.Count - OfDocuments.Count;

    /// <summary>Rows that are the documents, all of them in the file.</summary>
    public static GraphRows Of(QuantizedVectors vectors) => new(vectors, vectors, vectors.Count, null);

    /// <param name="vectors">One a row, the rows that have to be added behind <paramref name="stored"/> others.</param>
    /// <param name="ofDocuments">One a document.</param>
    /// <param name="stored">Rows in the index's file.</param>
    /// <param name="documents">Document of each row, -1 for one that is gone.</param>
    public static GraphRows Of(QuantizedVectors vectors, QuantizedVectors ofDocuments, int stored, int[] documents)
    {
        if (documents.Length != vectors.Count || stored > vectors.Count || documents.Count(document => document >= 0) != ofDocuments.Count)
        {
            throw new ArgumentException("Rows and documents do not fit each other.", nameof(documents));
        }

        return new GraphRows(vectors, ofDocuments, stored, documents);
    }
}
