using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Values;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Codes by what comments of their columns say that they mean: 1 for "pending" where the comment reads "1 = Pending, 2 = Approved".</summary>
internal sealed class CodeNames
{
    private const double Said = 0.95;
    private const double ByStem = 0.9;
    private readonly Dictionary<string, List<ValueCandidate>> byMeaning = new(StringComparer.Ordinal);

    public CodeNames(IEnumerable<ColumnNode> columns)
    {
        foreach (var column in columns)
        {
            foreach (var (code, meaning) in CodeMeanings.Of(column))
            {
                var words = ValueWords.Of(meaning);
                Put(ValueWords.Key(words), new ValueCandidate(column, code, Said));
                Put(Stems(words), new ValueCandidate(column, code, ByStem));
                Longest = Math.Max(Longest, words.Count);
            }
        }
    }

    /// <summary>Words of the longest meaning; 0 where no comment tells any.</summary>
    public int Longest { get; }

    public IEnumerable<(int Length, ValueCandidate Value)> At(IReadOnlyList<Token> tokens, int first)
    {
        for (var count = Math.Min(Longest, tokens.Count - first); count > 0; count--)
        {
            if (tokens[first + count - 1].Kind != TokenKind.Word)
            {
                continue;
            }

            var words = tokens.Skip(first).Take(count).SelectMany(t => ValueWords.Of(t.Lower)).ToList();
            var found = byMeaning.GetValueOrDefault(ValueWords.Key(words)) ?? byMeaning.GetValueOrDefault(Stems(words)) ?? [];
            foreach (var value in found)
            {
                yield return (count, value);
            }
        }
    }

    /// <summary>"completed" for complete.</summary>
    private static string Stems(IEnumerable<string> words) => "~" + string.Concat(words.Select(w => WordStem.Root(WordStem.Singular(w))));

    private void Put(string key, ValueCandidate value)
    {
        if (!byMeaning.TryGetValue(key, out var list))
        {
            byMeaning[key] = list = [];
        }

        if (!list.Exists(v => v.Column == value.Column && v.Value == value.Value))
        {
            list.Add(value);
        }
    }
}
