using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"orders in 2025 compared to 2024", "revenue this year versus last year", "revenue by month compared to the previous year".</summary>
internal sealed class PeriodComparisonReader : IShapeReader
{
    public void Read(Restatement question)
    {
        var i = question.Find(CueKind.Compared);
        if (i < 0)
        {
            return;
        }

        var at = i + 1;
        while (question.Is(at, CueKind.In, CueKind.Of, CueKind.Their))
        {
            at++;
        }

        var range = question.At(at) switch
        {
            { Kind: ItemKind.Date, Date: { } date } => date,
            { } year when DateReader.IsYear(year) => DateRange.Year((int)year.Number),
            _ => null,
        };
        if (range is null)
        {
            return;
        }

        var period = question.Take(at);
        var cue = question.Take(i);
        question.Skip(i, CueKind.In, CueKind.Of, CueKind.Their);
        question.CountRows();
        question.Add(new PeriodComparisonShape(cue, period, range));
    }
}

internal sealed record PeriodComparisonShape(Item Cue, Item Period, DateRange Other) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        var at = intent.Targets.FindIndex(t => t is CountTerm or AggregateTerm);
        if (at < 0)
        {
            return;
        }

        var words = Period.Lower.Split(' ');
        var unit = words.Select(w => context.Lexicon.Periods.GetValueOrDefault(Lemmas.Of(w))).FirstOrDefault(u => u is not null) ?? "year";
        if (intent.Conditions.OfType<DateCondition>().FirstOrDefault(c => c.Negation == 0) is { Range: { From: not null, To: not null } } now)
        {
            var then = now with { Range = context.Lexicon.Anchored.Overlaps(words) ? Back(now.Range, unit) : Other };
            Compare(intent, at, now, then);
        }
        else if (intent.Groups.OfType<BucketTerm>().FirstOrDefault() is { } bucket && bucket.Unit != unit)
        {
            ChangeShape.Compare(intent, at, bucket, unit);
        }
        else
        {
            return;
        }

        Cue.IsUsed = true;
        Period.IsUsed = true;
    }

    private void Compare(QueryIntent intent, int at, DateCondition now, DateCondition then)
    {
        var measured = intent.Targets[at];
        var (current, earlier) = (new FilteredTerm(measured, [now]), new FilteredTerm(measured, [then]));
        intent.Targets.RemoveAt(at);
        intent.Targets.InsertRange(
            at,
            [current, earlier, new DifferenceTerm(current, earlier, IsRelative: false), new DifferenceTerm(current, earlier, IsRelative: true)]);
        intent.Conditions.Remove(now);
        intent.Conditions.Add(new AnyOfCondition(now.Position, [now, then]));
        Cue.Meaning = $"{TermText.Of(current)}, against {TermText.Of(earlier)}; change_percent is their difference ÷ the latter × 100";
    }

    /// <summary>The same stretch one unit earlier.</summary>
    private static DateRange Back(DateRange range, string unit) => new(ChangeShape.Back(range.From!.Value, unit), ChangeShape.Back(range.To!.Value, unit));
}
