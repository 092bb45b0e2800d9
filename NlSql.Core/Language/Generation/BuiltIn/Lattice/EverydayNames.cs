using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// What words may name that are in no name: by the general list of synonyms, by comments, and by what they mean. Asked only of words that nothing else
/// in the schema answers to.
/// </summary>
internal sealed class EverydayNames(INameLinks links, WordTable words)
{
    /// <summary>What is nearest in meaning only is often near for another reason.</summary>
    private const double LeastMeaning = 0.6;
    private const double Least = 0.55;
    private const double Step = 0.1;

    /// <summary>"flats" of apartment_listing: the rest of the name says that rows are things.</summary>
    private const double Thing = 0.8;

    /// <param name="phrase">Lemmas.</param>
    public IReadOnlyList<Candidate<TableNode>> Tables(IReadOnlyList<string> phrase) => Best(links.Tables(phrase)
        .Where(l => l.Source == LinkSource.Meaning ? l.Score >= LeastMeaning : l.Source is not (LinkSource.Name or LinkSource.Identifier))
        .Select(l => new Candidate<TableNode>(l.Table, l.Source is LinkSource.Synonym or LinkSource.Abbreviation && IsThing(l.Table) ? Math.Max(Thing, l.Score)
            : l.Score)));

    /// <param name="phrase">Lemmas.</param>
    public IReadOnlyList<Candidate<ColumnNode>> Columns(IReadOnlyList<string> phrase) => Best(links.Columns(phrase)
        .Where(l => l.Source == LinkSource.Meaning ? l.Score > LeastMeaning : l.Source is not (LinkSource.Name or LinkSource.Identifier))
        .Where(l => !l.Column.IsKey && !l.Column.IsForeignKey)
        .Select(l => new Candidate<ColumnNode>(l.Column, l.Score)));

    /// <summary>The best, and those nearly as good.</summary>
    private static List<Candidate<T>> Best<T>(IEnumerable<Candidate<T>> found)
    {
        var ranked = found.Where(f => f.Score >= Least).OrderByDescending(f => f.Score).ToList();
        return ranked.FindAll(f => f.Score >= ranked[0].Score - Step);
    }

    private bool IsThing(TableNode table) => table.Words.Count > 1 && table.Words.Count(w => !words.ThingWords.Contains(w)) == 1;
}
