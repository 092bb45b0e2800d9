using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>
/// "the ratio of web orders to store orders", "ratio of amount spent to budget for each campaign". Each side is read as a question of its own.
/// </summary>
internal sealed class RatioReader : IShapeReader
{
    public void Read(Restatement question)
    {
        var i = question.Find(CueKind.Ratio, CueKind.Share);
        if (i < 0 || Joint(question, i) is not { } joint || (question.Is(i, CueKind.Share) && !question.IsTable(joint + 1)))
        {
            return;
        }

        var cue = question.Take(i);
        var side = question.TakeRange(i, joint - 1);
        question.Items.RemoveAt(i);
        var before = side.Count;
        Ask(side);
        if (question.At(i) is not { } first)
        {
            return;
        }

        if (!IsAsked(first) && (question.IsTable(i) || question.IsRows(i)))
        {
            question.Insert(i, CueKind.Count);
        }

        question.Add(new RatioShape(cue, side, question));

        void Ask(List<Item> items)
        {
            var head = items.FindIndex(x => x.Kind == ItemKind.Name);
            if (before > 0 && !IsAsked(items[0]) && head >= 0 && items[head].TableScore >= 0.75 && items[head].TableScore >= items[head].ColumnScore - 0.05)
            {
                items.Insert(0, Restatement.Implied(CueKind.Count));
            }
        }
    }

    private static bool IsAsked(Item item) => item.IsAny(CueKind.Count, CueKind.Sum, CueKind.Average, CueKind.Maximum, CueKind.Minimum, CueKind.HowMuch);

    /// <summary>Where the second side begins: after a joint before which something is named, at best one that the same rows are named after again.</summary>
    private static int? Joint(Restatement question, int cue)
    {
        var joints = Enumerable.Range(cue + 2, Math.Max(0, question.Items.Count - cue - 3))
            .Where(k => question.Lexicon.RatioJoints.Contains(question.Items[k].Lower) && question.Items[(cue + 1)..k].Exists(x => x.Kind == ItemKind.Name))
            .ToList();
        var head = question.Items.Skip(cue + 1).FirstOrDefault(x => x.Kind == ItemKind.Name)?.Text;
        var same = joints.FirstOrDefault(k => question.Items.Skip(k + 1).Take(2).Any(x => string.Equals(x.Text, head, StringComparison.OrdinalIgnoreCase)));
        return same > 0 ? same : joints.Count > 0 ? joints[0] : null;
    }
}

internal sealed record RatioShape(Item Cue, IReadOnlyList<Item> Side, Restatement Question) : IShape
{
    public void Apply(ParseContext context)
    {
        var other = Question.ParsePlain(Side, context.Subject);
        if (Quantity(other.Intent) is not { } over || Quantity(context.Intent) is not { } under)
        {
            return;
        }

        var intent = context.Intent;
        var all = Common(other, context);
        var mine = intent.Conditions.Except(all).ToList();
        var isSame = over.Table == under.Table;
        if (!isSame && (intent.Groups.Count > 0 || other.Intent.Groups.Count > 0))
        {
            return;
        }

        var groups = intent.Groups.Concat(other.Intent.Groups).Distinct().ToList();
        RatioTerm term;
        if (!isSame)
        {
            term = new RatioTerm(new ScalarTerm(Alone(other.Intent, over)), new ScalarTerm(Alone(intent, under)), RatioScale.Fraction);
        }
        else if (over is ColumnTerm && under is ColumnTerm && other.Intent.Conditions.Count + mine.Count == 0 && groups.TrueForAll(g => g.Table == over.Table))
        {
            term = new RatioTerm(over, under, RatioScale.Fraction);
            groups = groups.Count > 0 ? groups : [new EntityTerm(over.Table)];
        }
        else
        {
            term = new RatioTerm(Filtered(Added(over), other.Intent.Conditions), Filtered(Added(under), mine), RatioScale.Fraction);
        }

        Write(intent, term, groups, isSame ? all : []);
        Cue.IsUsed = true;
        Cue.Meaning = TermText.Of(term) + (isSame && all.Count > 0 ? $", both among those where {TermText.And(all)}" : "");
    }

    private static void Write(QueryIntent intent, RatioTerm term, List<Term> groups, List<Condition> conditions)
    {
        intent.Conditions.Clear();
        intent.Conditions.AddRange(conditions);
        intent.Targets.Clear();
        intent.Groups.Clear();
        if (term.IsAggregate)
        {
            intent.Groups.AddRange(groups);
            intent.Targets.Add(term);
        }
        else
        {
            intent.Targets.AddRange(term.Numerator is ScalarTerm ? [] : groups);
            intent.Targets.Add(term);
        }

        intent.Sorts.RemoveAll(s => s.Term.IsAggregate != term.IsAggregate);
    }

    private static Term? Quantity(QueryIntent intent) =>
        intent.Targets.FirstOrDefault(t => t.IsAggregate) ?? intent.Targets.FirstOrDefault(t => t is ColumnTerm { Column.IsMeasure: true });

    private static Term Filtered(Term term, List<Condition> only) => only.Count == 0 ? term : new FilteredTerm(term, only);

    private static Term Added(Term term) => term is ColumnTerm column ? new AggregateTerm(AggregateKind.Sum, column.Column) : term;

    private static QueryIntent Alone(QueryIntent intent, Term target)
    {
        var alone = new QueryIntent { Subject = intent.Subject };
        alone.Targets.Add(Added(target));
        alone.Conditions.AddRange(intent.Conditions);
        return alone;
    }

    /// <summary>
    /// What is said at the end holds for both sides, where the first says nothing of the kind: "ratio of open to closed shops in Berlin". A side
    /// that has only such a thing to tell it from the other keeps it: "shops in Berlin to shops in Hamburg".
    /// </summary>
    private static List<Condition> Common(ParseContext first, ParseContext second)
    {
        var isParallel = first.Intent.Conditions.Count > 0
            && second.Intent.Conditions.Count == 1
            && first.Intent.Conditions.TrueForAll(c => IsPlace(first, c))
            && IsPlace(second, second.Intent.Conditions[0]);
        if (isParallel || first.Intent.Conditions.Count == 0)
        {
            return [];
        }

        var known = first.Intent.Conditions.Select(Subject).ToHashSet();
        return [.. second.Intent.Conditions.Where(c => !known.Contains(Subject(c)))];
    }

    private static bool IsPlace(ParseContext context, Condition condition) =>
        Enumerable.Range(Math.Max(0, condition.Position - 4), Math.Min(4, condition.Position)).Any(k => context.IsCue(k, CueKind.In));

    private static object Subject(Condition condition) => condition switch
    {
        OneOfCondition one => one.Column,
        DateCondition date => date.Column,
        MatchCondition match => match.Column,
        CompareCondition compare => compare.Left,
        NullCondition test => test.Column,
        _ => condition.Table,
    };
}
