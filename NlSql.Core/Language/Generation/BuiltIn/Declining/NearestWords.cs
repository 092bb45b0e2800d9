using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Declining;

/// <summary>What a database has that is nearest to words of which nothing was made.</summary>
internal static class NearestWords
{
    private const int MostWords = 4;
    private const int MostNames = 3;

    /// <param name="missing">Words and phrases of the question.</param>
    public static IReadOnlyList<NearestNames> Of(IReadOnlyList<string> missing, INameLinks links)
    {
        var words = missing.SelectMany(phrase => phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => word.Trim('"', '\'', ',', '.', '?'))
            .Where(word => word.Length > 2 && word.All(char.IsLetter) && !StopWords.Contains(word.ToLowerInvariant()))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostWords);
        return [.. words.Select(word => new NearestNames(word, NamesOf(word.ToLowerInvariant(), links))).Where(near => near.Names.Count > 0)];
    }

    private static IReadOnlyList<string> NamesOf(string word, INameLinks links)
    {
        var tables = links.Tables([word]).Select(t => (Name: t.Table.Info.Name.ToString(), t.Score));
        var columns = links.Columns([word]).Where(c => !c.Column.IsKey && !c.Column.IsForeignKey)
            .Select(c => (Name: $"{c.Column.Table.Info.Name}.{c.Column.Info.Name}", c.Score));
        return [.. tables.Concat(columns).OrderByDescending(n => n.Score).Select(n => n.Name).Distinct().Take(MostNames)];
    }
}
