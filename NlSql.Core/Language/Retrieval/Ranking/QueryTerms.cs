using NlSql.Core.Language.Retrieval.Lexical;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>A question as retrieval sees it.</summary>
/// <param name="Terms">Stems to look up, each once.</param>
/// <param name="Text">What is embedded: its words without those that only ask, and without ids and numbers.</param>
/// <param name="Spelling">The word as written for each stem, for explanations.</param>
internal sealed record QueryTerms(IReadOnlyList<WeightedTerm> Terms, string Text, IReadOnlyDictionary<string, string> Spelling)
{
    /// <summary>Longer questions say no more about the schema; the rest is ignored.</summary>
    private const int MaxCharacters = 4000;

    public static QueryTerms Of(string question, TermAnalyzer analyzer, SchemaLexicon lexicon)
    {
        var text = question.Length > MaxCharacters ? question[..MaxCharacters] : question;
        var spelling = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new List<string>();
        foreach (var token in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (IsIdentifierLiteral(token))
            {
                continue;
            }

            foreach (var word in IdentifierWords.Split(token))
            {
                if (StopWords.Contains(word) || word.All(char.IsDigit))
                {
                    continue;
                }

                words.Add(word);
                AddTerm(word, word, spelling, lexicon);
                foreach (var part in analyzer.Words(word))
                {
                    AddTerm(part, word, spelling, lexicon);
                }
            }
        }

        var terms = spelling.Keys.Select(static t => new WeightedTerm(t, 1)).ToList();
        return new QueryTerms(terms, words.Count > 0 ? string.Join(' ', words) : text, spelling);
    }

    private static void AddTerm(string word, string spelled, Dictionary<string, string> spelling, SchemaLexicon lexicon)
    {
        var stem = WordStem.Of(word);
        spelling.TryAdd(stem, spelled);
        if (!lexicon.Tables.Contains(stem))
        {
            foreach (var expansion in Abbreviations.Expand(WordStem.Singular(word)))
            {
                spelling.TryAdd(WordStem.Of(expansion), spelled);
            }
        }
    }

    // UUIDs, hashes and the like: letters and digits mixed at length.
    private static bool IsIdentifierLiteral(string token)
    {
        var digits = token.Count(char.IsDigit);
        return token.Length >= 12 && digits >= 4 && token.Any(char.IsLetter) && digits * 5 >= token.Length;
    }
}
