using NlSql.Core.Language.Generation.BuiltIn.Grammar;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Whether the groups that are to be kept without any row are those of the answer.</summary>
internal static class EmptyGroups
{
    /// <summary>"orders per customer, include customers without reviews" keeps others than those without any order.</summary>
    public static bool AreOthers(Sentence sentence, FigureAssembly figures)
    {
        return sentence.KeepsEmptyGroups is { } keeps
            && (sentence.By.Count == 0
                || !IsAmong(keeps.Kept, sentence.By)
                || !IsAmong(keeps.Lacking, [.. sentence.Figures.Select(slot => slot.Figure).OfType<CountPart>()]));

        // Whatever table the word may mean: which of several it is was decided where it was said first.
        bool IsAmong(EntityPart? said, IReadOnlyList<OperandPart> parts) =>
            said is null || parts.Count == 0 || parts.Any(part => said.Name.Tables.Any(table => table.Node == figures.GrainOf(part)));
    }
}
