using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Whether the groups that are to be kept without any row are those of the answer.</summary>
internal static class EmptyGroups
{
    /// <summary>"orders per customer, include customers without reviews" keeps others than those without any order.</summary>
    public static bool AreOthers(Sentence sentence, FigureAssembly figures, Reach reach)
    {
        return sentence.KeepsEmptyGroups is { } keeps && (sentence.By.Count == 0 || !AreGrouped(keeps.Kept) || !AreCounted(keeps.Lacking));

        // Whatever table the word may mean: which of several it is was decided where it was said first.
        bool AreGrouped(EntityPart? said) => said is null || sentence.By.Any(part => said.Name.Tables.Any(table => table.Node == figures.GrainOf(part)));

        // Whoever has no order has no line of one.
        bool AreCounted(EntityPart? said) =>
            said is null || sentence.Figures.Count == 0 || sentence.Figures.Any(slot => figures.GrainOf(slot.Figure) is { } rows && AreIn(said, rows));

        bool AreIn(EntityPart said, TableNode rows) => said.Name.Tables.Any(table => table.Node == rows || reach.ToOne(rows, table.Node) is not null);
    }
}
