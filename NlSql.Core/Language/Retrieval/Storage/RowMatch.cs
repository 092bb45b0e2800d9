using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Vectors;

namespace NlSql.Core.Language.Retrieval.Storage;

/// <summary>Which stored row each document has, by their hashes. Documents of the same text have a row each.</summary>
internal sealed class RowMatch
{
    /// <summary>A graph of which a fifth stands for nothing, or is to be added, is made anew instead: searches walk over what is gone.</summary>
    private const int MostChanged = 5;

    private readonly StoredVectors stored;
    private readonly int[] documents;
    private readonly List<int> missing;

    private RowMatch(StoredVectors stored, int[] documents, List<int> missing)
    {
        this.stored = stored;
        this.documents = documents;
        this.missing = missing;
    }

    /// <summary>Documents without a row.</summary>
    public int Missing => missing.Count;

    /// <summary>Whether adding what is missing is better than building the graph whole.</summary>
    public bool IsWorthGrowing
    {
        get
        {
            var alive = documents.Length - documents.Count(static document => document < 0);
            return MostChanged * (documents.Length - alive + missing.Count) <= alive;
        }
    }

    public static RowMatch Of(StoredVectors stored, SchemaDocuments documents)
    {
        var rows = new Dictionary<UInt128, Queue<int>>();
        for (var row = 0; row < stored.Hashes.Count; row++)
        {
            if (!rows.TryGetValue(stored.Hashes[row], out var same))
            {
                rows[stored.Hashes[row]] = same = new Queue<int>(1);
            }

            same.Enqueue(row);
        }

        var of = new int[stored.Hashes.Count];
        Array.Fill(of, -1);
        var missing = new List<int>();
        for (var document = 0; document < documents.All.Count; document++)
        {
            if (rows.TryGetValue(documents.All[document].Hash, out var same) && same.TryDequeue(out var row))
            {
                of[row] = document;
            }
            else
            {
                missing.Add(document);
            }
        }

        return new RowMatch(stored, of, missing);
    }

    /// <summary>The documents' vectors, where each has a row.</summary>
    public GraphRows Rows()
    {
        if (Array.TrueForAll(documents, document => document >= 0) && documents.Zip(documents.Skip(1)).All(static pair => pair.First < pair.Second))
        {
            return GraphRows.Of(stored.Vectors);
        }

        var vectors = new QuantizedVectors(documents.Length - documents.Count(static document => document < 0), stored.Vectors.Dimension);
        for (var row = 0; row < documents.Length; row++)
        {
            if (documents[row] >= 0)
            {
                vectors.Set(documents[row], stored.Vectors, row);
            }
        }

        return GraphRows.Of(stored.Vectors, vectors, stored.Vectors.Count, documents);
    }

    /// <summary>The same with a row more for each missing document, and the hashes of all rows.</summary>
    /// <param name="all">The documents that were matched.</param>
    /// <param name="vectors">One a document.</param>
    public (GraphRows Rows, StoredVectors Stored) Grown(SchemaDocuments all, QuantizedVectors vectors)
    {
        var count = documents.Length + missing.Count;
        var rows = new QuantizedVectors(count, vectors.Dimension);
        for (var row = 0; row < documents.Length; row++)
        {
            rows.Set(row, stored.Vectors, row);
        }

        for (var i = 0; i < missing.Count; i++)
        {
            rows.Set(documents.Length + i, vectors, missing[i]);
        }

        UInt128[] hashes = [.. stored.Hashes, .. missing.Select(document => all.All[document].Hash)];
        return (GraphRows.Of(rows, vectors, documents.Length, [.. documents, .. missing]), new StoredVectors(rows, hashes));
    }
}
