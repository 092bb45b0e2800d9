namespace NlSql.Core.Language.Schema.Words;

/// <summary>A phrase of a question with what each of its words may be in the catalog.</summary>
internal sealed class SaidPhrase
{
    private readonly bool withSynonyms;
    private readonly WordHits[] hits;

    /// <param name="withSynonyms">False for words that came from a synonym: they are not read as yet another word.</param>
    public SaidPhrase(IReadOnlyList<string> words, CatalogWords catalog, bool withSynonyms)
        : this([.. words.Select(catalog.Of)], withSynonyms)
    {
    }

    private SaidPhrase(WordHits[] hits, bool withSynonyms)
    {
        this.hits = hits;
        this.withSynonyms = withSynonyms;
        Joined = string.Concat(hits.Select(hit => hit.Said));
    }

    public int Count => hits.Length;

    /// <summary>The words together.</summary>
    public string Joined { get; }

    public string this[int word] => hits[word].Said;

    public IReadOnlyDictionary<string, Likeness> Hits(int word) => withSynonyms ? hits[word].All : hits[word].Same;

    public bool Contains(string word) => Array.Exists(hits, hit => hit.Said == word);

    public SaidPhrase From(int word) => new(hits[word..], withSynonyms);
}
