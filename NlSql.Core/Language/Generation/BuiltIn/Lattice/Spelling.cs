using System.Collections.Frozen;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Reads words that nobody knows as the one word of the schema or the grammar that is a letter away: "custmers". A word of the dictionary, a name in capitals
/// and a value of the data stay as they are, as does one that is near to several.
/// </summary>
internal sealed class Spelling
{
    /// <summary>Shorter words are one letter away from too many others.</summary>
    private const int Shortest = 5;

    /// <summary>A word with one of these after a word of the dictionary is a form of it: "slowest" is no slip for "lowest".</summary>
    private static readonly string[] Endings = ["est", "er", "ing", "ed", "ly", "es", "ness", "able"];
    private readonly WordSegmenter dictionary;
    private readonly SchemaModel schema;
    private readonly Tokenizer tokenizer;
    private readonly FrozenSet<string> known;

    public Spelling(SchemaModel schema, WordSegmenter dictionary, Tokenizer tokenizer)
    {
        (this.schema, this.dictionary, this.tokenizer) = (schema, dictionary, tokenizer);
        known = schema.Tables.SelectMany(t => t.Words.Concat(t.Columns.SelectMany(c => c.Words)))
            .Concat(WordTable.English.CueWords).Where(w => w.Length >= Shortest - 1 && w.All(char.IsLetter)).ToFrozenSet();
    }

    /// <summary>The same tokens at the same places of the question.</summary>
    public IReadOnlyList<Token> Apply(IReadOnlyList<Token> tokens) => [.. tokens.Select((token, i) => Meant(tokens, i) is { } word
        ? tokenizer.Spelled(token, word) : token)];

    private string? Meant(IReadOnlyList<Token> tokens, int i)
    {
        var token = tokens[i];
        if (token.Kind != TokenKind.Word || token.Length < Shortest || token.IsCapitalised || token.Text.Any(c => !char.IsLetter(c))
            || known.Contains(token.Lemma) || known.Contains(token.Lower) || dictionary.IsCommon(token.Lower) || dictionary.IsCommon(token.Lemma)
            || dictionary.IsCommon(token.Stem) || IsForm(token.Lower) || schema.Values.At(tokens, i).Any())
        {
            return null;
        }

        var near = known.Where(w => Math.Abs(w.Length - token.Lemma.Length) <= 1 && dictionary.IsCommon(w))
            .SelectMany(w => (string[])[w, $"{w}s"])
            .Where(w => w[0] == token.Lower[0] && EditDistance.Between(token.Lower, w) == 1).ToList();
        return near.Select(Lemmas.Of).Distinct().Count() == 1 ? near[0] : null;
    }

    private bool IsForm(string word) => Endings.Any(e => word.EndsWith(e, StringComparison.Ordinal) && word[..^e.Length] is { Length: > 2 } root
        && (dictionary.IsCommon(root) || dictionary.IsCommon(root + "e") || (root[^1] == root[^2] && dictionary.IsCommon(root[..^1]))));
}
