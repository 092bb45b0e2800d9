using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"the second highest salary", "the third oldest student".</summary>
internal sealed class OrdinalReader : IShapeReader
{
    public void Read(Restatement question)
    {
        var i = question.Find(CueKind.Ordinal);
        if (i < 0 || !question.Is(i + 1, CueKind.Most, CueKind.Fewest, CueKind.MostCommon, CueKind.LeastCommon)
            || !question.Lexicon.Ordinals.TryGetValue(question.Items[i].Lower.Split(' ')[^1], out var place))
        {
            return;
        }

        question.Add(new OrdinalShape(question.Take(i), place));
    }
}

internal sealed record OrdinalShape(Item Cue, int Place) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        if (intent.Sorts.Count == 0 || intent.Limit is null)
        {
            return;
        }

        intent.Nth = Place;
        Cue.IsUsed = true;
        Cue.Meaning = $"place {Place} by {TermText.Of(intent.Sorts[0].Term)}; rows that are equal share a place";
    }
}
