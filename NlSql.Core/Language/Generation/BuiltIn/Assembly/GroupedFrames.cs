using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Frames of figures: one row in all, or one for each group.</summary>
internal sealed partial class GroupedFrames(Scene scene, FilterAssembly filters, FigureAssembly figures, Attachment attachment)
{
    /// <summary>Two stretches that are no unit of the calendar, or none that groups are made of: "this week vs last week".</summary>
    private static readonly Lattice.UnitWord Stretch = new("", false, false);

    private const double AnyAmount = 0.985;
    private const double OfOthers = 0.9;
    private const double OfItself = 0.5;

    public Answer? Figures(Sentence sentence, IReadOnlyList<FigureSlot> slots, IReadOnlyList<OperandPart> by)
    {
        if (slots is [{ Figure: var only }] && AsGroups(only) is { } groups)
        {
            if (by.Count == 0 || groups.Function != Function.Average)
            {
                return OverGroups(sentence, groups, by);
            }

            // "average number of orders per client in every territory": all of them by how many clients there are.
            slots = [slots[0] with { Figure = new PerPart(groups.Of, groups.Per, IsSaid: true) { At = groups.At } }];
        }

        var frames = new List<QueryFrame>();
        foreach (var same in Alike(slots))
        {
            if (Frame(sentence, same.Grain, same.Slots, by) is not { } frame)
            {
                return null;
            }

            frames.Add(frame);
        }

        return frames switch
        {
            [] => null,
            [var one] when one.Having is not null && one.By.Count == 0 => null,
            [var one] => new SingleAnswer(one),
            _ => new SideBySide(frames),
        };
    }

    /// <summary>Groups of a thing by a figure: "customers with the most orders", "customers whose total is over 1000".</summary>
    public QueryFrame? ByFigure(Sentence sentence, IReadOnlyList<OperandPart> by, OperandPart figure, Func<Expression, QueryFrame, QueryFrame?> finish,
        FilterPart? without = null)
    {
        if (figures.GrainOf(figure) is not { } grain || figure is PerPart { IsSaid: false, Per: EntityPart })
        {
            return null;
        }

        var dimensions = by.Select(b => figures.Dimension(b, grain, figure is CountPart { Of: EntityPart })).ToList();
        var where = Where(sentence, [.. sentence.Filters.Where(f => f is not ComparePart { IsOfGroups: true } && f != without)],
            [.. by, figure], grain);
        if (dimensions.Contains(null)
            || (figure is CountPart { Of: AttributePart }
                && by.OfType<EntityPart>().Select(scene.Table).Any(t => t != grain && scene.Reach.ToOne(grain, t) is null))
            || figures.Of(figure, grain) is not { } expression)
        {
            return null;
        }

        return finish(expression, new QueryFrame
        {
            Grain = Scene.Ref(grain),
            By = [.. dimensions.OfType<Expression>()],
            Show = [.. dimensions.OfType<Expression>(), expression],
            Where = where,
        });
    }

    public Filter? Where(Sentence sentence, IReadOnlyList<FilterPart> said, IEnumerable<OperandPart?> operands, TableNode grain, TableNode? head = null)
    {
        var onTheSpot = operands.SelectMany(o => PartWalk.Conditions(o, scene));
        return filters.All([.. onTheSpot, .. attachment.Attach(said, head ?? grain)], grain);
    }

    /// <summary>Figures over the same rows go into one frame.</summary>
    private List<(TableNode Grain, List<FigureSlot> Slots)> Alike(IReadOnlyList<FigureSlot> slots)
    {
        var result = new List<(TableNode Grain, List<FigureSlot> Slots)>();
        foreach (var slot in slots)
        {
            var grain = figures.GrainOf(slot.Figure) ?? result.Select(r => r.Grain).FirstOrDefault() ?? scene.NamedTables.FirstOrDefault();
            if (grain is null)
            {
                scene.Lost.Add(slot.Figure.At);
                continue;
            }

            var same = result.FirstOrDefault(r => r.Grain == grain);
            if (same.Slots is null)
            {
                result.Add((grain, [slot]));
            }
            else
            {
                same.Slots.Add(slot);
            }
        }

        return result;
    }

    private QueryFrame? Frame(Sentence sentence, TableNode grain, List<FigureSlot> slots, IReadOnlyList<OperandPart> by)
    {
        scene.Ungrouped.AddRange(by.Where(b => IsGrainItself(b, slots, grain)).Select(b => b.At));
        var dimensions = by.Concat(sentence.Shows.Where(s => slots.All(f => f.Figure is not EntityPart)
            && !slots.Exists(f => PartWalk.All(f.Figure).Contains(s))))
            .Where(b => !IsGrainItself(b, slots, grain))
            .Select(b => b is AttributePart { Owner: null, IsTheirs: false } shown && by is [EntityPart { Where.Count: 0 } thing]
                && Grammar.Rules.Made.Owned(shown.Name, Only(thing)) is { } owned ? owned with { At = b.At } : b)
            .Select(b => (Part: b, Expression: figures.Dimension(b, grain, slots.Exists(s => s.Figure is CountPart { Of: EntityPart }), Thing(by))))
            .ToList();
        if (slots.Exists(s => s.Figure is PerPart { IsSaid: false, Per: EntityPart per } && !IsSingleRows([per, .. by], grain, 1)))
        {
            return null;
        }

        if (slots.TrueForAll(s => s.Figure is CountPart { Of: EntityPart { Where.Count: 0 } })
            && by.OfType<EntityPart>().Any(b => b.Name.Role is null && scene.Table(b) == grain))
        {
            // There is one of each row.
            scene.Choices.Doubt(OfItself);
        }

        scene.Choices.Doubt(IsSingleRows(by, grain, 2) && slots.TrueForAll(s => s.Figure is AggregatePart { Function: Function.Sum }) ? 0.85 : 1);
        // "number of harbours step free": a column that just stands there is hardly what to break down by.
        scene.Choices.Doubt(sentence.Unjoined > 0 && sentence.Shows.Count > 0 && !sentence.Cues.Contains("which") ? 0.8 : 1);
        if (by is [EntityPart each] && dimensions.Exists(d => d.Part is AttributePart && d.Expression is ColumnUse told && IsOfOthers(told, scene.Table(each))))
        {
            scene.Choices.Doubt(OfOthers);
        }

        foreach (var (part, _) in dimensions.Where(d => d.Expression is null))
        {
            scene.Lost.Add(part.At);
        }

        var said = sentence.Filters.ToList();
        if (said.OfType<AnyPart>().FirstOrDefault(a => a.Parts.All(p => p is PeriodPart) && (a.AreCompared || Compared(sentence))) is { } periods
            && slots.Count == 1
            && (PeriodUnit(periods) ?? (periods.AreCompared ? Stretch : null)) is { } unit
            && !dimensions.Exists(d => d.Expression is PeriodBucket { Unit: "year" } or PeriodBucket { Unit: "quarter" }))
        {
            if (periods.AreCompared && !Compared(sentence) && slots is [{ Own: [] } one] && one.Figure.IsFigure()
                && !dimensions.Exists(d => d.Expression is PeriodBucket or DatePart))
            {
                return Frame(sentence, grain, [.. periods.Parts.Select(p => one with { Own = [p] })], by);
            }

            for (var i = 0; i < dimensions.Count && unit != Stretch; i++)
            {
                // Months of two years stand beside each other: "by month, this year against last year".
                if (dimensions[i].Expression is PeriodBucket { Unit: "month" } bucket && unit.Unit == "year")
                {
                    dimensions[i] = (dimensions[i].Part, new DatePart(bucket.Column, bucket.Unit) { At = bucket.At });
                }
            }

            if (unit != Stretch)
            {
                dimensions.Add((new UnitPart(unit), figures.Dimension(new UnitPart(unit), grain)));
            }
        }

        var groups = dimensions.Select(d => d.Expression).OfType<Expression>().ToList();
        var many = groups.Count == 0 ? null : said.OfType<ExistsPart>()
            .FirstOrDefault(e => e is { Count: not null, Related: { Where.Count: 0 } related } && scene.Table(related) == grain);
        said.RemoveAll(f => f == many);
        var isShared = slots.Count == 1;
        var met = SharedMet(slots, groups, said);
        var where = Where(sentence, [.. said.Except(met)], [.. by, .. isShared ? slots.Select(s => s.Figure).Where(f => f is not ArithmeticPart) : []], grain);
        var shown = new List<Expression>();
        foreach (var slot in slots)
        {
            var own = filters.All(
                [.. isShared || slot.Figure is ArithmeticPart ? [] : PartWalk.Conditions(slot.Figure, scene), .. attachment.Attach(slot.Own, grain)], grain);
            if (isShared && own is not null)
            {
                (where, own) = (FilterAssembly.Joined([where, own]), null);
            }

            if (Shown(slot.Figure, grain, own, groups, met, groups.Count == 0 && said.Count == 0) is not { } expressions)
            {
                return null;
            }

            shown.AddRange(expressions);
        }

        List<Expression> named = [.. groups.Where(g => g is not EntityUse || !groups.Exists(o => o is ColumnUse c && c.Of == ((EntityUse)g).Of))];
        var frame = new QueryFrame { Grain = Scene.Ref(grain), By = groups, Show = [.. named, .. shown], Where = where,
            Having = many is null ? null : GroupBounds.Of(many, new RowCount(Scene.Ref(grain)) { At = many.At }),
            KeepsEmptyGroups = sentence.KeepsEmptyGroups is not null };
        return Ranking.Sorted(frame, sentence, shown[^1], scene, figures);
    }

    /// <summary>A column of which the thing that is broken down by has many: "name of each continent" is no name of a country.</summary>
    private bool IsOfOthers(ColumnUse told, TableNode thing) => told.Column.Table != thing && scene.Reach.ToOne(thing, told.Column.Table) is null;

    /// <summary>"across all orders": what is worked out over all of them is not broken down by them.</summary>
    private bool IsGrainItself(OperandPart by, List<FigureSlot> slots, TableNode grain) =>
        by is EntityPart { Name.Role: null, Where.Count: 0 } entity && scene.Table(entity) == grain
        && slots.TrueForAll(s => s.Figure is AggregatePart { Of: AttributePart } or CountPart { Of: AttributePart });

    /// <summary>"for each album": columns that are shown with the figure are the album's.</summary>
    private TableNode? Thing(IReadOnlyList<OperandPart> by) => by is [EntityPart entity] ? scene.Table(entity) : null;

    private EntityPart Only(EntityPart thing) => thing with { Name = thing.Name with { Tables = [new Lattice.Candidate<TableNode>(scene.Table(thing), 1)] } };

    /// <summary>"share of revenue from Germany": without groups the conditions make the part.</summary>
    private static List<FilterPart> SharedMet(List<FigureSlot> slots, List<Expression> groups, List<FilterPart> said) =>
        slots is [{ Figure: SharePart { Met: null } }] && groups.Count == 0 ? [.. said.Where(f => f is not PeriodPart)] : [];

    private List<Expression>? Shown(OperandPart figure, TableNode grain, Filter? own, List<Expression> groups, List<FilterPart> met, bool isAlone)
    {
        switch (figure)
        {
            case ChangePart change when groups.OfType<PeriodBucket>().FirstOrDefault() is { } bucket && figures.Of(change.Of, grain, own) is { } of:
                return [of, new ChangeOf(of, bucket, change.Back ?? bucket.Unit, IsRelative: true) { At = figure.At }];
            case PeriodChangePart change:
                return PeriodChanges.Of(change, grain, filters, (of, where) => figures.Of(of, grain, FilterAssembly.Joined([own, where])));
            case RunningPart running when groups.Count > 0 && figures.Of(running.Of, grain, own) is { } total:
                return [total, new RunningOf(total, groups[0]) { At = figure.At }];
            case SharePart { Met: null } share when groups.Count == 0 && met.Count > 0:
                // Several amounts are called so, and nothing but a condition tells which.
                scene.Choices.Doubt(share.Of is MeasurePart { Name.Measures.Count: > 1 } ? AnyAmount : 1);
                return filters.All(attachment.Attach(met, grain), grain) is { } part && figures.Of(share.Of, grain, part) is { } some
                    && figures.Of(share.Of, grain) is { } all
                    ? [Scaled(new Arithmetic(Operator.DividedBy, some, all) { At = figure.At }, share.Scale)]
                    : null;
            case SharePart { Met: null } share when groups.Count > 0 && figures.Of(share.Of, grain, own) is { } whole:
                return [whole, new ShareOf(whole, share.Scale, []) { At = figure.At }];
            default:
                return (figures.Of(figure, grain, own) ?? (isAlone && figure is ArithmeticPart apart ? figures.Apart(apart, grain) : null)) is { } one
                    ? [one] : null;
        }
    }

    private static Expression Scaled(Arithmetic ratio, ShareScale scale) =>
        scale == ShareScale.Percent ? new Arithmetic(Operator.Times, ratio, new NumberConstant(100)) { At = ratio.At } : ratio;

    private Answer? OverGroups(Sentence sentence, GroupsPart groups, IReadOnlyList<OperandPart> by)
    {
        scene.Lost.AddRange(sentence.Orders.Select(o => o.At).Concat(sentence.Limit is { } limit ? [limit.At] : []).Concat(sentence.Shows.Select(s => s.At)));
        if (by.Count > 0 || ByFigure(sentence, [groups.Per], groups.Of, (_, f) => f) is not { } frame)
        {
            return null;
        }

        var known = groups.Per is EntityPart thing ? figures.Belonging(frame.Grain.Table, scene.Table(thing)) : null;
        return new OverGroups(groups.Function, known is null ? frame : frame with { Where = FilterAssembly.Joined([frame.Where, known]) });
    }

    private static bool Compared(Sentence sentence) => sentence.Cues.Contains("compare");

    /// <summary>What tells the periods apart: years, also for one quarter or month of several years, else quarters or months; null for others.</summary>
    private static Lattice.UnitWord? PeriodUnit(AnyPart periods)
    {
        var ranges = periods.Parts.OfType<PeriodPart>().Select(p => p.Range).Where(r => r is { From: not null, To: not null }).ToList();
        var days = ranges.ConvertAll(r => r.To!.Value.DayNumber - r.From!.Value.DayNumber);
        var unit = days.Count < periods.Parts.Count ? null
            : days.TrueForAll(d => d is 365 or 366) ? "year"
            : days.TrueForAll(d => d is >= 90 and <= 92) ? "quarter"
            : days.TrueForAll(d => d is >= 28 and <= 31) ? "month"
            : null;
        var years = ranges.Select(r => r.From!.Value.Year).Distinct().Count();
        var areOneOfSeveralYears = years == ranges.Count && ranges.Select(r => r.From!.Value.Month).Distinct().Count() == 1;
        return unit is null ? null
            : areOneOfSeveralYears ? new Lattice.UnitWord("year", false, IsPart: true)
            : new Lattice.UnitWord(unit, false, IsPart: years == 1);
    }
}
