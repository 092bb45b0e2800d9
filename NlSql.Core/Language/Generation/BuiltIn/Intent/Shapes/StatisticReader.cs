using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"median order total by channel": asked as an average is, computed otherwise.</summary>
internal sealed class StatisticReader : IShapeReader
{
    public void Read(Restatement question)
    {
        var i = question.Find(CueKind.Median);
        if (i < 0)
        {
            return;
        }

        var cue = question.Take(i);
        question.Skip(i, CueKind.Of);
        question.Insert(i, CueKind.Average);
        question.Add(new StatisticShape(cue, AggregateKind.Median));
    }
}

internal sealed record StatisticShape(Item Cue, AggregateKind Kind) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        for (var i = 0; i < intent.Targets.Count; i++)
        {
            if (intent.Targets[i] is AggregateTerm { Kind: AggregateKind.Average } average)
            {
                intent.Targets[i] = average with { Kind = Kind };
                Cue.IsUsed = true;
                Cue.Meaning = TermText.Of(intent.Targets[i]);
            }
        }

        for (var i = 0; i < intent.Sorts.Count; i++)
        {
            if (intent.Sorts[i].Term is AggregateTerm { Kind: AggregateKind.Average } average)
            {
                intent.Sorts[i] = intent.Sorts[i] with { Term = average with { Kind = Kind } };
                Cue.IsUsed = true;
            }
        }
    }
}
