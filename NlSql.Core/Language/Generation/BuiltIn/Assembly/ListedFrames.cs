using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Frames of rows: what is listed, sorted, and cut to the first ones.</summary>
internal sealed partial class ListedFrames(Scene scene, FilterAssembly filters, FigureAssembly figures, Attachment attachment, GroupedFrames grouped)
{
    private const int MostKinds = 100;
    private readonly HeadChoice heads = new(scene, figures);
    private readonly ShownParts parts = new(scene, figures);
    private readonly SharedColumn shared = new(scene, filters);
    private readonly NeverInGroup never = new(scene, filters, grouped);
    private readonly TotalledConditions totals = new(scene);
    private readonly OwnersOfExtremes owners = new(scene, filters, attachment);

    public Answer? Of(Sentence sentence, List<OperandPart> keys, List<OperandPart> dimensions)
    {
        if ((shared.Of(sentence) ?? never.Of(sentence)) is { } groups)
        {
            return groups;
        }

        if (sentence.Best is { Of: { } extreme } theirs)
        {
            return owners.Of(sentence, theirs, extreme, [.. dimensions, .. keys]);
        }

        if (heads.Of(sentence) is not { } head)
        {
            return Extreme(sentence, dimensions);
        }

        if (sentence.Best is { Key: null, Degree: { } said } best && dimensions.Concat(keys).ToList() is [AttributePart by] && !sentence.Each.Contains(by)
            && Grammar.Rules.Made.Measures(by) is { } measured)
        {
            // "the second largest ship by capacity": what the adjective speaks of is said.
            sentence.Replace(best with { Key = measured, Degree = null, IsDescending = said.IsMore,
                Count = best.Count == 0 && sentence.AreSeveral ? QuestionReader.Some : best.Count });
            (keys, dimensions) = ([], []);
        }

        if (sentence.Best is { Key: null, Degree: { } degree } graded && !MeasureChoice.Graded(degree, head, scene).Any())
        {
            if (keys is [var rated] && degree.Dimension.Columns.Any(Lattice.Deeds.English.Opinions.Contains))
            {
                // "best categories by revenue": what makes the best is said.
                sentence.Replace(graded with { Key = rated, Degree = null, IsDescending = degree.IsMore,
                    Count = graded.Count == 0 && sentence.AreSeveral ? QuestionReader.Some : graded.Count });
                keys = [];
            }
            else if (Opinions.IsGiven(degree, head, scene) && Opinions.Worth(degree, scene) is { } worth)
            {
                // "best customers": they rate others; what makes them the best is what they bring.
                sentence.Replace(graded with { Key = worth, Degree = null, IsDescending = degree.IsMore,
                    Count = graded.Count == 0 && sentence.AreSeveral ? QuestionReader.Some : graded.Count });
            }
            else if (GradedVerbs.Near(degree, head, scene) is not var (related, isStraight))
            {
                return null;
            }
            else
            {
                sentence.Replace(graded with { Key = related, Degree = null, IsDescending = degree.IsMore == isStraight });
            }
        }

        scene.Lost.AddRange(sentence.Best is null ? [] : keys.Select(k => k.At));
        var key = sentence.Best?.Key ?? keys.FirstOrDefault() ?? sentence.Orders.Select(o => o.Key)
            .FirstOrDefault(k => k.IsFigure());
        if (key is CountPart { Of: AttributePart number } && figures.Number(number, head) is not null)
        {
            key = number;
        }

        if (sentence.Filters.OfType<ComparePart>().FirstOrDefault(c => c.IsOfGroups) is { } having)
        {
            return Having(sentence, having, having.Left!);
        }

        if (totals.Of(sentence.Filters, head, sentence.Shows) is var (totalled, total))
        {
            return Having(sentence, totalled, total);
        }

        if (sentence.Filters.OfType<ExistsPart>().FirstOrDefault(e => e.Count is not null) is { } many && AreGroupsOf(sentence, scene.Table(many.Related)))
        {
            return HavingRows(sentence, many);
        }

        if (sentence.AlsoCounts is not null && sentence.Filters.OfType<ExistsPart>().FirstOrDefault(e => e.Count is not null) is { } counted)
        {
            return HavingMany(sentence, counted);
        }

        if (key is not null && Figured(key, head, sentence) is { } figure)
        {
            return Ranked(sentence, figure, [.. dimensions, .. sentence.Shows.Count == 0 ? [Thing(head)] : (OperandPart[])[]]);
        }

        return Rows(sentence, head, key, dimensions);
    }

    /// <summary>Rows of one of the things that are shown, with what belongs to each of them.</summary>
    public Answer? Of(Sentence sentence, EntityPart of) => Rows(sentence, scene.Table(of), null, []);

    private static EntityPart Thing(TableNode table) => new(new Lattice.TableName([new Lattice.Candidate<TableNode>(table, 1)]), []);

    /// <summary>"what is the highest salary": nothing is listed, the end itself is asked for.</summary>
    private Answer? Extreme(Sentence sentence, List<OperandPart> dimensions)
    {
        if (sentence.Best is not { Key: { } key } best)
        {
            return null;
        }

        if (sentence.Shows.Exists(s => s is UnitPart))
        {
            var figure = key is AttributePart attribute && figures.ColumnOf(attribute) is { } column
                ? new AggregatePart(MeasureChoice.Usual(column, scene), key) { At = key.At }
                : key;
            return Ranked(sentence, figure, dimensions);
        }

        if (best.Count > 0)
        {
            return null;
        }

        var part = key is AttributePart ? new AggregatePart(best.IsDescending ? Function.Maximum : Function.Minimum, key) { At = best.At } : null;
        var slots = part is null ? [] : new List<FigureSlot> { new(part, []) };
        if (part is not null && best.HasOtherEnd)
        {
            slots.Add(new FigureSlot(part with { Function = best.IsDescending ? Function.Minimum : Function.Maximum }, []));
        }

        return slots.Count == 0 ? null : grouped.Figures(sentence, slots, dimensions);
    }

    /// <summary>Only columns of one table are asked for, and they are not what its rows are called.</summary>
    private bool OfAttributes(Sentence sentence, TableNode table) =>
        sentence.Shows.Count > 0 && sentence.Shows.TrueForAll(s => s is AttributePart { Owner: null } a && scene.Column(a, null) is { } c && c.Table == table
            && (!table.Display.Contains(c) || table.Key.Count == 0) && !c.IsKey);

    /// <summary>Columns that several rows of the table share: countries of customers.</summary>
    private bool AreGroupsOf(Sentence sentence, TableNode table) =>
        sentence.Shows.Count > 0 && sentence.Shows.TrueForAll(s => s is AttributePart { Owner: null } a && IsGroupOf(a, table));

    private bool IsGroupOf(AttributePart attribute, TableNode table) =>
        scene.Column(attribute, table) is { } column && scene.Reach.ToOne(table, column.Table) is not null && !column.Table.Display.Contains(column)
            && !column.IsKey;

    /// <summary>A key that is worked out of several rows of each thing; null when each row has it.</summary>
    private OperandPart? Figured(OperandPart key, TableNode head, Sentence sentence)
    {
        if (key.IsFigure() || key is ArithmeticPart)
        {
            return key;
        }

        if (key is not AttributePart attribute || scene.Column(attribute, head, c => c.IsKey || c.IsForeignKey ? -0.2 : c.IsText ? -0.3 : 0) is not { } column)
        {
            return null;
        }

        var isConcept = MeasureChoice.IsAdded(column, scene);
        var isMany = scene.Reach.ToOne(head, column.Table) is null;
        if (isMany || ((isConcept || sentence.Best is { IsOfTotal: true }) && OfAttributes(sentence, column.Table)))
        {
            return new AggregatePart(isConcept || sentence.Best is { IsOfTotal: true } ? Function.Sum
                : isMany && column.Words.Any(Lattice.Deeds.English.Opinions.Contains) ? Function.Average
                : sentence.Best is { IsDescending: false } ? Function.Minimum : Function.Maximum, key) { At = key.At };
        }

        return null;
    }

    /// <summary>Groups of the things that are shown, by a figure.</summary>
    private Answer? Ranked(Sentence sentence, OperandPart figure, List<OperandPart> dimensions)
    {
        var isDescending = sentence.Best?.IsDescending ?? sentence.Limit?.IsDescending ?? sentence.Orders.Select(o => (bool?)o.IsDescending)
            .FirstOrDefault() ?? true;
        var count = sentence.Best is { Count: > 0 } best ? best.Count : sentence.Limit?.Count ?? 0;
        var frame = grouped.ByFigure(sentence, [.. dimensions, .. sentence.Shows], figure, (expression, f) =>
            sentence.Best is null && sentence.Limit is null
                ? f with { Order = [new Ordering(expression, isDescending)] }
                : Ranking.Best(f, expression, isDescending, count, sentence.Best?.IsNth ?? false,
                    [.. f.By.Take(sentence.Shows.Count == 0 ? 0 : dimensions.Count)], sentence.Best is { IsAll: true }));
        scene.Lost.AddRange(sentence.Best is null && sentence.Limit is null ? []
            : sentence.Orders.Where(o => sentence.Best is not { } ranked || !Restated.IsIn(o, ranked)).Select(o => o.At));
        return frame is null ? null : Ends(frame, sentence);
    }

    private static Answer Ends(QueryFrame frame, Sentence sentence) => sentence.Best is { HasOtherEnd: true }
        ? new OneAfterAnother([frame, frame with { Order = [.. frame.Order.Select(o => o with { IsDescending = !o.IsDescending })] }])
        : new SingleAnswer(frame);

    private Answer? Rows(Sentence sentence, TableNode head, OperandPart? key, List<OperandPart> dimensions)
    {
        var within = dimensions.Select(d => figures.Dimension(d, head)).OfType<Expression>().ToList();
        var where = filters.All(
            [
                .. sentence.Shows.Concat(dimensions).SelectMany(s => PartWalk.Conditions(s, scene)),
                .. attachment.Attach(sentence.Filters, head),
            ],
            head);
        if (parts.Of(sentence, head) is not { Count: > 0 } shown || within.Count < dimensions.Count)
        {
            return null;
        }

        var isDistinct = sentence.Shows.Exists(s => s is AttributePart { IsDistinct: true } or EntityPart { IsDistinct: true })
            || (sentence is { AreSeveral: true, Limit: null, Best: null, Orders.Count: 0 } && shown is [ColumnUse { Column: var kind }] && AreKinds(kind))
            || (sentence.Cues.Contains("which") && shown.TrueForAll(s => s is ColumnUse c && !c.Column.IsKey && !c.Column.Table.Display.Contains(c.Column)));
        var frame = new QueryFrame { Grain = Scene.Ref(head), Show = shown, Where = where, IsDistinct = isDistinct };
        if (Key(sentence, key, head) is var (column, isDescending, at))
        {
            var use = Scene.Use(column, at);
            var isShown = shown.Exists(s => s is ColumnUse c && c.Column == column) || sentence.Shows.Exists(s => s is AttributePart);
            frame = frame with { Show = [.. within, .. shown, .. isShown ? [] : (Expression[])[use]], IsDistinct = false };
            var count = sentence.Best is { Count: > 0 } best ? best.Count : sentence.Limit?.Count ?? 0;
            frame = sentence.Best is null && sentence.Limit is null
                ? frame with { Order = [new Ordering(use, isDescending)] }
                : Ranking.Best(frame, use, isDescending, count, sentence.Best?.IsNth ?? false, within, sentence.Best is { IsAll: true });
            return Ends(Ranking.Sorted(frame, sentence, null, scene, figures) with { Order = frame.Order }, sentence);
        }

        if (sentence.Best is not null || within.Count > 0)
        {
            return null;
        }

        return new SingleAnswer(Ranking.Sorted(frame, sentence, null, scene, figures));
    }

    /// <summary>"reasons for returns": which there are, rather than that of each.</summary>
    private static bool AreKinds(ColumnNode column) => column is { IsText: true, IsKey: false } && !column.Table.Display.Contains(column)
        && column.Info.Statistics.DistinctCount is > 0 and < MostKinds and var kinds && column.Table.Info.RowEstimate > kinds * 2;

    /// <summary>"by capacity, smallest first"</summary>
    private static bool? Said(Sentence sentence) => sentence.Orders.Where(o => o is { Key: null, IsAlphabetical: false }).Select(o => (bool?)o.IsDescending)
        .FirstOrDefault();

    private (ColumnNode Column, bool IsDescending, Span At)? Key(Sentence sentence, OperandPart? key, TableNode head)
    {
        if (key is AttributePart attribute)
        {
            return scene.Column(attribute, head, c => c.IsKey || c.IsForeignKey ? -0.2 : c.IsText ? -0.3 : 0) is { } column
                ? (column, sentence.Best?.IsDescending ?? sentence.Limit?.IsDescending ?? Said(sentence) ?? true, key.At)
                : null;
        }

        if (sentence.Best?.Degree is not { } degree)
        {
            return null;
        }

        var graded = MeasureChoice.Graded(degree, head, scene).ToList();
        var spoken = scene.Choices.Pick($"degree {degree.At.First}", degree.At, graded.Select(g => (g.Column, g.Score)), c => c.ToString());
        scene.Choices.Doubt(Ranking.IsOneOfTwo(spoken, scene) ? Ranking.OfEither : 1);
        return spoken is { } found
            ? (found, degree.IsMore == graded.First(g => g.Column == found).IsStraight, degree.At)
            : null;
    }
}
