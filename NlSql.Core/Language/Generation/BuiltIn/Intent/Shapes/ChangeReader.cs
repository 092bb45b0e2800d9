using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"revenue growth by year", "month over month change in orders", "revenue by month year over year".</summary>
internal sealed class ChangeReader : IShapeReader
{
    public void Read(Restatement question)
    {
        var step = TakeStep(question);
        var i = question.Find(CueKind.Change);
        var cue = i >= 0 ? question.Take(i) : step;
        if (cue is null)
        {
            return;
        }

        if (i >= 0)
        {
            question.Skip(i, CueKind.Of, CueKind.In, CueKind.Their);
        }

        question.CountRows();
        var unit = step is null ? null : UnitOf(question, step);
        if (unit is not null && question.Period() < 0)
        {
            question.Append(Restatement.Implied(CueKind.Each), Restatement.Implied(unit));
        }

        question.Add(new ChangeShape(cue, step, unit));
    }

    private static Item? TakeStep(Restatement question)
    {
        var i = question.Find(CueKind.PeriodOnPeriod);
        if (i < 0)
        {
            return null;
        }

        var step = question.Take(i);
        question.Skip(i, CueKind.Of);
        return step;
    }

    /// <summary>The unit is a word of the phrase, or the one that its short form begins with: "yoy".</summary>
    private static string? UnitOf(Restatement question, Item step) =>
        question.Lexicon.Periods.GetValueOrDefault(step.Lower.Split(' ')[0])
            ?? question.Lexicon.Periods.Values.Distinct().FirstOrDefault(u => u[0] == step.Lower[0]);
}

/// <summary>Sets each period against the one before it, or against the same of the year before.</summary>
internal sealed record ChangeShape(Item Cue, Item? Step, string? Unit) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        var at = intent.Targets.FindIndex(t => t is CountTerm or AggregateTerm);
        if (at < 0 || intent.Groups.OfType<BucketTerm>().FirstOrDefault() is not { Unit: not PeriodStart.FiscalQuarter } bucket)
        {
            return;
        }

        var back = Unit ?? bucket.Unit;
        var text = TermText.Of(intent.Targets[at]);
        Compare(intent, at, bucket, back);
        Cue.IsUsed = true;
        Cue.Meaning = $"{text} less the same one {back} earlier; change_percent is that ÷ the earlier × 100";
        if (Step is not null)
        {
            Step.IsUsed = true;
        }
    }

    /// <summary>Adds the earlier value and the change; reads as far back as the first period shown needs.</summary>
    public static void Compare(QueryIntent intent, int at, BucketTerm bucket, string back)
    {
        var now = intent.Targets[at];
        var within = intent.Groups.Where(g => g != bucket).ToList();
        var earlier = new EarlierTerm(now, bucket, back, within);
        intent.Targets.InsertRange(at + 1, [earlier, new DifferenceTerm(now, earlier, IsRelative: false), new DifferenceTerm(now, earlier, IsRelative: true)]);
        var limit = intent.Conditions.FindIndex(c => c is DateCondition { Negation: 0, Range.From: not null } d && d.Column == bucket.Column);
        if (limit >= 0 && intent.Conditions[limit] is DateCondition { Range: { From: { } from } range } shown)
        {
            intent.Conditions[limit] = shown with { Range = range with { From = Back(from, back) } };
            intent.ShownFrom = from;
        }
    }

    /// <summary>One unit earlier; of the days of the first year, before which there is none to compare with, the first.</summary>
    public static DateOnly Back(DateOnly day, string unit) => day.Year == 1 ? DateOnly.MinValue : unit switch
    {
        "year" => day.AddYears(-1),
        "quarter" => day.AddMonths(-3),
        "month" => day.AddMonths(-1),
        "week" => day.AddDays(-7),
        _ => day.AddDays(-1),
    };
}
