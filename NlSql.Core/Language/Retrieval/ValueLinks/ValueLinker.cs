using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Values;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval.ValueLinks;

/// <summary>Finds phrases of a question that are values in the data: up to case and plural, or one letter away.</summary>
internal sealed class ValueLinker
{
    private const int MaxLinks = 40;

    /// <summary>A value that stands in more columns ("yes") tells nothing.</summary>
    private const int MaxColumns = 12;

    private readonly SchemaCatalog catalog;
    private readonly PhraseTable<(int Table, int Column)> values;

    public ValueLinker(SchemaCatalog catalog)
    {
        this.catalog = catalog;
        values = new PhraseTable<(int Table, int Column)>(
            from table in catalog.Tables.Index()
            from column in table.Item.Columns.Index()
            from value in ValueIndex.Of(column.Item)
            select ((table.Index, column.Index), value.Value, value.Rows),
            WordSegmenter.None);
    }

    /// <summary>Links, longest phrases first in each place; a phrase within a longer linked one is left out.</summary>
    public IReadOnlyList<ValueLink> Find(string question)
    {
        if (values.LongestValue == 0)
        {
            return [];
        }

        var spans = IdentifierWords.SplitAt(question);
        var words = spans.Select(s => question.Substring(s.Start, s.Length).ToLowerInvariant()).ToArray();
        var links = new List<ValueLink>();
        for (var first = 0; first < words.Length && links.Count < MaxLinks;)
        {
            var taken = 0;
            for (var length = Math.Min(values.LongestValue, words.Length - first); length > 0 && taken == 0; length--)
            {
                if (Link(question, spans, words, first, length, links))
                {
                    taken = length;
                }
            }

            first += Math.Max(taken, 1);
        }

        return links;
    }

    private bool Link(string question, List<WordSpan> spans, string[] words, int first, int length, List<ValueLink> links)
    {
        var phrase = words.AsSpan(first, length).ToArray();
        if ((length == 1 && StopWords.Contains(phrase[0])) || phrase.All(static w => w.Length == 1 || w.All(char.IsDigit)))
        {
            return false;
        }

        var found = values.Find(phrase);
        var start = spans[first].Start;
        var end = spans[first + length - 1].Start + spans[first + length - 1].Length;
        var text = question[start..end];
        foreach (var entry in found.Take(MaxColumns))
        {
            var table = catalog.Tables[entry.Column.Table];
            links.Add(new ValueLink(text, start, end - start, table.Name, table.Columns[entry.Column.Column].Name, entry.Value, entry.Rows, entry.Score));
        }

        return found.Count > 0;
    }
}
