using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Schema.Values;

/// <summary>
/// Values of one catalog by the words of a question: enum labels, values of columns that have few, and those of small tables that others refer to. Values of
/// personal columns are not known; <see cref="PersonNameColumns"/> says where to compare a person's name instead. A word that is no value gives nothing.
/// </summary>
internal sealed class ValueIndex
{
    /// <summary>A value that stands in more columns ("yes") tells nothing.</summary>
    private const int MostColumns = 12;
    private const int MostByWord = 20;
    private const int ShortestWord = 3;

    private readonly PhraseTable<ColumnNode> phrases;

    public ValueIndex(IReadOnlyList<TableNode> tables, WordSegmenter dictionary)
    {
        phrases = new PhraseTable<ColumnNode>(
            tables.SelectMany(t => t.Columns).Where(c => c.IsText || c.Info.Kind == ColumnKind.Array)
                .SelectMany(c => Of(c.Info), (column, v) => (column, v.Value, v.Rows)), dictionary);
    }

    /// <summary>Most words that a value has: longer spans need not be asked about.</summary>
    public int LongestValue => phrases.LongestValue;

    /// <summary>Enum labels and sampled values of a column, each once, with their estimated rows; none of a personal column.</summary>
    public static IEnumerable<(string Value, long? Rows)> Of(ColumnInfo column)
    {
        if (column.IsPersonal)
        {
            return [];
        }

        var rows = column.Statistics.Samples.DistinctBy(s => s.Value).ToDictionary(s => s.Value, s => s.Rows, StringComparer.Ordinal);
        return column.EnumLabels.Concat(column.Statistics.Samples.Select(s => s.Value)).Distinct(StringComparer.Ordinal)
            .Select(value => (value, rows.GetValueOrDefault(value)));
    }

    /// <summary>
    /// What the words together may mean as a value, surest first: values that consist of them, else values one letter away, else values that have them among
    /// their words.
    /// </summary>
    /// <param name="words">As typed or lower case, without their blanks.</param>
    public IReadOnlyList<ValueLink> Find(IReadOnlyList<string> words)
    {
        var found = phrases.Find(words);
        if (found.Count == 0 && words.Any(word => word.Length >= ShortestWord && !StopWords.Contains(word.ToLowerInvariant())))
        {
            found = [.. phrases.WithWords(words).Take(MostByWord)];
        }

        return found.Count > MostColumns && found[0].Kind != MatchKind.Word ? [.. Links(found).Take(MostColumns)] : [.. Links(found)];
    }

    /// <summary>Values that consist of exactly these words, up to case, accents and plural.</summary>
    public IEnumerable<ValueLink> Whole(IReadOnlyList<string> words) => Links(phrases.Whole(words));

    /// <summary>Values that have these words side by side among others.</summary>
    public IEnumerable<ValueLink> WithWords(IReadOnlyList<string> words) => Links(phrases.WithWords(words));

    /// <summary>Where the name of a person of the table stands; null for a table that has no such columns.</summary>
    public static PersonName? PersonNameColumns(TableNode table) => PersonName.Of(table);

    private static IEnumerable<ValueLink> Links(IReadOnlyList<PhraseMatch<ColumnNode>> found) =>
        found.Select(f => new ValueLink(f.Column, f.Value, f.Score, f.Rows, f.Kind)).OrderByDescending(link => link.Score).ThenBy(link => link.Kind);
}
