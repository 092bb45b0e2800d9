using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Finds conditions on what several rows of a thing come to together: "vessels that carried more than 20,000 passengers".</summary>
internal sealed class TotalledConditions(Scene scene)
{
    /// <summary>So many as a single row may have: one of them might be meant.</summary>
    private const double MayBeOfOne = 0.9;
    private readonly Worths worths = new(scene);

    /// <summary>The condition with what has to be added up for it; null when each row of the thing has what it speaks of.</summary>
    public (ComparePart Part, OperandPart Total)? Of(IReadOnlyList<FilterPart> filters, TableNode thing, IReadOnlyList<OperandPart> shown) =>
        filters.OfType<ComparePart>().Select(c => (Part: c, Total: Total(c, thing, shown))).Where(c => c.Total is not null)
            .Select(c => ((ComparePart, OperandPart)?)(c.Part, c.Total!)).FirstOrDefault();

    private OperandPart? Total(ComparePart part, TableNode thing, IReadOnlyList<OperandPart> shown)
    {
        if (part.Left.IsFigure())
        {
            return part.Left;
        }

        if (part.Left is null)
        {
            return worths.Of(thing) is { } fact && fact.Grain != thing ? new WorthPart(Thing(thing)) { At = part.At }
                : part.IsInAll && AreShared(shown, thing) ? Amount(thing, part.At)
                : null;
        }

        if (part.Left is not AttributePart attribute || scene.Column(attribute, thing) is not { } column
            || MeasureChoice.Usual(column, scene) != Function.Sum || part.Right is not NumberPart number)
        {
            return null;
        }

        var isMany = scene.Reach.ToOne(thing, column.Table) is null;
        var isTotal = isMany && MeasureChoice.IsAdded(column, scene) && scene.Lexicon.FindCue(column.Words[0])?.Kind == Language.CueKind.Sum;
        if (isTotal || ((isMany || AreShared(shown, thing)) && part.IsInAll))
        {
            return Summed(column, attribute.At);
        }

        if (!isMany || !part.IsOfMany)
        {
            return null;
        }

        scene.Choices.Doubt(number.Value > Largest(column) ? 1 : MayBeOfOne);
        return Summed(column, attribute.At);
    }

    private AggregatePart? Amount(TableNode thing, Span at) =>
        scene.Choices.Pick($"amount {at.First}", at, MeasureChoice.Amounts(thing, scene), c => c.ToString()) is { } column ? Summed(column, at) : null;

    /// <summary>Columns that several rows have alike: the donor of donations.</summary>
    private bool AreShared(IReadOnlyList<OperandPart> shown, TableNode table) =>
        shown.Count > 0 && shown.All(s => s is AttributePart attribute && scene.Column(attribute, table) is { IsKey: false } column && column.Table == table);

    private static AggregatePart Summed(ColumnNode column, Span at) =>
        new(Function.Sum, new AttributePart(new ColumnName([new Candidate<ColumnNode>(column, 1)]) { At = at }) { At = at }) { At = at };

    private static EntityPart Thing(TableNode table) => new(new TableName([new Candidate<TableNode>(table, 1)]), []);

    private static decimal Largest(ColumnNode column) =>
        decimal.TryParse(column.Info.Statistics.Maximum, NumberStyles.Float, CultureInfo.InvariantCulture, out var most) ? most : decimal.MaxValue;
}
