using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>Says in a sentence why a table was returned.</summary>
/// <param name="byMeaning">False where only words were compared, because the question has no vector.</param>
internal sealed class TableExplanation(
    SchemaCatalog catalog, TableTerms terms, QueryTerms query, IReadOnlyList<ValueLink> links, IReadOnlyList<Bridge> bridges, bool byMeaning)
{
    private const int MaxWords = 4;

    public RetrievedTable Describe(RankedTable ranked)
    {
        var table = catalog.Tables[ranked.Table];
        if (links.FirstOrDefault(l => l.Table == table.Name) is { } link)
        {
            return new RetrievedTable(table, ranked.Score, RetrievalReason.ValueLink, $"\"{link.Phrase}\" is a value of its column {link.Column}");
        }

        foreach (var bridge in bridges)
        {
            if (bridge.Table == ranked.Table)
            {
                return new RetrievedTable(table, ranked.Score, RetrievalReason.JoinPath, $"joins {catalog.Tables[bridge.For].Name} with the other tables");
            }
        }

        return new RetrievedTable(table, ranked.Score, RetrievalReason.Matched, Matched(ranked.Table));
    }

    private string Matched(int ordinal)
    {
        var known = terms.Of(ordinal);
        var inName = Spelled(known.Name);
        var inColumns = Spelled(known.Columns).Except(inName).ToList();
        var inComments = Spelled(known.Comments).Except(inName).Except(inColumns).ToList();
        var parts = new List<string>(3);
        AddPart(parts, inName, "its name");
        AddPart(parts, inColumns, "its columns");
        AddPart(parts, inComments, "its comments");
        return parts.Count > 0 ? string.Join("; ", parts)
            : byMeaning ? "similar in meaning to the question"
            : "has none of the question's words; meanings could not be compared";
    }

    private List<string> Spelled(IEnumerable<string> terms) =>
        [.. terms.Select(t => query.Spelling.GetValueOrDefault(t)).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static void AddPart(List<string> parts, List<string> words, string place)
    {
        if (words.Count > 0)
        {
            var quoted = words.Take(MaxWords).Select(static w => $"\"{w}\"").ToList();
            parts.Add($"{string.Join(", ", quoted)} {(quoted.Count == 1 ? "is" : "are")} in {place}");
        }
    }
}
