using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// How likely a plan is right: the logistic of a base plus, for everything that speaks for or against it, an amount times a weight. The weights were
/// fitted to the
/// answers given to public questions (docs/benchmarks.md says how well they hold on databases they were not fitted to) and rounded.
/// </summary>
internal static class Confidence
{
    /// <summary>Below it the translator declines: of such answers most are wrong.</summary>
    public const double Least = 0.6;

    private const double Base = 1.5;

    /// <summary>Questions of up to so many words and phrases are not long.</summary>
    private const int Short = 8;

    /// <summary>A probability, 0 to 1.</summary>
    public static double Of(IEnumerable<Evidence> evidence) => 1 / (1 + Math.Exp(-(Base + evidence.Sum(e => e.Amount * e.Weight))));

    public static IReadOnlyList<Evidence> Weigh(ParseContext context, RelationalPlan plan, ReadWords words, IReadOnlyList<Finding> findings)
    {
        var intent = context.Intent;
        var length = context.Items.Count;
        return
        [
            new("share of the words that are not in the plan", 1 - words.Coverage, -1.6),
            new("unread names", Math.Min(2, words.Unread(ItemKind.Name)), -1.1),
            new("unread words", Math.Min(3, words.Unread(ItemKind.Word)), -0.5),
            new(
                "unread numbers, dates and values",
                Math.Min(2, words.Unread(ItemKind.Number) + words.Unread(ItemKind.Date)) + Math.Min(2, words.Unread(ItemKind.Value)),
                -1.4),
            new("unread quantities and comparisons", Math.Min(2, words.UnreadQuantities) + Math.Min(2, words.UnreadComparisons), -1.3),
            new("unread orders and groupings", Math.Min(2, words.UnreadOrders) + Math.Min(2, words.UnreadGroups), -0.7),
            new("unread not, or, both", Math.Min(2, words.UnreadLogic), -1.5),
            new("a share, ratio or difference that is not in the plan", Math.Min(1, words.Unmet), -4),
            new("weakest match of a name", 1 - words.WeakestLink, -0.8),
            new("readings nearly as good", Math.Min(3, findings.Count(f => f.Kind == FindingKind.Tie)), -0.2),
            new("joins", Math.Min(4, PlanReview.TablesOf(plan).Count() - 1), -0.2),
            new(
                "multiplied rows, odd units, limits without order",
                findings.Where(f => f.Kind is FindingKind.FansOut or FindingKind.SumFansOut or FindingKind.OddUnit or FindingKind.UnorderedLimit)
                    .DistinctBy(f => f.Kind)
                    .Count(),
                -0.8),
            new("rows that only share a third", findings.Any(f => f.Kind == FindingKind.Detour) ? 1 : 0, -1.2),
            new("plain rows where more is asked for", findings.Any(f => f.Kind == FindingKind.PlainRows) ? 1 : 0, -2),
            new("groups of one row", findings.Any(f => f.Kind == FindingKind.SingleRows) ? 1 : 0, -1.5),
            new("date not named", findings.Any(f => f.Kind == FindingKind.OtherDate) ? 1 : 0, -0.6),
            new("subject not read", findings.Any(f => f.Kind == FindingKind.OtherSubject) ? 1 : 0, -1),
            new("length", Math.Max(0, length - Short) / (double)Short, -0.9),
            new("values not known to occur", Math.Min(2, intent.Conditions.OfType<OneOfCondition>().Sum(c => c.Values.Count(v => !v.IsKnown))), -0.9),
            new("whole rows, nothing narrower", intent.Targets is [EntityTerm { WithAllColumns: true }] ? 1 : 0, -0.3),
            new("a quantity or a ranking", intent.HasAggregate || intent.Sorts.Count > 0 ? 1 : 0, 0.6),
        ];
    }
}

/// <summary>Something that makes an answer more or less likely to be right.</summary>
internal sealed record Evidence(string What, double Amount, double Weight);
