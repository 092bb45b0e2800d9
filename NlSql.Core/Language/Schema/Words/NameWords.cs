using System.Collections.Concurrent;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Reads the names of one catalog as words. Cut at everything that is no letter or digit and at camelCase humps; short forms written out; what runs
/// together split by the catalog's own words first, then by a dictionary; prefixes that all names of a kind share left out.
/// <c>invoicedate</c>, <c>InvoiceDate</c> and <c>tbl_invoice_dt</c> become invoice date.
/// </summary>
internal sealed class NameWords : INameReader
{
    private const int ShortestPrefix = 3;

    /// <summary>Short forms of months stand for these, whatever table they are in.</summary>
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];
    private const int LongestShortForm = 6;

    /// <summary>Words that go together with a short form of the table's name: <c>custid</c>, <c>cname</c>.</summary>
    private static readonly string[] KeyEndings = ["id", "name", "code", "number", "no", "key", "nr", "cd"];

    private readonly WordSegmenter dictionary;
    private readonly WordSegmenter segmenter;
    private readonly NamePrefixes prefixes;
    private readonly HashSet<string> vocabulary = new(StringComparer.Ordinal);
    private readonly HashSet<string> tableWords = new(StringComparer.Ordinal);

    /// <summary>What a part says wherever it stands; not sure where a table's initials come first.</summary>
    private readonly ConcurrentDictionary<string, (IReadOnlyList<string> Words, bool IsSure)> read = new(StringComparer.Ordinal);

    /// <param name="tables">Each table's name with those of its columns.</param>
    /// <param name="dictionary">Splits what the catalog's own words do not explain; <see cref="WordSegmenter.None"/> to leave it whole.</param>
    public NameWords(IReadOnlyList<(string Table, IReadOnlyList<string> Columns)> tables, WordSegmenter dictionary)
    {
        this.dictionary = dictionary;
        prefixes = new NamePrefixes(tables, dictionary);
        List<IReadOnlyList<string>> tableParts = [.. tables.Select(t => prefixes.WithoutTablePrefix(Parts(t.Table)))];
        var apart = tableParts.Concat(tables.SelectMany(t => t.Columns).Select(Parts)).Where(parts => parts.Count > 1).SelectMany(parts => parts);
        vocabulary.UnionWith(apart.Where(part => Pieces(dictionary, part).Count == 1 || Synonyms.English.Of([Lemmas.Of(part)]).Any()).Select(Lemmas.Of));
        segmenter = dictionary.With(vocabulary);
        tableWords.UnionWith(tableParts.SelectMany(parts => parts).SelectMany(InTable).Select(Lemmas.Of));
        vocabulary.UnionWith(tableWords);

        IReadOnlyList<string> InTable(string part) =>
            Synonyms.English.Of([Lemmas.Of(part)]).Any() ? [part] : RunTogether.Cut(part, dictionary, IsWord) ?? Pieces(segmenter, part);
    }

    public static NameWords Of(IReadOnlyList<TableInfo> tables, WordSegmenter dictionary) =>
        new([.. tables.Select(t => (t.Name.Name, (IReadOnlyList<string>)[.. t.Columns.Select(c => c.Name)]))], dictionary);

    /// <summary>Lemmas of a table's name, in order; at least one.</summary>
    public IReadOnlyList<string> OfTable(string table) => Read(prefixes.WithoutTablePrefix(Parts(table)), table, table: null);

    /// <summary>Lemmas of a column's name, in order; at least one.</summary>
    public IReadOnlyList<string> OfColumn(string table, string column) => Read(prefixes.WithoutColumnPrefix(table, Parts(column)), column, Parts(table));

    private string[] Read(IReadOnlyList<string> parts, string name, IReadOnlyList<string>? table)
    {
        string[] words = [.. parts.SelectMany(part => Expand(part, table)).Where(word => word.Length > 0)];
        return words.Length > 0 ? words : [name.ToLowerInvariant()];
    }

    private IReadOnlyList<string> Expand(string part, IReadOnlyList<string>? table)
    {
        var (words, isSure) = read.GetOrAdd(part, Alone);
        return isSure || table is null ? words : OfInitials(part, table) ?? words;
    }

    private (IReadOnlyList<string> Words, bool IsSure) Alone(string part)
    {
        if (Abbreviations.Replacement(part) is { } words)
        {
            return ([.. words.Select(Lemmas.Of)], true);
        }

        var lemma = Lemmas.Of(part);
        if (tableWords.Contains(lemma) || Synonyms.English.Of([lemma]).Any())
        {
            return ([lemma], true);
        }

        if (CutInTwo(part) is { } two)
        {
            return (two, true);
        }

        if (RunTogether.Cut(part, dictionary, IsWord) is { } cut)
        {
            return ([.. cut.Select(Lemmas.Of)], true);
        }

        return Pieces(segmenter, part) is { Count: > 1 } pieces ? ([.. pieces.Select(Lemmas.Of)], false) : ([ShortFormOf(part) ?? lemma], false);
    }

    /// <summary>Two words of the catalog or of the words that names are usually made of, the second as long as possible last.</summary>
    private string[]? CutInTwo(string part)
    {
        for (var cut = part.Length - 2; cut >= 2; cut--)
        {
            var (head, tail) = (part[..cut], part[cut..]);
            if (IsWord(tail) && Prefix(head, tail) is { } word)
            {
                return [word, Written(Lemmas.Of(tail))];
            }
        }

        return null;
    }

    /// <summary>A single letter is no word: a split that needs one is none.</summary>
    private static IReadOnlyList<string> Pieces(WordSegmenter words, string part) =>
        words.Split(part) is { Count: > 1 } pieces && pieces.All(piece => piece.Length > 1) ? pieces : [part];

    private bool IsWord(string text) => Compounds.Contain(text) || Compounds.Contain(Lemmas.Of(text)) || (vocabulary.Contains(text) && text.Length > 2);

    private string? Prefix(string head, string tail)
    {
        var lemma = Lemmas.Of(head);
        if (Compounds.Contain(lemma) || tableWords.Contains(lemma) || (vocabulary.Contains(lemma) && lemma.Length > 2))
        {
            return lemma;
        }

        if (!KeyEndings.Contains(tail))
        {
            return null;
        }

        if (Abbreviations.Replacement(head) is [var word])
        {
            return word;
        }

        return head.Length >= ShortestPrefix ? StartingWith(head) : null;
    }

    private string? StartingWith(string head) =>
        tableWords.Where(w => w.StartsWith(head, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary><c>cid</c> and <c>cname</c> in <c>courses</c>, or in a table that refers to the only one that begins so.</summary>
    private string[]? OfInitials(string part, IReadOnlyList<string> table)
    {
        var ending = Array.Find(KeyEndings, e => part.Length > e.Length && part.EndsWith(e, StringComparison.Ordinal));
        if (ending is null || part.Length - ending.Length > 2 || IsOfTheLanguage(part))
        {
            return null;
        }

        var head = part[..^ending.Length];
        if (head.Length == 2 ? table.Count == 2 && table[0][0] == head[0] && table[1][0] == head[1] : table[0][0] == head[0])
        {
            return [.. table.Select(Lemmas.Of), Written(ending)];
        }

        var others = head.Length == 1 ? tableWords.Where(w => w[0] == head[0]).Take(2).ToList() : [];
        return others is [var only] ? [only, Written(ending)] : null;
    }

    private bool IsOfTheLanguage(string part) =>
        Lemmas.Of(part) is var lemma && (Compounds.Contain(lemma) || dictionary.IsCommon(part) || dictionary.IsCommon(lemma)
            || !part.StartsWith(lemma, StringComparison.Ordinal));

    private static string Written(string ending) => ending is "no" or "nr" ? "number" : ending is "cd" ? "code" : ending;

    /// <summary>
    /// <c>prd</c> or <c>prodt</c> where the catalog has a table of products: begins alike, its letters stand in the word in this order, and no other word of
    /// the tables' names is like that.
    /// </summary>
    private string? ShortFormOf(string part)
    {
        if (part.Length is < ShortestPrefix or > LongestShortForm || IsOfTheLanguage(part) || Months.Contains(part) || part.Any(char.IsDigit))
        {
            return null;
        }

        var found = tableWords.Where(w => w.Length > part.Length + 1 && w[0] == part[0] && ShortForms.HoldsInOrder(w, part)).Take(2).ToList();
        return found is [var only] ? only : null;
    }

    /// <summary>
    /// Lower-case parts; a digit after a longer word stands alone (<c>address2</c>), one within a short form does not (<c>m2</c>, <c>q4</c>).
    /// </summary>
    internal static IReadOnlyList<string> Parts(string name)
    {
        var parts = IdentifierWords.SplitAt(name);
        var words = new List<string>(parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            var start = parts[i].Start;
            var end = start + parts[i].Length;
            while (end - start < 3 && i + 1 < parts.Count && parts[i + 1].Start == end && char.IsDigit(name[end]) != char.IsDigit(name[end - 1]))
            {
                end += parts[++i].Length;
            }

            words.Add(name[start..end].ToLowerInvariant());
        }

        return words;
    }
}
