using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>A value known to occur in a column.</summary>
internal sealed record KnownValue(ColumnNode Column, string Value, double Score);

/// <summary>Finds values of the data (samples and enum labels) by the words they consist of.</summary>
internal sealed class KnownValues
{
    private readonly Dictionary<string, List<Entry>> byFirstWord = [];
    private readonly Dictionary<string, List<Entry>> byText = [];

    public KnownValues(IReadOnlyList<TableNode> tables, Tokenizer tokenizer)
    {
        foreach (var column in tables.SelectMany(t => t.Columns).Where(c => c.IsText))
        {
            foreach (var value in column.Info.EnumLabels.Concat(column.Info.Statistics.Samples.Select(s => s.Value)).Distinct(StringComparer.Ordinal))
            {
                Add(column, value, tokenizer);
            }
        }
    }

    /// <summary>Columns that hold exactly this text, up to case.</summary>
    public IEnumerable<KnownValue> Exact(string text) =>
        byText.TryGetValue(text.ToLowerInvariant(), out var entries) ? entries.Select(e => new KnownValue(e.Column, e.Value, 1)) : [];

    /// <summary>Values that start at token <paramref name="first"/>: the number of tokens they take, and where they occur.</summary>
    public IEnumerable<(int Length, KnownValue Value)> At(IReadOnlyList<Token> tokens, int first)
    {
        var token = tokens[first];
        foreach (var key in token.Lemma == token.Lower ? [token.Lower] : new[] { token.Lower, token.Lemma })
        {
            foreach (var entry in byFirstWord.GetValueOrDefault(key, []))
            {
                if (entry.Match(tokens, first) is > 0 and var score)
                {
                    yield return (entry.Words.Count, new KnownValue(entry.Column, entry.Value, score));
                }
            }
        }
    }

    /// <summary>Values that hold the phrase among others of their words.</summary>
    public IEnumerable<KnownValue> Containing(IReadOnlyList<string> phrase) =>
        byText.Values.SelectMany(e => e)
            .Where(e => e.Words.Count > phrase.Count && IndexOf(e.Words, phrase) >= 0)
            .Select(e => new KnownValue(e.Column, e.Value, 0.5 + (0.4 * phrase.Count / e.Words.Count)));

    private static int IndexOf(IReadOnlyList<Token> words, IReadOnlyList<string> phrase)
    {
        for (var i = 0; i + phrase.Count <= words.Count; i++)
        {
            if (phrase.Select((p, k) => words[i + k].Lower == p || words[i + k].Lemma == p).All(m => m))
            {
                return i;
            }
        }

        return -1;
    }

    private void Add(ColumnNode column, string value, Tokenizer tokenizer)
    {
        if (value.Length is 0 or > SampleValues.LongestValue)
        {
            return;
        }

        var words = tokenizer.Tokenize(value);
        if (words.Count == 0)
        {
            return;
        }

        var entry = new Entry(column, value, words);
        Append(byText, value.ToLowerInvariant(), entry);
        Append(byFirstWord, words[0].Lower, entry);
        if (words[0].Lemma != words[0].Lower)
        {
            Append(byFirstWord, words[0].Lemma, entry);
        }
    }

    private static void Append(Dictionary<string, List<Entry>> index, string key, Entry entry)
    {
        if (!index.TryGetValue(key, out var list))
        {
            index[key] = list = [];
        }

        list.Add(entry);
    }

    private sealed record Entry(ColumnNode Column, string Value, IReadOnlyList<Token> Words)
    {
        /// <summary>1 for the same text up to case, a little less where plurals differ, 0 for no match.</summary>
        public double Match(IReadOnlyList<Token> tokens, int first)
        {
            if (first + Words.Count > tokens.Count)
            {
                return 0;
            }

            var score = 1.0;
            for (var i = 0; i < Words.Count; i++)
            {
                if (Words[i].Lower != tokens[first + i].Lower)
                {
                    if (Words[i].Lemma != tokens[first + i].Lemma)
                    {
                        return 0;
                    }

                    score = 0.95;
                }
            }

            return score;
        }
    }
}
