using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Makes one answer of the constituents of a sentence.</summary>
internal sealed class FrameAssembler
{
    private const double Unjoined = 0.93;

    /// <summary>An amount that is named and no more: each row's is hardly asked for.</summary>
    private const double BareAmount = 0.98;

    /// <summary>"in total" where nothing is worked out: the total of what was said may be meant.</summary>
    private const double OfAll = 0.9;
    private const double OneSided = 0.9;
    private const double OfNothing = 0.8;

    /// <summary>"who pays": nobody is called by a day or an amount.</summary>
    private const double NoPerson = 0.8;

    private readonly Scene scene;
    private readonly FigureAssembly figures;
    private readonly GroupedFrames grouped;
    private readonly ListedFrames listed;
    private readonly FiguresOfBest figuresOfBest;
    private readonly ThingsOfKind thingsOfKind;

    public FrameAssembler(Scene scene)
    {
        this.scene = scene;
        var filters = new FilterAssembly(scene);
        var attachment = new Attachment(scene);
        figures = new FigureAssembly(scene, filters);
        grouped = new GroupedFrames(scene, filters, figures, attachment);
        listed = new ListedFrames(scene, filters, figures, attachment, grouped);
        figuresOfBest = new FiguresOfBest(scene, grouped);
        thingsOfKind = new ThingsOfKind(scene, attachment);
    }

    /// <summary>Null when the constituents make no question.</summary>
    public Answer? Assemble(Sentence sentence)
    {
        SeriesPeriods.JoinAbsences(sentence);
        var answer = InForce(Whole(sentence));
        SeriesPeriods.Weigh(sentence, answer, scene);
        if (sentence.AlsoCounts is { } also && !AnswerFit.TellsHowMany(answer))
        {
            scene.Lost.Add(also.At);
        }

        if (sentence.Counting is { Class: "howmuch" } && answer is SingleAnswer { Frame.Show: var told }
            && told.All(t => t is EntityUse or ColumnUse { Column: { IsNumeric: false, IsMoney: false } }))
        {
            // "how much did the plants produce": no amount is told.
            scene.Choices.Doubt(OfNothing);
        }

        if (sentence.Asking is { } asking && !(asking.Class == "when" && AnswerFit.TellsWhen(answer)))
        {
            // "when" and "where" ask for something that no part of the answer is.
            scene.Lost.Add(asking.At);
        }

        scene.Choices.Doubt(AnswerFit.TellsWho(sentence, answer, scene) ? 1 : NoPerson);
        if (sentence is { Graded: { } graded, IsGradedShown: false })
        {
            scene.Lost.Add(graded.At);
        }

        if (sentence.Cues.Contains("altogether") && sentence.Figures.Count == 0)
        {
            scene.Choices.Doubt(OfAll);
        }

        scene.Lost.AddRange(sentence.AsPercent is { } percent && !sentence.Figures.Any(f => f.Figure is SharePart) ? [percent.At] : []);
        scene.Lost.AddRange(EmptyGroups.AreOthers(sentence, figures, scene.Reach) ? [sentence.KeepsEmptyGroups!.At] : []);
        scene.Lost.AddRange(sentence.Figures.Count == 0 ? sentence.Numbers.Select(n => n.At) : []);
        if (sentence is { IsGradedShown: true, Counting.Class: "howmuch" })
        {
            return answer;
        }

        if (sentence.Counting is not { Class: "count" } || sentence.Figures.Count + sentence.Shows.Count > 0)
        {
            scene.Lost.AddRange(sentence.Counting is { } counting ? [counting.At] : []);
            return answer;
        }

        return answer is SingleAnswer { Frame: { By.Count: 0, Rank: null } frame } ? new SingleAnswer(CountedRows.Of(frame)) : null;
    }

    private Answer? InForce(Answer? answer) => answer switch
    {
        SingleAnswer single => new SingleAnswer(HistoriesOnRoute.Apply(single.Frame, scene.Reach)),
        YesOrNo yes => new YesOrNo(HistoriesOnRoute.Apply(yes.Counted, scene.Reach)),
        OverGroups over => over with { Groups = HistoriesOnRoute.Apply(over.Groups, scene.Reach) },
        _ => answer,
    };

    private Answer? Whole(Sentence sentence)
    {
        scene.Holders.UnionWith(sentence.Filters.OfType<ValuesPart>().Select(v => v.Of?.Name.Role).Where(r => r?.IsSelfReference == true).Select(r => r!.Many));
        thingsOfKind.Name(sentence);
        Worths.Rank(sentence, scene);
        foreach (var entity in sentence.Entities().OrderByDescending(Margin))
        {
            scene.NamedTables.Add(scene.Table(entity));
        }

        IEnumerable<Lattice.Part> narrowing = [.. sentence.By, .. sentence.Filters];
        scene.NamedColumns.AddRange(narrowing.SelectMany(PartWalk.All).OfType<AttributePart>().Select(a => a.Name));
        for (var i = 0; i < sentence.Unjoined; i++)
        {
            scene.Choices.Doubt(Unjoined);
        }

        if (sentence.Contest is { } contest)
        {
            return Contest(sentence, contest);
        }

        if (sentence.Common is { } common)
        {
            return grouped.Common(sentence, common);
        }

        if (sentence.Compared is { } compared)
        {
            return grouped.Figures(sentence, [new FigureSlot(compared, [])], []);
        }

        if (sentence.Figures is [{ Figure: CountPart { Of: AttributePart counted } }] && listed.CountOfGroups(sentence, counted) is { } groups)
        {
            return groups;
        }

        if (sentence.Figures is [{ Figure: CountPart { Of: EntityPart things } }] && listed.CountOfTotals(sentence, things) is { } many)
        {
            return many;
        }

        if (sentence.Figures.Count > 0)
        {
            if (sentence.Best is { } best)
            {
                if (figuresOfBest.Of(sentence) is { } ofBest)
                {
                    return ofBest;
                }

                scene.Lost.Add(best.At);
            }

            return Counted(grouped.Figures(sentence, sentence.Figures, sentence.By), sentence);
        }

        if (sentence is { Shows.Count: 0, Best: null, Limit: null, By: [EntityPart], Filters: [InRolePart role] } && sentence.Cues.Contains("who"))
        {
            // "who is the manager of each employee": not those who manage anybody, but whom each row refers to.
            sentence.Shows.Add(new EntityPart(role.Role, []) { At = role.At });
            sentence.Leave(role);
        }

        if (sentence is { Shows.Count: 0, Best: null, Limit: null } && sentence.By.TrueForAll(b => b is AttributePart or EntityPart))
        {
            // "every supplier's name and city": with nothing to work out it is a list.
            sentence.Shows.AddRange(sentence.By);
            sentence.By.Clear();
        }

        var (keys, dimensions) = KeysAndDimensions(sentence);
        if (sentence.Shows is [AttributePart or ArithmeticPart or DurationPart] && dimensions is [EntityPart { Where.Count: 0 } row]
            && figures.GrainOf(sentence.Shows[0]) == scene.Table(row))
        {
            // "the weight of each parcel": each has one.
            sentence.Shows.Insert(0, row);
            dimensions.Clear();
        }

        if (sentence.Shows.Count > 1 && keys.Count == 0 && dimensions is [EntityPart { Where.Count: 0 } owner]
            && sentence.Shows.TrueForAll(s => s is AttributePart shown && scene.Column(shown, scene.Table(owner))?.Table == scene.Table(owner)))
        {
            // "the name and the city of every customer": each has one of both.
            sentence.Shows.Insert(0, owner);
            dimensions.Clear();
        }

        if (sentence.Shows is [AttributePart attribute] && dimensions.Count > 0 && sentence.Best is null && Measured(attribute) is { } measure)
        {
            return grouped.Figures(sentence, [new FigureSlot(measure, [])], dimensions);
        }

        if (sentence.Shows is [EntityPart who] && dimensions.Count > 0 && dimensions.TrueForAll(d => d is EntityPart) && keys.Count == 0 && sentence is
            { Best: null, Limit: null } && sentence.Cues.Contains("who"))
        {
            // "who is the coach of each team": the two side by side, nobody is counted.
            sentence.Shows.InsertRange(0, dimensions);
            return listed.Of(sentence, who);
        }

        if (sentence.Shows is [EntityPart listedThings] && dimensions.Count > 0 && keys.Count == 0 && sentence.Best is null)
        {
            var figure = Planned(listedThings) ?? Stated(listedThings, sentence) ?? (OperandPart)new CountPart(listedThings) { At = listedThings.At };
            return Counted(grouped.Figures(sentence, [new FigureSlot(figure, [])], dimensions), sentence);
        }

        if (sentence.Shows is [AttributePart only] && sentence.Best is null && sentence.Limit is null
            && sentence.Cues.All(c => c is "whatis" or "compare" or "howmuch") && Measured(only) is { } bare && figures.ColumnOf(only) is { } added
                && MeasureChoice.Usual(added, scene) == Function.Sum
            && (sentence.Cues.Count > 0 || (only.Owner is null && !sentence.Filters.Any(f => f is MentionPart))))
        {
            scene.Choices.Doubt(sentence.Cues.Contains("compare") || sentence.Filters.Any(f => f is PeriodPart) ? 1 : BareAmount);
            return grouped.Figures(sentence, [new FigureSlot(bare, [])], dimensions);
        }

        return Counted(listed.Of(sentence, keys, dimensions), sentence);
    }

    /// <summary>"Are there more X than Y": asked for yes or no, else it is something else that was meant.</summary>
    private Whether? Contest(Sentence sentence, ContestPart contest)
    {
        if (!sentence.IsYesNo || sentence.Shows.Count + sentence.By.Count > 0)
        {
            return null;
        }

        // Of two sides a condition at the end may be the last one's only.
        scene.Choices.Doubt(sentence.Filters.Any(f => f is not (PeriodPart or MentionPart)) ? OneSided : 1);
        var sides = new[] { contest.Left, contest.Right }
            .Select(s => new FigureSlot(s.Figure is AttributePart amount && Measured(amount) is { } measured ? measured : s.Figure, s.Own)).ToList();
        return grouped.Figures(sentence, sides, []) is { } figure ? new Whether(figure, contest.Relation) : null;
    }

    /// <summary>"by": a number is what is sorted by, all else is what is broken down by.</summary>
    private (List<OperandPart> Keys, List<OperandPart> Dimensions) KeysAndDimensions(Sentence sentence)
    {
        List<OperandPart> keys = [], dimensions = [];
        foreach (var item in sentence.By)
        {
            var isKey = item.IsFigure() || item is ArithmeticPart
                || (item is AttributePart attribute && !sentence.Each.Contains(item) && sentence.Shows.Exists(s => s is EntityPart)
                    && Measured(attribute) is not null);
            (isKey ? keys : dimensions).Add(item);
        }

        return (keys, dimensions);
    }

    /// <summary>The usual aggregate of a column that is a measure; null for any other column.</summary>
    private AggregatePart? Measured(AttributePart part) =>
        figures.ColumnOf(part) is { } column && (column.IsMeasure || column.IsMoney) && !column.IsYear
            ? new AggregatePart(MeasureChoice.Usual(column, scene), part) { At = part.At }
            : null;

    /// <summary>"sales target by region": rows of a plan stand for the amount that is planned; null where they are no such rows.</summary>
    private AggregatePart? Planned(EntityPart things)
    {
        var table = scene.Table(things);
        return table.Words.Any(scene.Lexicon.Plans.Contains) && table.Columns.Where(c => c.IsMeasure || c.IsMoney).ToList() is [var amount]
            ? new AggregatePart(Function.Sum, new AttributePart(new ColumnName([new Candidate<ColumnNode>(amount, 1)]) { At = things.At }) { At = things.At })
                { At = things.At }
            : null;
    }

    /// <summary>"current sugar price by supplier" of prices that know the day of each change: the price rather than the number of rows.</summary>
    private AggregatePart? Stated(EntityPart things, Sentence sentence)
    {
        var table = scene.Table(things);
        var isInForce = things.Where.Concat(sentence.Filters).Any(f => f is InForcePart { IsFormer: false } or PeriodPart { Column: null });
        return isInForce && table.Changes is not null && table.Columns.Where(c => c.IsMeasure || c.IsMoney).ToList() is [var amount]
            && amount.Words.Any(table.Words.Contains)
            ? new AggregatePart(
                Function.Average,
                new AttributePart(new ColumnName([new Candidate<ColumnNode>(amount, 1)]) { At = things.At }, Said: things.Where) { At = things.At })
                { At = things.At }
            : null;
    }

    /// <summary>A question for yes or no is one for how many rows there are.</summary>
    private static Answer? Counted(Answer? answer, Sentence sentence) => sentence.IsYesNo
        && answer is SingleAnswer { Frame: { By.Count: 0, Rank: null } frame } && frame.Show.All(s => s is EntityUse or RowCount or ColumnUse)
        ? new YesOrNo(CountedRows.Of(frame))
        : answer;

    /// <summary>By how much the best meaning of a name is better than the next.</summary>
    private static double Margin(EntityPart entity) => entity.Name.Tables is [var first, var second, ..] ? first.Score - second.Score : 1;
}
