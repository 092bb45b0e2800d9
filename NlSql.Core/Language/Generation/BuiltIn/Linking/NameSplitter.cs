using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>Cuts identifiers into dictionary words: <c>invoicedate</c>, <c>InvoiceDate</c> and <c>invoice_dt</c> become invoice date.</summary>
internal sealed class NameSplitter : INameReader
{
    private const int ShortestPrefix = 3;
    private readonly Lexicon lexicon;
    private readonly HashSet<string> vocabulary = [];
    private readonly HashSet<string> tableWords = [];

    public NameSplitter(Lexicon lexicon, IEnumerable<string> tableNames, IEnumerable<string> columnNames)
    {
        this.lexicon = lexicon;
        foreach (var part in tableNames.SelectMany(Parts))
        {
            tableWords.Add(lexicon.Lemma(part));
            vocabulary.Add(lexicon.Lemma(part));
        }

        foreach (var name in columnNames)
        {
            var parts = Parts(name).ToList();
            if (parts.Count > 1)
            {
                vocabulary.UnionWith(parts.Select(lexicon.Lemma));
            }
        }
    }

    /// <summary>Lemmas of the name's words, in order.</summary>
    private string[] Split(string identifier) => [.. Parts(identifier).SelectMany(Expand).Where(w => w.Length > 0)];

    public IReadOnlyList<string> OfTable(string table) => Split(table);

    public IReadOnlyList<string> OfColumn(string table, string column) => Split(column);

    private IEnumerable<string> Expand(string part)
    {
        if (lexicon.Abbreviations.TryGetValue(part, out var words))
        {
            return words.Select(lexicon.Lemma);
        }

        var lemma = lexicon.Lemma(part);
        if (tableWords.Contains(lemma))
        {
            return [lemma];
        }

        for (var cut = part.Length - 2; cut >= 2; cut--)
        {
            var (head, tail) = (part[..cut], part[cut..]);
            if (IsWord(tail) && Prefix(head, tail) is { } word)
            {
                return [word, lexicon.Lemma(tail)];
            }
        }

        return [lemma];
    }

    private bool IsWord(string text) =>
        lexicon.Compounds.Contains(text) || lexicon.Compounds.Contains(lexicon.Lemma(text)) || vocabulary.Contains(text) && text.Length > 2;

    private string? Prefix(string head, string tail)
    {
        var lemma = lexicon.Lemma(head);
        if (lexicon.Compounds.Contains(lemma) || tableWords.Contains(lemma) || (vocabulary.Contains(lemma) && lemma.Length > 2))
        {
            return lemma;
        }

        if (tail is not ("id" or "name" or "code" or "number" or "no"))
        {
            return null;
        }

        if (lexicon.Abbreviations.TryGetValue(head, out var words) && words.Length > 0)
        {
            return words[0];
        }

        return head.Length >= ShortestPrefix
            ? tableWords.Where(w => w.StartsWith(head, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
    }

    private static IEnumerable<string> Parts(string identifier)
    {
        var start = 0;
        for (var i = 0; i <= identifier.Length; i++)
        {
            var ends = i == identifier.Length || !char.IsLetterOrDigit(identifier[i]);
            var turns = !ends && i > start && ((char.IsUpper(identifier[i]) && char.IsLower(identifier[i - 1]))
                || (char.IsDigit(identifier[i]) && char.IsLetter(identifier[i - 1]) && i - start >= 3));
            if (!ends && !turns)
            {
                continue;
            }

            if (i > start)
            {
                yield return identifier[start..i].ToLowerInvariant();
            }

            start = ends ? i + 1 : i;
        }
    }
}
