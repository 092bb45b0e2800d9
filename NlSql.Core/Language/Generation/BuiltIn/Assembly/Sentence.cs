using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>A figure and the conditions that hold for it alone: "orders in 2024 and customers in 2025".</summary>
internal sealed record FigureSlot(OperandPart Figure, IReadOnlyList<FilterPart> Own);

/// <summary>The constituents of a cover, by what they are for. Every constituent has its place.</summary>
internal sealed partial class Sentence
{
    private readonly List<(FilterPart Part, int Figures)> filters = [];
    private int filtersBeforeShow;
    private readonly List<OperandPart> figures = [];
    private HowManyPart? counts;
    private DatedPart? dated;
    private bool tellsHowMuch;

    public Sentence(Cover cover, bool isYesNo)
    {
        IsYesNo = isYesNo;
        Part? before = null;
        foreach (var constituent in cover.Constituents)
        {
            Place(constituent.Part, before);
            before = constituent.Part;
        }

        if (counts is not null && (before != counts || !CountsShown()))
        {
            Surplus.Add(counts);
        }

        if (tellsHowMuch)
        {
            TellHowMuch();
        }

        Figures = [.. figures.Select((f, i) => new FigureSlot(f, OwnOf(i))).SelectMany(Split).Select(Scaled)];
        Filters = [.. filters.Where(f => !Figures.Any(s => s.Own.Contains(f.Part))).Select(f => f.Part)];
        if (dated is not null)
        {
            Date(dated);
        }
    }

    public bool IsYesNo { get; private set; }

    /// <summary>Columns and things to be shown or counted, in the order of the question.</summary>
    public List<OperandPart> Shows { get; } = [];

    public IReadOnlyList<FigureSlot> Figures { get; }

    /// <summary>Conditions that hold for everything.</summary>
    public IReadOnlyList<FilterPart> Filters { get; private set; }

    /// <summary>A condition that turned out to be something else.</summary>
    public void Leave(FilterPart filter) => Filters = [.. Filters.Where(f => f != filter)];

    /// <summary>Conditions that have been found to be one.</summary>
    public void Join(FilterPart first, FilterPart second, FilterPart whole) => Filters = [.. Filters.Where(f => f != first && f != second), whole];

    public List<OperandPart> By { get; } = [];

    /// <summary>Those of <see cref="By"/> said with "for each": a breakdown, never a key to sort by.</summary>
    public HashSet<OperandPart> Each { get; } = new(ReferenceEqualityComparer.Instance);

    public BestPart? Best { get; private set; }

    /// <summary>What the adjective means has been found.</summary>
    public void Replace(BestPart best) => Best = best;

    /// <summary>"best-selling tools": so many of them.</summary>
    public void WidenBest(int count) => Best = Best! with { Count = count };

    public LimitPart? Limit { get; private set; }

    /// <summary>The thing that is shown is said in the plural.</summary>
    public bool AreSeveral { get; set; }

    /// <summary>"largest stores": more than one, and no number is said.</summary>
    public void Widen(int count) => Limit = Limit! with { Count = count };

    public CommonPart? Common { get; private set; }

    /// <summary>"more X than Y"</summary>
    public ContestPart? Contest { get; private set; }

    /// <summary>"most common diagnoses": all of them in that order.</summary>
    public void WidenCommon() => Common = Common! with { Count = 0 };

    public List<OrderPart> Orders { get; } = [];

    /// <summary>Groups without any row are asked for too; null where that was not said.</summary>
    public KeepEmptyPart? KeepsEmptyGroups { get; private set; }

    /// <summary>Things that stand side by side with nothing said between them.</summary>
    public int Unjoined { get; private set; }

    /// <summary>What could not be placed because its place was taken.</summary>
    public List<Part> Surplus { get; } = [];

    public HashSet<string> Cues { get; } = [];

    /// <summary>"when" or "where" that opens the question.</summary>
    public CueWord? Asking { get; private set; }

    /// <summary>"how many" with nothing named right behind it.</summary>
    public CueWord? Counting { get; private set; }

    /// <summary>"over the whole year"</summary>
    public CueWord? AllPeriods { get; private set; }

    /// <summary>"share of orders by channel in percent"</summary>
    public CueWord? AsPercent { get; private set; }

    /// <summary>"how much does it weigh": what the verb speaks of is shown.</summary>
    public Lattice.DegreeWord? Graded { get; private set; }

    /// <summary>"list the name and the number": the figure that has been asked for.</summary>
    public List<CueWord> Numbers { get; } = [];

    /// <summary>"and how many did each have"; null where it was not said.</summary>
    public AlsoCountPart? AlsoCounts { get; private set; }

    /// <summary>It has found its column.</summary>
    public bool IsGradedShown { get; set; }

    /// <summary>Every thing that is named, wherever.</summary>
    public IEnumerable<EntityPart> Entities() => PartWalk.Entities(
        [.. Shows, .. Figures.Select(f => f.Figure), .. Figures.SelectMany(f => f.Own), .. Filters, .. By, Best?.Key, Best?.Of, Common?.Of,
            .. Orders.Select(o => o.Key), Contest]);

    private void Place(Part part, Part? before)
    {
        switch (part)
        {
            case CueWord { Class: "stop" } when Shows.Count + figures.Count == 0 && Best is null && Common is null && !Cues.Contains("who"):
                // What is said after the question belongs to what is asked for, and nothing is yet.
                Unjoined++;
                break;
            case CueWord cue:
                Cues.Add(cue.Class);
                Asking ??= cue.Class is "when" or "where" && before is null ? cue : null;
                Numbers.AddRange(cue.Class == "countnoun" ? [cue] : []);
                Counting ??= cue.Class is "count" or "howmuch" ? cue : null;
                AllPeriods ??= cue.Class == "allperiods" ? cue : null;
                AsPercent ??= cue.Class == "aspercent" ? cue : null;
                break;
            case ListPart list:
                foreach (var item in list.Items)
                {
                    Show(item, isJoined: Shows.Count + figures.Count > 0);
                }

                break;
            case OperandPart operand:
                Show(operand, Joins(before), before is LimitPart or BestPart { Key: null });
                break;
            case FilterPart filter:
                filters.Add((filter, figures.Count));
                break;
            case EachPart each:
                Show(each.Figure, Joins(before));
                By.AddRange(each.By);
                Each.UnionWith(each.By);
                break;
            case SpentPart spent when Counting is { Class: "howmuch" }:
                Counting = null;
                Show(spent.Amount, isJoined: true);
                break;
            case ByPart by:
                By.AddRange(by.Items);
                Each.UnionWith(by.IsEach ? by.Items : []);
                break;
            case BestPart { Of: { } of } best when Best is null && Shows.Count + figures.Count == 0:
                Best = best with { Of = null };
                Show(of, isJoined: false);
                break;
            case BestPart { Of: { } things } best when Best is null && figures.Count == 0
                && Shows.TrueForAll(s => s is AttributePart { Owner: null, IsTheirs: false }):
                Best = best with { Of = null };
                OwnShown(things);
                break;
            case BestPart best when Best is null:
                Best = best;
                break;
            case RankedPart ranked when Best is null:
                Best = ranked.Best;
                Show(ranked.Of, Joins(before));
                break;
            case OtherEndPart other when Best is { HasOtherEnd: false, Count: 0 } && Best.IsDescending != other.IsDescending:
                Best = Best with { HasOtherEnd = true };
                break;
            case AlsoCountPart { Of: { } counted } when !filters.Exists(f => f.Part is ExistsPart { Count: not null }):
                Show(new CountPart(counted) { At = counted.At }, isJoined: true);
                break;
            case AlsoCountPart also:
                AlsoCounts = also;
                break;
            case BesidePart beside when Shows.Count + figures.Count > 0 || Best is not null:
                // "is any of them late? names please"
                IsYesNo = false;
                foreach (var item in beside.What is ListPart several ? several.Items : [beside.What])
                {
                    ShowBeside(item);
                }

                break;
            case FewPart few when Limit is null:
                Limit = new LimitPart(few.Count, true) { At = few.At };
                Cues.UnionWith(few.IsAsked ? ["which"] : []);
                Show(few.Of, Joins(before));
                break;
            case LimitPart limit when Limit is null:
                Limit = limit;
                break;
            case ShareByPart share:
                Show(share.Share, Joins(before));
                By.AddRange(share.By.Items);
                Each.UnionWith(share.By.Items);
                break;
            case ContestPart contest when Contest is null:
                Contest = contest;
                break;
            case CommonPart common when Common is null:
                Common = common;
                Shows.AddRange(common.Among is { } among ? [among] : []);
                break;
            case Lattice.DegreeWord degree when Graded is null && Cues.Contains("howmuch"):
                Graded = degree;
                break;
            case KeepEmptyPart keeps:
                KeepsEmptyGroups = keeps;
                break;
            case OncePart:
                Distinguish();
                break;
            case ListedPart:
                IsYesNo = false;
                break;
            case DatedPart day when dated is null:
                dated = day;
                break;
            case MuchTooPart when Best is not null:
                tellsHowMuch = true;
                break;
            case HowManyPart many:
                counts = many;
                break;
            case OrderPart order:
                Orders.Add(order);
                break;
            default:
                Surplus.Add(part);
                break;
        }
    }

    private void Show(OperandPart operand, bool isJoined, bool afterRank = false)
    {
        switch (operand)
        {
            case EntityPart entity when isJoined && figures.Exists(f => f is CountPart):
                figures.Add(new CountPart(entity) { At = entity.At });
                break;
            case EntityPart entity when isJoined && filters.Count > filtersBeforeShow && Shows.Count > 0 && Shows.TrueForAll(s => s is EntityPart):
                // "orders in 2024 and customers in 2025": each with its own conditions, so each is counted.
                figures.AddRange(Shows.Select(s => new CountPart(s) { At = s.At }));
                for (var i = 0; i < filters.Count; i++)
                {
                    filters[i] = (filters[i].Part, i < filtersBeforeShow ? 0 : figures.Count);
                }

                Shows.Clear();
                figures.Add(new CountPart(entity) { At = entity.At });
                break;
            case EntityPart entity when afterRank && figures.Count == 0 && Shows.Count > 0
                && Shows.TrueForAll(s => s is AttributePart { Owner: null, IsTheirs: false }):
                OwnShown(entity);
                break;
            case EntityPart entity when !isJoined && figures.Count + Shows.Count > 0:
                Unjoined++;
                filters.Add((figures.Count > 0 ? new MentionPart(entity) { At = entity.At } : new ExistsPart(entity) { At = entity.At }, figures.Count));
                break;
            case EntityPart or AttributePart or UnitPart or DurationPart or StretchPart or ArithmeticPart { Left: AttributePart }:
                Unjoined += isJoined || figures.Count + Shows.Count == 0 ? 0 : 1;
                filtersBeforeShow = filters.Count;
                Shows.Add(operand);
                break;
            default:
                Unjoined += isJoined || figures.Count + Shows.Count == 0 ? 0 : 1;
                figures.Add(operand);
                break;
        }
    }

    private static bool Joins(Part? before) => before is CueWord { Class: "and" or "comma" or "stop" or "open" };
}
