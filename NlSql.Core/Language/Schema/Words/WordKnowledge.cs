using NlSql.Core.Foundation.Site;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>What is known of words before a database is seen.</summary>
/// <param name="Dictionary">Words by frequency, to split names with.</param>
/// <param name="Vectors">Null where there is no embedder.</param>
internal sealed record WordKnowledge(WordSegmenter Dictionary, IWordVectors? Vectors, SiteGlossary Glossary)
{
    /// <summary>The product's own tables only.</summary>
    public static WordKnowledge Plain { get; } = new(WordSegmenter.None, null, SiteGlossary.Empty);

    /// <summary>Groups of names that the site says are the same, each as lemmas written together.</summary>
    public IReadOnlyList<string[]> HouseNames => GlossaryNames.Of(Glossary);
}
