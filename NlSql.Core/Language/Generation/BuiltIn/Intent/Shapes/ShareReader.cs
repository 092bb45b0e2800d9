using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"what percentage of orders were cancelled", "share of revenue by country", "proportion of urgent tickets per topic".</summary>
internal sealed class ShareReader : IShapeReader
{
    public void Read(Restatement question)
    {
        var i = question.Find(CueKind.Percentage, CueKind.Share);
        if (i < 0)
        {
            return;
        }

        var cue = question.Take(i);
        question.Skip(i, CueKind.Of, CueKind.In, CueKind.Be, CueKind.Their);
        if (question.Is(i, CueKind.Sum) && question.IsRows(i + 1))
        {
            question.Items.RemoveAt(i);
        }

        if (!question.Is(i, CueKind.Count, CueKind.Sum))
        {
            question.Insert(i, question.IsQuantity(i) ? CueKind.HowMuch : CueKind.Count);
        }

        question.Add(new ShareShape(cue, cue.Is(CueKind.Percentage) ? RatioScale.Percent : RatioScale.Fraction, question.At(i + 1)));
    }
}

/// <summary>Sets a count or a sum against the same over all rows, or over all groups where nothing restricts it.</summary>
/// <param name="Head">The noun the share is of.</param>
internal sealed record ShareShape(Item Cue, RatioScale Scale, Item? Head) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        var at = intent.Targets.FindIndex(t => t is CountTerm or AggregateTerm { Kind: AggregateKind.Sum });
        if (at < 0)
        {
            return;
        }

        var measured = intent.Targets[at];
        var only = Numerator(context);
        if (only.Count == 0 && intent.Groups.Count == 0)
        {
            return;
        }

        Term term = only.Count == 0
            ? new ShareTerm(measured, Scale)
            : new RatioTerm(new FilteredTerm(measured, only), measured, Scale, Scale == RatioScale.Percent ? "percentage" : "share");
        intent.Conditions.RemoveAll(only.Contains);
        intent.Targets[at] = term;
        intent.Targets.RemoveAll(t => t is EntityTerm or ColumnTerm && !intent.Groups.Contains(t));
        Cue.IsUsed = true;
        Cue.Meaning = TermText.Of(term) + (intent.Conditions.Count > 0 ? $", both among those where {TermText.And(intent.Conditions)}" : "");
    }

    /// <summary>
    /// What makes a row count: what is said of the noun after its verb ("orders that were cancelled"), else what stands before it ("cancelled
    /// orders"). Periods and places added at the end say which rows are looked at, unless nothing else is said.
    /// </summary>
    private List<Condition> Numerator(ParseContext context)
    {
        var intent = context.Intent;
        var periods = intent.Conditions.Where(c => c is DateCondition or CompareCondition { Left: ColumnTerm { Column.IsYear: true } }).ToList();
        var others = intent.Conditions.Except(periods).ToList();
        if (others.Count == 0)
        {
            return intent.Groups.Count == 0 ? periods : [];
        }

        var head = Head is null ? 0 : Math.Max(0, context.Items.Index().FirstOrDefault(i => i.Item == Head).Index);
        var verb = Enumerable.Range(head + 1, Math.Max(0, context.Items.Count - head - 1)).FirstOrDefault(
            i => context.IsCue(i, CueKind.Relative, CueKind.Be, CueKind.With, CueKind.Whose, CueKind.Not),
            int.MaxValue);
        var said = others.Where(c => c.Position > verb).ToList();
        var main = said.Where(c => !IsAddedPlace(context, c)).ToList();
        return main.Count > 0 ? main : said.Count > 0 ? said : others;
    }

    private static bool IsAddedPlace(ParseContext context, Condition condition) =>
        context.IsCue(condition.Position - 1, CueKind.In)
            || (context.IsCue(condition.Position - 2, CueKind.In) && context.At(condition.Position - 1)?.Kind == ItemKind.Name);
}
