using NlSql.Core.Foundation.Caching;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Finds the tables and columns of one catalog that words may name: as typed, by all or part of the name, short forms, stems, the site's glossary, everyday
/// synonyms, comments, and nearness in the embedder's space. Built once a catalog; answers are kept, a new span takes some ten microseconds.
/// </summary>
internal sealed class NameLinker : INameLinks
{
    private const double Weakest = 0.35;
    private const double Said = 0.85;
    private const int MostTables = 12;
    private const int MostColumns = 60;
    private const int CachedSpans = 4000;
    private const double LabelShare = 0.97;

    private readonly Synonyms synonyms;
    private readonly NameSimilarity similarity;
    private readonly SchemaIdentifiers identifiers;
    private readonly NodesByWord<TableNode> tableNames = new();
    private readonly NodesByWord<ColumnNode> columnNames = new();
    private readonly CatalogWords words;
    private readonly CommentWords<TableNode> tableComments;
    private readonly CommentWords<ColumnNode> columnComments;
    private readonly Dictionary<ColumnNode, string[]> labels = [];
    private readonly NamesByMeaning? near;
    private readonly LruCache<string, IReadOnlyList<TableLink>> foundTables = new(CachedSpans);
    private readonly LruCache<string, IReadOnlyList<ColumnLink>> foundColumns = new(CachedSpans);

    public NameLinker(IReadOnlyList<TableNode> tables, WordKnowledge knowledge)
    {
        synonyms = Synonyms.English;
        similarity = new NameSimilarity(knowledge.HouseNames);
        identifiers = new SchemaIdentifiers(tables);
        foreach (var table in tables)
        {
            tableNames.Add(table, table.Words);
            foreach (var column in table.Columns)
            {
                columnNames.Add(column, column.Words);
                if (column.Info.Label is { Length: > 0 } label && Lemmas.OfPhrase(label) is { Length: > 0 } said)
                {
                    labels[column] = said;
                    columnNames.Add(column, said);
                }
            }
        }

        words = new CatalogWords([.. tableNames.Words, .. columnNames.Words], synonyms, knowledge.Dictionary);
        tableComments = new CommentWords<TableNode>(tables.Select(t => (t, t.Info.Comment)));
        columnComments = new CommentWords<ColumnNode>(tables.SelectMany(t => t.Columns).Select(c => (c, c.Info.Comment)));
        near = knowledge.Vectors is { } vectors ? new NamesByMeaning(tables, vectors) : null;
    }

    /// <inheritdoc />
    public IReadOnlyList<TableLink> Tables(IReadOnlyList<string> words)
    {
        var key = string.Join(' ', words);
        if (!foundTables.TryGet(key, out var links))
        {
            links = Written(words) is { Tables: { Count: > 0 } written }
                ? [.. written.Select(t => new TableLink(t, 1, LinkSource.Identifier))]
                : [.. Best(FindTables(Lemmatised(words)), MostTables).Select(b => new TableLink(b.Node, b.Likeness.Score, b.Likeness.Source))];
            foundTables.Set(key, links);
        }

        return links;
    }

    /// <inheritdoc />
    public IReadOnlyList<ColumnLink> Columns(IReadOnlyList<string> words)
    {
        var key = string.Join(' ', words);
        if (!foundColumns.TryGet(key, out var links))
        {
            links = Written(words) is { Columns: { Count: > 0 } written }
                ? [.. written.Select(c => new ColumnLink(c, 1, LinkSource.Identifier))]
                : [.. Best(FindColumns(Lemmatised(words)), MostColumns).Select(b => new ColumnLink(b.Node, b.Likeness.Score, b.Likeness.Source))];
            foundColumns.Set(key, links);
        }

        return links;
    }

    /// <summary>One word that is no plain word is a name as it stands in the schema, with or without what it belongs to.</summary>
    private (IReadOnlyList<TableNode> Tables, IReadOnlyList<ColumnNode> Columns) Written(IReadOnlyList<string> words) =>
        words is [var name] && name.Any(c => !char.IsLetterOrDigit(c))
            ? identifiers.Find([.. name.Split('.').Select(part => part.Trim('"', '`', ' '))])
            : ([], []);

    private static string[] Lemmatised(IReadOnlyList<string> words) => [.. words.Select(word => Lemmas.Of(word.ToLowerInvariant()))];

    private Dictionary<TableNode, Likeness> FindTables(string[] phrase)
    {
        var best = new Dictionary<TableNode, Likeness>();
        foreach (var (said, share) in Readings(phrase))
        {
            foreach (var table in Candidates(said, tableNames, _ => false))
            {
                Keep(best, table, Shared(similarity.Between(said, table.Words, table.Joined), share));
            }
        }

        foreach (var (table, score) in tableComments.Find(phrase))
        {
            Keep(best, table, new Likeness(score, LinkSource.Comment));
        }

        if (IsOpen(best))
        {
            near?.AddTables(phrase, (table, score) => Keep(best, table, new Likeness(score, LinkSource.Meaning)));
        }

        return best;
    }

    private Dictionary<ColumnNode, Likeness> FindColumns(string[] phrase)
    {
        var best = new Dictionary<ColumnNode, Likeness>();
        foreach (var (said, share) in Readings(phrase))
        {
            foreach (var column in Candidates(said, columnNames, tableNames.Has))
            {
                Keep(best, column, Shared(ColumnLikeness.Of(column, labels.GetValueOrDefault(column), said, similarity), share));
            }
        }

        foreach (var (column, score) in columnComments.Find(phrase))
        {
            Keep(best, column, new Likeness(score, LinkSource.Comment));
        }

        if (IsOpen(best))
        {
            near?.AddColumns(phrase, (column, score) => Keep(best, column, new Likeness(score, LinkSource.Meaning)));
        }

        return best;
    }

    /// <summary>The phrase as said, and what it may mean instead.</summary>
    private IEnumerable<(SaidPhrase Said, double Share)> Readings(string[] phrase) =>
        synonyms.Of(phrase).Select(meaning => (new SaidPhrase(meaning.Words, words, withSynonyms: false), meaning.Score))
            .Prepend((new SaidPhrase(phrase, words, withSynonyms: true), 1.0));

    /// <summary>
    /// What is called just so, and what has the rarest word of the phrase: a name must have them all, but for those that <paramref name="isOptional"/> says
    /// may be its owner's.
    /// </summary>
    private HashSet<TNode> Candidates<TNode>(SaidPhrase phrase, NodesByWord<TNode> names, Func<string, bool> isOptional)
    {
        var found = new HashSet<TNode>(names.Called(phrase.Joined));
        foreach (var name in similarity.HouseNames(phrase.Joined))
        {
            found.UnionWith(names.Called(name));
        }

        var all = Enumerable.Range(0, phrase.Count).ToList();
        var needed = phrase.Count == 1 ? all : all.FindAll(word => !isOptional(phrase[word]));
        if (needed.Count == 0)
        {
            all.ForEach(word => names.Collect(phrase.Hits(word).Keys, found));
            return found;
        }

        var counts = needed.ConvertAll(word => names.Count(phrase.Hits(word).Keys));
        if (counts.TrueForAll(count => count > 0))
        {
            names.Collect(phrase.Hits(needed[counts.IndexOf(counts.Min())]).Keys, found);
        }

        return found;
    }

    /// <summary>Where a name says it, nothing need be guessed from nearness.</summary>
    private static bool IsOpen<TNode>(Dictionary<TNode, Likeness> best)
        where TNode : class => !best.Values.Any(likeness => likeness.Score >= Said);

    private static Likeness Shared(Likeness likeness, double share) =>
        share < 1 && likeness.Score > 0 ? new Likeness(likeness.Score * share, LinkSource.Synonym) : likeness;

    private static void Keep<TNode>(Dictionary<TNode, Likeness> best, TNode node, Likeness likeness)
        where TNode : class
    {
        if (likeness.Score >= Weakest && likeness.Score > best.GetValueOrDefault(node).Score)
        {
            best[node] = likeness;
        }
    }

    private static IEnumerable<(TNode Node, Likeness Likeness)> Best<TNode>(Dictionary<TNode, Likeness> found, int most)
        where TNode : class => found.OrderByDescending(f => f.Value.Score).Take(most).Select(f => (f.Key, f.Value));

    /// <summary>How alike a phrase is to a column's name, alone or with its table's.</summary>
    private static class ColumnLikeness
    {
        public static Likeness Of(ColumnNode column, string[]? label, SaidPhrase phrase, NameSimilarity alike)
        {
            var best = alike.Between(phrase, column.Words, column.Joined);
            if (label is not null)
            {
                best = Better(best, alike.Between(phrase, label, string.Concat(label)), LabelShare);
            }

            if (column.OwnWords.Count < column.Words.Count)
            {
                best = Better(best, alike.Between(phrase, column.OwnWords, string.Concat(column.OwnWords)), 0.96);
            }

            var table = column.Table.Words;
            if (phrase.Count > 1 && table.All(phrase.Contains) && !column.Words.Any(table.Contains))
            {
                string[] whole = [.. table, .. column.Words];
                best = Better(best, alike.Between(phrase, whole, string.Concat(whole)), 0.99);
            }

            var ofTable = 0;
            while (ofTable < phrase.Count && table.Contains(phrase[ofTable]))
            {
                ofTable++;
            }

            if (ofTable > 0 && ofTable < phrase.Count && Enumerable.Range(0, ofTable).Any(word => phrase[word] == table[^1]))
            {
                // "review rating" for product_reviews.rating
                best = Better(best, alike.Between(phrase.From(ofTable), column.Words, column.Joined), 0.94);
            }

            return best;
        }

        private static Likeness Better(Likeness best, Likeness other, double share) =>
            other.Score * share > best.Score ? other with { Score = other.Score * share } : best;
    }
}
