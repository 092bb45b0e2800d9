using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>Finds tables and columns by the words of a phrase.</summary>
internal sealed class NameIndex
{
    private static readonly string[] NameEndings = ["name", "title"];
    private static readonly string[] WeakEndings = ["code", "type", "date", "id", "description", "number", "detail"];
    private readonly Lexicon lexicon;
    private readonly Dictionary<string, HashSet<TableNode>> tables = [];
    private readonly Dictionary<string, HashSet<ColumnNode>> columns = [];

    public NameIndex(IReadOnlyList<TableNode> tables, Lexicon lexicon)
    {
        this.lexicon = lexicon;
        foreach (var table in tables)
        {
            if (table.SideBySide is not { IsOfTable: true })
            {
                Add(this.tables, table, table.Words, table.Joined);
            }

            // Periods and what is told apart by them are asked of the rows that columns of periods make.
            foreach (var column in table.Columns.Where(c => !c.IsOfPeriod && (table.Series is null || c == table.Columns[^1])))
            {
                Add(columns, column, column.Words, column.Joined);
            }
        }
    }

    /// <summary>Tables whose names the phrase matches, with a similarity of 0 to 1.</summary>
    public IEnumerable<(TableNode Table, double Score)> Tables(IReadOnlyList<string> phrase)
    {
        foreach (var table in Candidates(tables, phrase))
        {
            var score = Similarity(phrase, table.Words, table.Joined);
            if (score > 0)
            {
                yield return (table, score);
            }
        }
    }

    /// <summary>Columns whose names the phrase matches, with a similarity of 0 to 1.</summary>
    public IEnumerable<(ColumnNode Column, double Score)> Columns(IReadOnlyList<string> phrase)
    {
        foreach (var column in Candidates(columns, phrase))
        {
            var score = Similarity(phrase, column.Words, column.Joined);
            if (column.OwnWords.Count < column.Words.Count)
            {
                score = Math.Max(score, 0.96 * Similarity(phrase, column.OwnWords, string.Concat(column.OwnWords)));
            }

            var withTable = Enumerable.Concat(column.Table.Words, column.Words);
            if (phrase.Count > 1 && column.Table.Words.All(phrase.Contains) && !column.Words.Any(column.Table.Words.Contains))
            {
                score = Math.Max(score, 0.99 * Similarity(phrase, [.. withTable], string.Concat(withTable)));
            }

            var ofTable = phrase.TakeWhile(column.Table.Words.Contains).Count();
            if (ofTable > 0 && ofTable < phrase.Count && phrase.Take(ofTable).Contains(column.Table.Words[^1]))
            {
                // "review rating" for product_reviews.rating
                score = Math.Max(score, 0.94 * Similarity([.. phrase.Skip(ofTable)], column.Words, column.Joined));
            }

            if (column.Table.Series is not null && column.Words.Count > 1 && phrase is [var head] && head == column.Words[^1])
            {
                // "members" of club_members_by_year, in which nothing else is counted.
                score = Math.Max(score, 0.99);
            }

            if (score > 0)
            {
                yield return (column, score);
            }
        }
    }

    /// <summary>1 for the same words, less for synonyms, stems and parts; 0 when the phrase holds a word that the name lacks.</summary>
    public double Similarity(IReadOnlyList<string> phrase, IReadOnlyList<string> name, string joined)
    {
        if (string.Concat(phrase) == joined)
        {
            return 1;
        }

        if (lexicon.AreHouseNames(string.Concat(phrase), joined))
        {
            return 0.95;
        }

        var total = 0.0;
        var covered = 0.0;
        Span<bool> used = stackalloc bool[name.Count];
        foreach (var word in phrase)
        {
            var (best, at) = (0.0, -1);
            for (var i = 0; i < name.Count; i++)
            {
                var similarity = used[i] ? 0 : WordSimilarity(word, name[i]);
                if (similarity > 0 && similarity >= best)
                {
                    (best, at) = (similarity, i);
                }
            }

            if (at < 0)
            {
                return 0;
            }

            used[at] = true;
            total += best;
            covered++;
        }

        var quality = total / phrase.Count;
        var coverage = covered / name.Count;
        if (coverage >= 1)
        {
            return 0.98 * quality;
        }

        // "country" for country_name: what a thing is called stands for the thing; other endings do so less surely.
        if (!used[name.Count - 1] && covered >= name.Count - 1 && phrase.Count == covered)
        {
            return quality * (NameEndings.Contains(name[^1]) || lexicon.Units.Contains(name[^1]) ? 0.92 : WeakEndings.Contains(name[^1]) ? 0.72 : 0.6);
        }

        // "price" for unit_price names the head; "unit" alone hardly means it.
        var hasHead = used[name.Count - 1];
        return quality * (hasHead ? 0.55 + (0.35 * coverage) : 0.35 + (0.35 * coverage));
    }

    private double WordSimilarity(string a, string b)
    {
        if (a == b)
        {
            return 1;
        }

        if (lexicon.AreSynonyms(a, b))
        {
            return 0.82;
        }

        return a.Length > 4 && b.Length > 4 && EnglishInflection.Stem(a) == EnglishInflection.Stem(b) ? 0.85 : 0;
    }

    private HashSet<T> Candidates<T>(Dictionary<string, HashSet<T>> index, IReadOnlyList<string> phrase)
    {
        var result = new HashSet<T>();
        foreach (var word in phrase.Append(string.Concat(phrase)))
        {
            Collect(index, word, result);
            Collect(index, "~" + EnglishInflection.Stem(word), result);
            foreach (var synonym in lexicon.SynonymsOf(word))
            {
                Collect(index, synonym, result);
            }
        }

        return result;
    }

    private static void Collect<T>(Dictionary<string, HashSet<T>> index, string word, HashSet<T> result)
    {
        if (index.TryGetValue(word, out var found))
        {
            result.UnionWith(found);
        }
    }

    private static void Add<T>(Dictionary<string, HashSet<T>> index, T node, IReadOnlyList<string> words, string joined)
    {
        foreach (var word in words.SelectMany(w => new[] { w, "~" + EnglishInflection.Stem(w) }).Append(joined))
        {
            if (!index.TryGetValue(word, out var set))
            {
                index[word] = set = [];
            }

            set.Add(node);
        }
    }
}
