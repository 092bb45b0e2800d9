using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>Which words of a question went into the plan, and which did not: a word that changes nothing was not understood.</summary>
internal sealed class ReadWords
{
    private readonly ParseContext context;
    private readonly List<Item> content;

    /// <summary>What stands in the question, be it read as part of a plainer one or as what is to be made of that.</summary>
    private readonly List<Item> written;

    public ReadWords(ParseContext context)
    {
        this.context = context;
        written = [.. context.Items.Where(i => !i.IsImplied).Concat(context.Taken)];
        content = [.. written.Where(i => (i.Kind is not (ItemKind.Break or ItemKind.Cue) || (i.IsUsed && IsShape(i))) && !IsLight(i))];
        Missing = [.. content.Concat(written.Where(IsUnmet)).Where(i => !i.IsUsed).OrderBy(i => i.FirstToken).Select(i => i.Text)];
        var weight = content.Sum(Weight) + (2 * Unmet);
        Coverage = weight == 0 ? 0 : content.Where(i => i.IsUsed).Sum(Weight) / weight;
        var links = content.Where(i => i is { Kind: ItemKind.Name, IsUsed: true }).Select(i => Math.Max(i.TableScore, i.ColumnScore)).ToList();
        WeakestLink = links.DefaultIfEmpty(1).Min();
    }

    /// <summary>Words that nothing was made of.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Share of the words' weight that went into the plan, 0 to 1.</summary>
    public double Coverage { get; }

    /// <summary>How well the worst of the names that were used fits its word, 0 to 1.</summary>
    public double WeakestLink { get; }

    public IEnumerable<Item> Used => content.Where(i => i is { IsUsed: true, Meaning: not null });

    public int Unread(ItemKind kind) => content.Count(i => i.Kind == kind && !i.IsUsed);

    /// <summary>"the highest", "how many", "average": asked for, and not in the plan.</summary>
    public int UnreadQuantities => Unread(
        CueKind.Most, CueKind.Fewest, CueKind.MostCommon, CueKind.LeastCommon, CueKind.Top, CueKind.Bottom, CueKind.Maximum, CueKind.Minimum,
        CueKind.Average, CueKind.Sum, CueKind.Count,
        CueKind.HowMuch, CueKind.HowOld, CueKind.WhenAsked, CueKind.WhereAsked, CueKind.Times);

    public int UnreadComparisons => Unread(
        CueKind.Greater, CueKind.GreaterOrEqual, CueKind.Less, CueKind.LessOrEqual, CueKind.OrMore, CueKind.OrLess, CueKind.Between, CueKind.Before,
        CueKind.After, CueKind.Since, CueKind.Contains,
        CueKind.StartsWith, CueKind.EndsWith, CueKind.Null, CueKind.NotNull, CueKind.NotEqual);

    public int UnreadOrders => Unread(CueKind.OrderBy, CueKind.Rank, CueKind.Ascending, CueKind.Descending, CueKind.Alphabetical);

    public int UnreadGroups => Unread(CueKind.Each, CueKind.By);

    /// <summary>"not", "or", "both" without a condition that they act on.</summary>
    public int UnreadLogic
    {
        get
        {
            var unread = Unread(CueKind.Both, CueKind.Only);
            var conditions = context.Intent.Conditions.Concat(context.Intent.Targets.SelectMany(Counted)).ToList();
            foreach (var (i, item) in context.Items.Index().Where(i => !i.Item.IsUsed))
            {
                var isMet = !item.IsAny(CueKind.Not, CueKind.Or)
                    || (item.Is(CueKind.Not)
                        ? conditions.Exists(c => c.Negation == i + 1)
                        : conditions.Exists(c => c is AnyOfCondition or OneOfCondition { Values.Count: > 1 }));
                unread += isMet ? 0 : 1;
            }

            return unread;
        }
    }

    /// <summary>What is asked for is not what would be shown: a share, a ratio, a difference.</summary>
    public int Unmet => written.Count(IsUnmet);

    /// <summary>Conditions of the rows that a share counts.</summary>
    private static IEnumerable<Condition> Counted(Term term) => term switch
    {
        FilteredTerm filtered => filtered.Only,
        RatioTerm ratio => Counted(ratio.Numerator).Concat(Counted(ratio.Denominator)),
        _ => [],
    };

    private int Unread(params ReadOnlySpan<CueKind> kinds)
    {
        var count = 0;
        foreach (var item in context.Items)
        {
            count += !item.IsUsed && item.IsAny(kinds) ? 1 : 0;
        }

        return count;
    }

    private bool IsUnmet(Item item) => !item.IsUsed && IsShape(item);

    private bool IsShape(Item item) =>
        item.IsAny(
            CueKind.Percentage, CueKind.Share, CueKind.Rate, CueKind.Ratio, CueKind.Difference, CueKind.Change, CueKind.PeriodOnPeriod,
            CueKind.Running, CueKind.Compared, CueKind.Median)
            || (item.IsAny(CueKind.Ordinal, CueKind.More, CueKind.Fewer, CueKind.Greater, CueKind.Less) && context.Taken.Contains(item));

    /// <summary>"orders that were placed": the verb says no more than the noun.</summary>
    private bool IsLight(Item item) => item is { Kind: ItemKind.Word, IsUsed: false } && context.Lexicon.LightVerbs.Contains(item.Lower);

    private static double Weight(Item item) => item.Kind switch
    {
        ItemKind.Word => EnglishInflection.IsParticiple(item.Lower) ? 0.4 : 0.9,
        ItemKind.Number => 0.8,
        ItemKind.Value => 1.2,
        _ => 1,
    };
}
