using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"in 2024", "last month", "since May 2023", "between 2024-01-01 and 2024-06-30".</summary>
internal sealed class DateReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            var item = context.Items[i];
            if (item.IsUsed)
            {
                continue;
            }

            if (item is { Kind: ItemKind.Date, Date: { } range })
            {
                ReadRange(context, i, range);
            }
            else if (IsYear(item)
                && !(context.IsColumn(i - 1) && context.ColumnOf(i - 1) is { IsDate: false, IsYear: false })
                && context.At(i + 1)?.Kind != ItemKind.Name)
            {
                ReadYear(context, i);
            }
        }
    }

    public static bool IsYear(Item item) => item is { Kind: ItemKind.Number, Text.Length: 4, Number: >= 1500 and <= 2200 } && decimal.IsInteger(item.Number);

    /// <summary>The year column nearest to the phrase at <paramref name="i"/>.</summary>
    public static ColumnNode? YearColumn(ParseContext context, int i) => Nearest(context, i, c => c.IsYear);

    /// <summary>The date column nearest to the phrase at <paramref name="i"/>.</summary>
    public static ColumnNode? DateColumn(ParseContext context, int i)
    {
        for (var k = i; k >= Math.Max(0, i - 4); k--)
        {
            if (context.At(k) is { Columns.Count: > 0 } named && context.BestColumn(k, null, c => c.IsDate) is { } best
                && (best.Column.Table == context.Subject || !context.Lexicon.Periods.ContainsKey(Lemmas.Of(named.Lower))))
            {
                return best.Column;
            }
        }

        // "shipped in March": beside a date the word is its verb rather than a state of the row.
        if (context.IsCue(i, CueKind.In, CueKind.After, CueKind.Before, CueKind.Since, CueKind.Between)
            && context.At(i - 1) is { Kind: ItemKind.Value, IsQuoted: false, IsUsed: false } state
            && EnglishInflection.IsParticiple(state.Lower)
            && Nearest(context, i, c => c.IsDate && c.Table == context.Subject && Names(context, state, c)) is { } happened)
        {
            return happened;
        }

        // A verb before the phrase may name the date: "hired in 2020" and hire_date.
        var word = context.At(i - 1) is { Kind: ItemKind.Word } verb ? verb : context.At(i - 2) is { Kind: ItemKind.Word } earlier ? earlier : null;
        if (word is not null)
        {
            var stem = EnglishInflection.Stem(Lemmas.Of(word.Lower));
            if (Nearest(context, i, c => c.IsDate && c.Words.Any(w => EnglishInflection.Stem(w) == stem)) is { } dated)
            {
                return dated;
            }
        }

        return Nearest(context, i, c => c.IsDate);
    }

    /// <summary>Words anywhere in the question that only say which date is meant: "hired each year".</summary>
    public static void UseVerbs(ParseContext context, ColumnNode column)
    {
        for (var k = 0; k < context.Items.Count; k++)
        {
            if (context.Items[k] is { Kind: ItemKind.Word or ItemKind.Name, IsUsed: false } word
                && EnglishInflection.IsParticiple(word.Lower)
                && Names(context, word, column))
            {
                context.Use(k, column.ToString());
            }
        }
    }

    /// <summary>Other dates of the same rows, which may have been meant.</summary>
    public static IReadOnlyList<string> Others(ColumnNode column) =>
        [.. column.Table.Columns.Where(c => c.IsDate && c != column).Select(c => c.ToString())];

    private static ColumnNode? Nearest(ParseContext context, int i, Func<ColumnNode, bool> filter)
    {
        var start = context.NearestTableBefore(i) ?? context.Subject;
        var facts = context.Fact is { } fact
            ? context.Schema.Tables.Select(t => (Table: t, Steps: context.Schema.Joins.ToOneDistance(fact, t))).Where(t => t.Steps is not null)
                .OrderBy(t => t.Steps)
                .ThenBy(t => Identifies(context, t.Table, fact) ? 0 : 1)
                .ThenByDescending(t => t.Table.Info.RowEstimate ?? 0)
                .Select(t => t.Table)
            : [];
        var tables = facts.Concat([start, context.Subject]).Concat(context.Mentioned)
            .Concat(context.Schema.Joins.EdgesOf(start).OrderBy(e => e.Many == start ? 0 : 1).Select(e => e.Other(start)))
            .Concat(context.Schema.Tables.Where(t => context.Schema.Joins.Distance(start, t) is <= 3).OrderBy(t => context.Schema.Joins.Distance(start, t)));
        return tables.Select(t => t.Columns.FirstOrDefault(filter)).FirstOrDefault(c => c is not null);
    }

    /// <summary>The order of an order line: its rows cannot be told apart without it, and they happened when it did.</summary>
    private static bool Identifies(ParseContext context, TableNode parent, TableNode fact) =>
        context.Schema.Joins.EdgesOf(fact).Any(e => e.Many == fact && e.One == parent && e.ManyColumns.All(c => c.IsKey));

    private static void ReadRange(ParseContext context, int i, DateRange range)
    {
        if (DateColumn(context, i - 1) is not { } column)
        {
            return;
        }

        var end = EndOf(context, i);
        if (end is not null)
        {
            range = new DateRange(range.From, end.To);
        }
        else if (context.At(i - 1)?.Cue is { } cue)
        {
            if (cue.Kind is CueKind.After or CueKind.Greater && range.To is null)
            {
                // No day comes after the last one.
                return;
            }

            range = cue.Kind switch
            {
                CueKind.Before or CueKind.Less => new DateRange(null, range.From),
                CueKind.After or CueKind.Greater => new DateRange(range.To, null),
                CueKind.Since or CueKind.GreaterOrEqual => new DateRange(range.From, null),
                CueKind.LessOrEqual => new DateRange(null, range.To),
                _ => range,
            };
        }

        if (range.IsEmpty)
        {
            return;
        }

        if (end is not null)
        {
            context.Use(i + 1);
            context.Use(i + 2);
        }

        context.Use(i, column.ToString());
        context.Items[i].Others = Others(column);
        UseNamed(context, i, column);
        if (context.IsCue(i - 1, CueKind.Between, CueKind.Before, CueKind.After, CueKind.Since, CueKind.In, CueKind.Less, CueKind.Greater))
        {
            context.Use(i - 1);
        }

        context.Intent.Conditions.Add(new DateCondition(i, column, range) { Negation = context.NegationAt(i) });
    }

    /// <summary>The other end of a stretch that begins at <paramref name="i"/>: "from March to May 2024", "between 2023-01-01 and 2023-06-30".</summary>
    private static DateRange? EndOf(ParseContext context, int i) => context.At(i + 1) is { } joint && context.At(i + 2) is { IsUsed: false } end
        && (context.Lexicon.RangeJoints.Contains(joint.Lower) || context.IsCue(i - 1, CueKind.Between))
        ? end.Date ?? (IsYear(end) ? DateRange.Year((int)end.Number) : null)
        : null;

    private static void ReadYear(ParseContext context, int i)
    {
        if (context.At(i + 2) is { } other && IsYear(other) && EndOf(context, i) is not null && DateColumn(context, i - 1) is not null)
        {
            ReadRange(context, i, DateRange.Year((int)context.Items[i].Number));
            return;
        }

        if (YearColumn(context, i) is { } year && year.Table == context.Subject || DateColumn(context, i - 1) is null)
        {
            if (YearColumn(context, i) is { } column)
            {
                context.Use(i, column.ToString());
                UseYearWord(context, i);
                context.Intent.Conditions.Add(new CompareCondition(
                    i,
                    new ColumnTerm(column),
                    Comparison.Equal,
                    new NumberOperand(context.Items[i].Number)) { Negation = context.NegationAt(i) });
            }

            return;
        }

        var dated = DateColumn(context, i - 1)!;
        context.Use(i, dated.ToString());
        context.Items[i].Others = Others(dated);
        UseYearWord(context, i);
        UseNamed(context, i, dated);
        context.Intent.Conditions.Add(new DateCondition(i, dated, DateRange.Year((int)context.Items[i].Number)) { Negation = context.NegationAt(i) });
    }

    /// <summary>The word that named the date column ("born in 2024") has done its work.</summary>
    private static void UseNamed(ParseContext context, int i, ColumnNode column)
    {
        for (var k = i - 1; k >= Math.Max(0, i - 4); k--)
        {
            var item = context.Items[k];
            var names = item is { Kind: ItemKind.Word } or { Kind: ItemKind.Value, IsQuoted: false } && Names(context, item, column);
            if (names
                || (!item.IsUsed
                && item.Kind == ItemKind.Name
                && !context.IsTable(k)
                && k > 1
                && !context.IsCue(k - 1, CueKind.By, CueKind.Each)
                && item.Columns.Any(c => c.Column == column)))
            {
                context.Use(k, column.ToString());
            }
        }
    }

    private static bool Names(ParseContext context, Item item, ColumnNode column)
    {
        var stem = EnglishInflection.Stem(Lemmas.Of(item.Lower));
        return column.Words.Any(w => EnglishInflection.Stem(w) == stem);
    }

    private static void UseYearWord(ParseContext context, int i)
    {
        for (var k = i - 1; k >= i - 2 && k >= 0; k--)
        {
            if (context.Items[k] is { Kind: ItemKind.Name } name && name.Lower is "year" or "years")
            {
                context.Use(k);
            }
        }
    }
}
