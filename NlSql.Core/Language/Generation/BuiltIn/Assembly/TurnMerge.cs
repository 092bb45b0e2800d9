using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// Puts what a turn says in its place among what the turns before said: another period instead of the period, another breakdown instead of the breakdown,
/// a condition more beside the conditions.
/// </summary>
internal sealed class TurnMerge
{
    private readonly TurnWords turn;
    private readonly List<Constituent> all;

    private TurnMerge(IReadOnlyList<Constituent> before, TurnWords turn)
    {
        this.turn = turn;
        all = [.. before];
    }

    /// <summary>All that is asked for then; null when what is said changes nothing that was asked, or cannot be told what.</summary>
    public static IReadOnlyList<Constituent>? Of(IReadOnlyList<Constituent> before, IReadOnlyList<Constituent> now, TurnWords turn)
    {
        var merge = new TurnMerge(before, turn);
        return turn.Change != TurnChange.Words ? merge.Changed()
            : now.Any(n => n.Part is not CueWord) && now.All(merge.Place) ? merge.all
            : null;
    }

    private List<OperandPart> Figures => [.. all.Select(c => c.Part).OfType<OperandPart>().Where(IsFigure)];

    private bool IsRanked => all.Exists(c => c.Part is BestPart or LimitPart or CommonPart);

    private List<Constituent>? Changed() => turn.Change switch
    {
        TurnChange.Reverse => Reversed(),
        TurnChange.Count => Counted(),
        _ => Shared(turn.Change == TurnChange.Percent ? ShareScale.Percent : ShareScale.Fraction),
    };

    private List<Constituent>? Shared(ShareScale scale)
    {
        if (Figures is not [CountPart or AggregatePart or MeasurePart] || !all.Exists(c => c.Part is ByPart))
        {
            return null;
        }

        Change(
            c => c.Part is OperandPart figure && IsFigure(figure),
            c => c with { Part = new SharePart((OperandPart)c.Part, scale, null) { At = c.Part.At } });
        return all;
    }

    private List<Constituent>? Counted()
    {
        if (all.Select(c => c.Part).OfType<OperandPart>().ToList() is not [EntityPart] || IsRanked || all.Exists(c => c.Part is ByPart))
        {
            return null;
        }

        all.RemoveAll(c => c.Part is OrderPart or CueWord);
        Change(c => c.Part is EntityPart, c => c with { Part = new CountPart((EntityPart)c.Part) { At = c.Part.At } });
        return all;
    }

    private List<Constituent>? Reversed()
    {
        if (all.Count(c => c.Part is OrderPart or LimitPart or BestPart { HasOtherEnd: false }) != 1)
        {
            return null;
        }

        Change(c => c.Part is OrderPart or LimitPart or BestPart, c => c with
        {
            Part = c.Part switch
            {
                OrderPart order => order with { IsDescending = !order.IsDescending },
                LimitPart limit => limit with { IsDescending = !limit.IsDescending },
                var best => (BestPart)best with { IsDescending = !((BestPart)best).IsDescending },
            },
        });
        return all;
    }

    private bool Place(Constituent now)
    {
        switch (now.Part)
        {
            case CueWord { Class: "count" or "howmuch" or "when" or "where" }:
                return false;
            case CueWord:
                return true;
            case FilterPart filter:
                Narrow(now, filter);
                return true;
            case ByPart by:
                return BreakDown(now, by);
            case OrderPart:
                all.RemoveAll(c => c.Part is OrderPart);
                all.Add(now);
                return true;
            case LimitPart limit:
                return Limit(now, limit);
            case BestPart best:
                var count = all.Select(c => c.Part).OfType<LimitPart>().FirstOrDefault()?.Count ?? 0;
                all.RemoveAll(c => c.Part is BestPart or LimitPart or OrderPart);
                all.Add(best.Count == 0 && count > 1 ? now with { Part = best with { Count = count } } : now);
                return true;
            case EntityPart { Where.Count: > 0 } entity when turn is { Leans: true, NeedsBefore: false }:
                // "only Norwegian passengers"
                Narrow(now, new MentionPart(entity) { At = entity.At });
                return true;
            case OperandPart operand:
                return Instead(now, operand);
            default:
                return false;
        }
    }

    /// <summary>Takes the place of conditions of the same kind; else holds as well.</summary>
    private void Narrow(Constituent now, FilterPart filter)
    {
        var isPlaced = false;
        for (var i = all.Count - 1; i >= 0; i--)
        {
            var changed = PartEdit.Conditions(all[i].Part, old =>
            {
                if (!IsSameKind(old, filter))
                {
                    return old;
                }

                var first = !isPlaced;
                isPlaced = true;
                return first ? Instead(old, filter) : null;
            });
            if (changed is null)
            {
                all.RemoveAt(i);
            }
            else if (!ReferenceEquals(changed, all[i].Part))
            {
                all[i] = all[i] with { Part = changed with { At = all[i].Part.At } };
            }
        }

        if (!isPlaced)
        {
            all.Add(now with { Part = filter });
        }
    }

    /// <summary>What stays of the condition before: the column that it named.</summary>
    private static FilterPart Instead(FilterPart old, FilterPart now) => (old, now) switch
    {
        (PeriodPart { Column: { } column }, PeriodPart { Column: null } period) => period with { Column = column },
        (ValuesPart before, ValuesPart values) => values with
        {
            Column = values.Column ?? before.Column,
            Of = values.Of ?? before.Of,
            Direction = values.Direction == Direction.None ? before.Direction : values.Direction,
        },
        (ComparePart before, ComparePart { Left: null } compare) => compare with { Left = before.Left },
        _ => now,
    };

    private static bool IsSameKind(FilterPart old, FilterPart now) => (old, now) switch
    {
        (PeriodPart a, PeriodPart b) => a.Column is null || b.Column is null || Same(a.Column, b.Column),
        (AnyPart any, PeriodPart) => any.Parts.All(p => p is PeriodPart),
        (PeriodPart, AnyPart any) => any.Parts.All(p => p is PeriodPart),
        (ValuesPart a, ValuesPart b) => Columns(a).Overlaps(Columns(b)),
        (AnyPart any, ValuesPart b) => any.Parts.All(p => p is ValuesPart a && Columns(a).Overlaps(Columns(b))),
        (ComparePart { Left: null or AttributePart }, ComparePart { Left: null }) => true,
        (ComparePart { Left: AttributePart a }, ComparePart { Left: AttributePart b }) => Same(a, b),
        (NotPart { Inner: ValuesPart a }, ValuesPart b) => Columns(a).Overlaps(Columns(b)),
        (InForcePart, InForcePart) or (WeekdayPart, WeekdayPart) => true,
        _ => false,
    };

    private static bool Same(AttributePart a, AttributePart b) => a.Name.Columns[0].Node == b.Name.Columns[0].Node;

    private static HashSet<ColumnNode> Columns(ValuesPart part) =>
        [.. part.Column is { } column ? column.Name.Columns.Take(1).Select(c => c.Node) : part.Values.SelectMany(v => v.Values).Select(v => v.Column)];

    private bool BreakDown(Constituent now, ByPart by)
    {
        if (IsRanked || by.Items.Any(IsFigure))
        {
            return false;
        }

        if (!turn.Adds)
        {
            all.RemoveAll(c => c.Part is ByPart old && !old.Items.Any(IsFigure));
        }

        all.Add(now);
        return true;
    }

    private bool Limit(Constituent now, LimitPart limit)
    {
        all.RemoveAll(c => c.Part is OrderPart);
        if (all.FindIndex(c => c.Part is BestPart) is >= 0 and var at && all[at].Part is BestPart { HasOtherEnd: false } best)
        {
            // "the most expensive product" and then "the worst 3": by the same key, from the other end.
            var isDescending = limit.IsDescending == best.IsDescending;
            all[at] = all[at] with { Part = best with { Count = limit.Count, IsNth = false, IsDescending = isDescending } };
            return !limit.IsByTime;
        }

        all.RemoveAll(c => c.Part is LimitPart);
        all.Add(now);
        return true;
    }

    /// <summary>Another figure in the place of the one before; a thing is counted where things were counted.</summary>
    private bool Instead(Constituent now, OperandPart operand)
    {
        if (!turn.NeedsBefore || turn.Adds || Figures is not [var old])
        {
            return false;
        }

        var figure = operand is EntityPart && old is CountPart ? new CountPart(operand) { At = operand.At } : operand;
        if (!IsFigure(figure))
        {
            return false;
        }

        Change(c => c.Part == old, c => c with { Part = figure });
        return true;
    }

    private void Change(Predicate<Constituent> which, Func<Constituent, Constituent> to)
    {
        for (var i = 0; i < all.Count; i++)
        {
            all[i] = which(all[i]) ? to(all[i]) : all[i];
        }
    }

    private static bool IsFigure(OperandPart part) => part is CountPart or AggregatePart or MeasurePart or GroupsPart or SharePart or RatePart;
}
