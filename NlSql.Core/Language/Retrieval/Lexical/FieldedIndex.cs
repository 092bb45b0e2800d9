namespace NlSql.Core.Language.Retrieval.Lexical;

/// <summary>
/// BM25F: term frequencies are summed over weighted fields, each normalized by its own length, before they saturate. Immutable once
/// built; impacts are computed at build time, so a search is a few additions a posting.
/// </summary>
internal sealed class FieldedIndex
{
    private const double Saturation = 1.2;

    private readonly Dictionary<string, Posting> postings;

    private FieldedIndex(Dictionary<string, Posting> postings, int documents)
    {
        this.postings = postings;
        Documents = documents;
    }

    public int Documents { get; }

    /// <summary>Builds the index; field <c>f</c> of every document has the weight and length normalization of <paramref name="fields"/>[f].</summary>
    public static FieldedIndex Build(IReadOnlyList<LexicalField> fields, IReadOnlyList<IReadOnlyList<string>[]> documents)
    {
        var averages = new double[fields.Count];
        for (var f = 0; f < fields.Count; f++)
        {
            averages[f] = Math.Max(1, documents.Count == 0 ? 1 : documents.Average(d => (double)d[f].Count));
        }

        var frequencies = new Dictionary<string, List<(int Document, double Frequency)>>(StringComparer.Ordinal);
        for (var d = 0; d < documents.Count; d++)
        {
            foreach (var (term, frequency) in WeightedFrequencies(fields, averages, documents[d]))
            {
                if (!frequencies.TryGetValue(term, out var list))
                {
                    frequencies[term] = list = [];
                }

                list.Add((d, frequency));
            }
        }

        var postings = new Dictionary<string, Posting>(frequencies.Count, StringComparer.Ordinal);
        foreach (var (term, list) in frequencies)
        {
            var idf = Math.Log(1 + ((documents.Count - list.Count + 0.5) / (list.Count + 0.5)));
            postings[term] = new Posting(
                [.. list.Select(static p => p.Document)],
                [.. list.Select(p => (float)(idf * p.Frequency * (Saturation + 1) / (p.Frequency + Saturation)))],
                idf);
        }

        return new FieldedIndex(postings, documents.Count);
    }

    public bool Contains(string term) => postings.ContainsKey(term);

    /// <summary>Inverse document frequency of <paramref name="term"/>; 0 when it does not occur.</summary>
    public double Idf(string term) => postings.TryGetValue(term, out var posting) ? posting.Idf : 0;

    /// <summary>Adds the score of every document to <paramref name="scores"/> (<see cref="Documents"/> floats).</summary>
    public void Score(IEnumerable<WeightedTerm> terms, Span<float> scores)
    {
        foreach (var term in terms)
        {
            if (!postings.TryGetValue(term.Term, out var posting))
            {
                continue;
            }

            for (var i = 0; i < posting.Documents.Length; i++)
            {
                scores[posting.Documents[i]] += posting.Impacts[i] * term.Weight;
            }
        }
    }

    private static Dictionary<string, double> WeightedFrequencies(IReadOnlyList<LexicalField> fields, double[] averages, IReadOnlyList<string>[] document)
    {
        var frequencies = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var f = 0; f < fields.Count; f++)
        {
            var normalization = 1 - fields[f].LengthNormalization + (fields[f].LengthNormalization * document[f].Count / averages[f]);
            var weight = fields[f].Weight / normalization;
            foreach (var term in document[f])
            {
                frequencies[term] = frequencies.GetValueOrDefault(term) + weight;
            }
        }

        return frequencies;
    }

    private sealed record Posting(int[] Documents, float[] Impacts, double Idf);
}

/// <param name="LengthNormalization">0: long fields count as short ones; 1: fully divided by the relative length.</param>
internal sealed record LexicalField(string Name, double Weight, double LengthNormalization);

internal readonly record struct WeightedTerm(string Term, float Weight);
