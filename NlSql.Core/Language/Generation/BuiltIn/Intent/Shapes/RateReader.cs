using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"return rate", "cancellation rate": of the rows that something may happen to, those that it happened to.</summary>
internal sealed class RateReader : IShapeReader
{
    /// <summary>Letters that the noun of a deed and the word in the data have in common: cancellation, cancelled.</summary>
    private const int CommonLetters = 5;

    public void Read(Restatement question)
    {
        var i = question.Find(CueKind.Rate);
        if (question.At(i - 1) is not { Kind: ItemKind.Name or ItemKind.Word or ItemKind.Value } deed)
        {
            return;
        }

        if (Event(question, deed) is { } happened)
        {
            Restate(question, i, happened.One, new RelatedCondition(0, happened.Many), deed);
        }
        else if (State(question, deed) is { } state)
        {
            Restate(question, i, state.Column.Table, new OneOfCondition(0, state.Column, [new TextValue(state.Value, IsKnown: true)]), deed);
        }
    }

    private static void Restate(Restatement question, int i, TableNode rows, Condition only, Item deed)
    {
        var rate = question.Take(i);
        question.Take(i - 1);
        question.Items.Insert(i - 1, Restatement.Named(rows, deed));
        question.Insert(i - 1, CueKind.Count);
        question.Add(new RateShape(deed, rate, only));
    }

    /// <summary>A table of events that belong to rows of another one each: of several, the one it cannot do without and that is nearest.</summary>
    private static KeyEdge? Event(Restatement question, Item deed)
    {
        var table = deed.Tables.Where(t => t.Score > 0.85).Select(t => t.Table).FirstOrDefault();
        return table is null ? null : question.Schema.Joins.EdgesOf(table)
            .Where(e => e.Many == table && e.One != table)
            .OrderBy(e => e.ManyColumns.Any(c => c.Info.IsNullable))
            .ThenByDescending(e => e.ManyColumns.Count)
            .FirstOrDefault();
    }

    /// <summary>A state that rows can be in, of the table that the question names, else of the one where most rows are.</summary>
    private static (ColumnNode Column, string Value)? State(Restatement question, Item deed)
    {
        var word = Lemmas.Of(deed.Lower);
        var named = question.Items.SelectMany(i => i.Tables.Where(t => t.Score > 0.85).Select(t => t.Table)).ToHashSet();
        var states = question.Schema.Tables.Where(t => t.Info.Kind is not (RelationKind.View or RelationKind.MaterializedView)).SelectMany(t => t.Columns)
            .SelectMany(c => c.Info.EnumLabels.Concat(c.Info.Statistics.Samples.Select(s => s.Value)).Distinct().Select(v => (Column: c, Value: v)))
            .Where(s => s.Column.IsText && !s.Value.Contains(' ', StringComparison.Ordinal) && Common(word, s.Value.ToLowerInvariant()) >= CommonLetters);
        return states.OrderByDescending(s => named.Contains(s.Column.Table))
            .ThenByDescending(s => s.Column.Table.Info.RowEstimate ?? 0)
            .Select(s => ((ColumnNode, string)?)s)
            .FirstOrDefault();
    }

    private static int Common(string a, string b) => a.Zip(b).TakeWhile(p => p.First == p.Second).Count();
}

/// <param name="Deed">The words that name what happened.</param>
/// <param name="Rate">The word "rate".</param>
internal sealed record RateShape(Item Deed, Item Rate, Condition Only) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        var at = intent.Targets.FindIndex(t => t is CountTerm);
        if (at < 0)
        {
            return;
        }

        var term = new RatioTerm(new FilteredTerm(intent.Targets[at], [Only]), intent.Targets[at], RatioScale.Fraction, "rate");
        intent.Targets[at] = term;
        Deed.IsUsed = true;
        Rate.IsUsed = true;
        Rate.Meaning = TermText.Of(term) + (intent.Conditions.Count > 0 ? $", both among those where {TermText.And(intent.Conditions)}" : "");
    }
}
