using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>
/// "stores with more orders than average", "customers who spent more than average": what each has is compared with the average of all of them.
/// </summary>
internal sealed class AboveAverageReader : IShapeReader
{
    private const int Reach = 4;

    public void Read(Restatement question)
    {
        for (var i = 0; i < question.Items.Count; i++)
        {
            if (!question.Is(i, CueKind.More, CueKind.Fewer, CueKind.Greater, CueKind.Less))
            {
                continue;
            }

            var isSplit = question.Is(i, CueKind.More, CueKind.Fewer);
            var than = isSplit ? Enumerable.Range(i + 1, Reach).FirstOrDefault(k => question.Is(k, CueKind.Than), -1) : i;
            var average = Enumerable.Range(than + 1, 2).FirstOrDefault(k => question.Is(k, CueKind.Average), -1);
            var noun = isSplit ? i + 1 : i - 1;
            if (than < 0
                || average < 0
                || (!question.IsTable(noun) && !(isSplit || IsSpent(question, noun)))
                || question.At(average + 1) is { Kind: ItemKind.Name } next && !IsSubject(question, next))
            {
                continue;
            }

            Restate(question, i, than, average, noun, isSplit);
            return;
        }
    }

    private static void Restate(Restatement question, int i, int than, int average, int noun, bool isSplit)
    {
        var compared = question.Items[noun];
        var cue = question.Items[i];
        for (var k = question.At(average + 1) is { Kind: ItemKind.Name } ? average + 1 : average; k > than; k--)
        {
            question.Take(k).IsUsed = true;
        }

        if (isSplit)
        {
            question.Items.RemoveAt(than);
        }

        question.Take(i);
        var at = question.Items.IndexOf(compared);
        question.TakeRange(at, at + 1);
        question.Add(new AboveAverageShape(cue, compared, cue.IsAny(CueKind.More, CueKind.Greater) ? Comparison.Greater : Comparison.Less, question));
    }

    private static bool IsSpent(Restatement question, int i) =>
        question.At(i) is { } item && question.Lexicon.Measures.Any(m => m.Words.Contains(Lemmas.Of(item.Lower)));

    /// <summary>"than the average customer": the noun asked for, named again.</summary>
    private static bool IsSubject(Restatement question, Item item) =>
        item.Tables.Count > 0 && question.Items.Exists(o => o != item && o.Tables.Any(t => t.Score > 0.85 && t.Table == item.Tables[0].Table));
}

internal sealed record AboveAverageShape(Item Cue, Item Compared, Comparison Comparison, Restatement Question) : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        Term? left = null;
        if (Compared.TableScore >= 0.75 && Compared.TableScore >= Compared.ColumnScore - 0.05 && Compared.Tables[0].Table != intent.Subject)
        {
            left = new CountTerm(Compared.Tables[0].Table);
        }
        else
        {
            var side = new ParseContext([Compared], Question.Schema, Question.Lexicon);
            if (new MeasureChoice(side).Choose(0, [], intent.Subject) is { } column && column.Table != intent.Subject)
            {
                left = new AggregateTerm(AggregateKind.Sum, column);
            }
        }

        if (left is null)
        {
            return;
        }

        intent.Conditions.Add(new CompareCondition(0, left, Comparison, new AverageOfGroupsOperand()));
        Cue.IsUsed = true;
        Compared.IsUsed = true;
        Cue.Meaning = $"{TermText.Of(left)} of each {intent.Subject.Name}, compared with the average of that over those that have any";
    }
}
