using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>Turns names, prose and questions into the words that are embedded and the stems that are looked up, the same way on both sides.</summary>
internal sealed class TermAnalyzer(WordSegmenter segmenter)
{
    /// <summary>An analyzer that prefers the words that the catalog itself writes apart when it splits the catalog's joined-up names.</summary>
    public static TermAnalyzer Of(SchemaCatalog catalog, WordSegmenter segmenter) => new(segmenter.With(catalog.Tables
        .SelectMany(static t => t.Columns.SelectMany(static c => new[] { c.Name, c.Label, c.Comment }).Concat([t.Name.Name, t.Comment]))
        .OfType<string>()
        .Where(static text => text.Any(static c => !char.IsAsciiLetterLower(c)))
        .SelectMany(IdentifierWords.Split)));

    /// <summary>Words of a name or of prose: split, joined-up names segmented, in order.</summary>
    public List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var word in IdentifierWords.Split(text))
        {
            words.AddRange(segmenter.Split(word));
        }

        return words;
    }

    /// <summary>Index terms of a name or of prose: stems, the unsplit name beside its parts, expanded short forms; no stop words.</summary>
    public List<string> Terms(string text)
    {
        var terms = new List<string>();
        foreach (var word in IdentifierWords.Split(text))
        {
            var parts = segmenter.Split(word);
            if (parts.Count > 1)
            {
                terms.Add(word);
            }

            foreach (var part in parts)
            {
                if (!StopWords.Contains(part))
                {
                    terms.Add(WordStem.Of(part));
                }

                foreach (var expansion in Abbreviations.Expand(part))
                {
                    terms.Add(WordStem.Of(expansion));
                }
            }
        }

        return terms;
    }
}
