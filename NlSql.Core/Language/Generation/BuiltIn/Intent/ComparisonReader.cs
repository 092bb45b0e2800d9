using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"older than 20", "price between 5 and 10", "at least 3 courses", "above the average salary".</summary>
internal sealed class ComparisonReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            var item = context.Items[i];
            if (item.IsUsed || item.Cue is not { } cue)
            {
                continue;
            }

            if (cue.Kind == CueKind.Between)
            {
                ReadBetween(context, i);
            }
            else if (Operator(cue.Kind) is { } comparison)
            {
                Read(context, i, comparison);
            }
            else if (cue.Kind is CueKind.OrMore or CueKind.OrLess && context.At(i - 1) is { Kind: ItemKind.Number, IsUsed: false } number)
            {
                Read(context, i, i - 1, number.Number, cue.Kind == CueKind.OrMore ? Comparison.GreaterOrEqual : Comparison.LessOrEqual);
            }
        }
    }

    private static Comparison? Operator(CueKind kind) => kind switch
    {
        CueKind.Greater or CueKind.After => Comparison.Greater,
        CueKind.GreaterOrEqual or CueKind.Since => Comparison.GreaterOrEqual,
        CueKind.Less or CueKind.Before => Comparison.Less,
        CueKind.LessOrEqual => Comparison.LessOrEqual,
        CueKind.Equal => Comparison.Equal,
        CueKind.NotEqual => Comparison.NotEqual,
        _ => null,
    };

    private static void Read(ParseContext context, int i, Comparison comparison)
    {
        var at = i + 1;
        while (context.IsCue(at, CueKind.Be, CueKind.Of, CueKind.In, CueKind.Than, CueKind.Their))
        {
            at++;
        }

        // "before the year of 2010": the column stands between the comparison and the number.
        if (context.IsColumn(at)
            && (context.At(at + 1)?.Kind == ItemKind.Number || (context.IsCue(at + 1, CueKind.Of) && context.At(at + 2)?.Kind == ItemKind.Number))
            && context.ColumnOf(at) is { IsNumeric: true })
        {
            var value = context.At(at + 1)!.Kind == ItemKind.Number ? at + 1 : at + 2;
            context.Use(i);
            context.Use(at);
            context.Use(value, context.ColumnOf(at)!.ToString());
            context.Intent.Conditions.Add(new CompareCondition(
                value,
                new ColumnTerm(context.ColumnOf(at)!),
                comparison,
                new NumberOperand(context.Items[value].Number)) { Negation = context.NegationAt(i) });
            return;
        }

        if (context.At(at) is { Kind: ItemKind.Number, IsUsed: false } number)
        {
            if (context.IsCue(at + 1, CueKind.OrMore) && comparison == Comparison.Greater)
            {
                comparison = Comparison.GreaterOrEqual;
            }

            Read(context, i, at, number.Number, comparison);
        }
        else if (context.IsCue(at, CueKind.Average, CueKind.Maximum, CueKind.Minimum))
        {
            ReadAggregate(context, i, at, comparison);
        }
        else if (context.IsCue(at - 1, CueKind.Their) && context.IsColumn(at))
        {
            ReadColumns(context, i, at, comparison);
        }
    }

    /// <summary>"spent more than their budget": both sides are columns of the row.</summary>
    private static void ReadColumns(ParseContext context, int cue, int at, Comparison comparison)
    {
        if (ComparedTerm.DirectlyBefore(context, cue) is not ColumnTerm { Column: { IsMeasure: true } left }
            || context.BestColumn(at, left.Table, c => c.IsMeasure && c != left && c.Table == left.Table) is not { Column: var right })
        {
            return;
        }

        if (context.At(cue - 1) is { Owner: not null })
        {
            // "campaigns spent": the linker took both words for the column; the rows are asked for, not the column.
            context.Use(cue - 1, left.ToString());
        }

        context.Use(cue);
        context.Use(at, right.ToString());
        context.Intent.Conditions.Add(new CompareCondition(
            cue,
            new ColumnTerm(left),
            comparison,
            new ColumnOperand(right)) { Negation = context.NegationAt(cue) });
    }

    private static void Read(ParseContext context, int cue, int number, decimal value, Comparison comparison)
    {
        var left = Math.Min(cue, number);
        var right = Math.Max(cue, number);
        var isYear = DateReader.IsYear(context.Items[number]);
        var term = ComparedTerm.ByDimension(context, cue)
            ?? (isYear ? YearTerm(context, left, right) : null)
            ?? ComparedTerm.DirectlyBefore(context, left)
            ?? ComparedTerm.After(context, right)
            ?? ComparedTerm.Before(context, left);
        if (term is null)
        {
            if (isYear && DateReader.DateColumn(context, left) is { } date)
            {
                AddYear(context, cue, number, date, (int)value, comparison);
            }

            return;
        }

        if (term is ColumnTerm { Column.IsDate: true } dated && isYear)
        {
            AddYear(context, cue, number, dated.Column, (int)value, comparison);
            return;
        }

        context.Use(cue);
        context.Use(number, $"{Describe(term)}");
        if (context.At(right + 1) is { Kind: ItemKind.Word or ItemKind.Name, IsUsed: false } unit
            && (context.Lexicon.Units.Contains(unit.Lower) || context.Lexicon.Units.Contains(Lemmas.Of(unit.Lower))))
        {
            context.Use(right + 1);
        }

        context.Intent.Conditions.Add(new CompareCondition(number, term, comparison, new NumberOperand(value)) { Negation = context.NegationAt(left) });
    }

    private static ColumnTerm? YearTerm(ParseContext context, int left, int right)
    {
        if (context.IsColumn(left - 1) && context.ColumnOf(left - 1) is { IsNumeric: true } direct)
        {
            context.Use(left - 1);
            return new ColumnTerm(direct);
        }

        if (context.At(right + 1) is { Kind: ItemKind.Name })
        {
            return null;
        }

        return DateReader.YearColumn(context, left) is { } year ? new ColumnTerm(year) : null;
    }

    private static void AddYear(ParseContext context, int cue, int number, ColumnNode column, int year, Comparison comparison)
    {
        context.Use(cue);
        context.Use(number, $"{column}");
        var all = DateRange.Year(year);
        var range = comparison switch
        {
            Comparison.Greater => new DateRange(all.To, null),
            Comparison.GreaterOrEqual => new DateRange(all.From, null),
            Comparison.Less => new DateRange(null, all.From),
            Comparison.LessOrEqual => new DateRange(null, all.To),
            _ => all,
        };
        context.Intent.Conditions.Add(new DateCondition(number, column, range)
        {
            Negation = comparison == Comparison.NotEqual ? number + 1 : context.NegationAt(cue)
        });
    }

    private static void ReadAggregate(ParseContext context, int cue, int at, Comparison comparison)
    {
        var kind = TargetReader.Aggregate(context.Items[at].Cue!.Kind)!.Value;
        var named = context.At(at + 1) is { Columns.Count: > 0 } && !context.IsTable(at + 1)
            ? context.BestColumn(at + 1, null, c => c.IsNumeric || c.IsDate)?.Column
            : null;
        var term = ComparedTerm.ByDimension(context, cue)
            ?? (named is not null ? new ColumnTerm(named) : ComparedTerm.DirectlyBefore(context, cue) ?? ComparedTerm.Before(context, cue));
        if (term is not ColumnTerm { Column: var column })
        {
            return;
        }

        context.Use(cue);
        context.Use(at);
        if (context.At(cue - 1) is { Owner: not null } before && before.Lower.Split(' ')[0] is var noun && Lemmas.Of(noun) != noun)
        {
            // "products cost more": a noun and its verb; "product cost" would be a column that is asked for.
            context.Use(cue - 1, column.ToString());
        }

        if (named is not null)
        {
            context.Use(at + 1);
            if (ComparedTerm.DirectlyBefore(context, cue) is ColumnTerm { Column: var same } && same != named)
            {
                column = same;
            }
        }

        for (var k = at + 1; k < context.Items.Count && k <= at + 4; k++)
        {
            // "than the average age of all pets": the table was named for the average only.
            if (context.IsCue(k, CueKind.Of) && context.IsTable(k + 1) && context.TableOf(k + 1) == column.Table)
            {
                context.Use(k + 1);
            }
        }

        context.Intent.Conditions.Add(new CompareCondition(
            cue,
            new ColumnTerm(column),
            comparison,
            new AggregateOperand(kind, named ?? column)) { Negation = context.NegationAt(cue) });
    }

    private static void ReadBetween(ParseContext context, int i)
    {
        if (context.At(i + 1) is not { Kind: ItemKind.Number, IsUsed: false } low || context.At(i + 3) is not { Kind: ItemKind.Number } high
            || !context.IsCue(i + 2, CueKind.And, CueKind.In, CueKind.Or))
        {
            return;
        }

        var isYear = DateReader.IsYear(low) && DateReader.IsYear(high);
        var (least, most) = (Math.Min(low.Number, high.Number), Math.Max(low.Number, high.Number));
        // "number of orders between 2023 and 2024": years are no number of orders.
        var isCountOfYears = isYear && context.IsTable(i - 1) && context.IsCue(i - 2, CueKind.Count);
        var term = (isYear ? YearTerm(context, i, i + 3) : null)
            ?? (isCountOfYears ? null : ComparedTerm.DirectlyBefore(context, i))
            ?? ComparedTerm.After(context, i + 3)
            ?? (isYear ? null : ComparedTerm.Before(context, i));
        if (term is null && !isYear)
        {
            return;
        }

        if (term is null or ColumnTerm { Column.IsDate: true } && isYear)
        {
            var column = (term as ColumnTerm)?.Column ?? DateReader.DateColumn(context, i);
            if (column is null)
            {
                return;
            }

            var years = new DateRange(DateRange.Year((int)least).From, DateRange.Year((int)most).To);
            context.Intent.Conditions.Add(new DateCondition(i, column, years) { Negation = context.NegationAt(i) });
        }
        else
        {
            context.Intent.Conditions.Add(new CompareCondition(
                i,
                term!,
                Comparison.GreaterOrEqual,
                new NumberOperand(least)) { Negation = context.NegationAt(i) });
            context.Intent.Conditions.Add(new CompareCondition(i, term!, Comparison.LessOrEqual, new NumberOperand(most)) { Negation = context.NegationAt(i) });
        }

        for (var k = i; k <= i + 3; k++)
        {
            context.Use(k);
        }
    }

    private static string Describe(Term term) => term switch
    {
        ColumnTerm c => c.Column.ToString(),
        CountTerm c => $"number of {c.Counted}",
        AggregateTerm a => $"{a.Kind} of {a.Column}",
        _ => term.Table.ToString(),
    };
}
