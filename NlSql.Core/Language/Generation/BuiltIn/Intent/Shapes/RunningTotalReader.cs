using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"running total of revenue by month", "cumulative number of orders per week".</summary>
internal sealed class RunningTotalReader : IShapeReader
{
    public void Read(Restatement question)
    {
        var i = question.Find(CueKind.Running);
        if (i < 0)
        {
            return;
        }

        var cue = question.Take(i);
        question.Skip(i, CueKind.Of);
        question.CountRows();
        question.Add(new RunningTotalShape(cue));
    }
}

internal sealed record RunningTotalShape(Item Cue) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        var at = intent.Targets.FindIndex(t => t is CountTerm or AggregateTerm { Kind: AggregateKind.Sum });
        if (at < 0 || intent.Groups.OfType<BucketTerm>().FirstOrDefault() is not { } bucket)
        {
            return;
        }

        intent.Targets.Insert(at + 1, new RunningTerm(intent.Targets[at], bucket, [.. intent.Groups.Where(g => g != bucket)]));
        Cue.IsUsed = true;
        Cue.Meaning = $"{TermText.Of(intent.Targets[at])}, added up to each {bucket.Unit}";
    }
}
