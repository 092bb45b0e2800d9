using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"in building NEB", "whose last name is Smith", "female students", "singers from France or Spain", "with id 3".</summary>
internal sealed class ValueReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        // What one value uses up may be another item: each is looked at when its turn comes.
        foreach (var (i, item) in context.Items.Index().Where(entry => !entry.Item.IsUsed))
        {
            if (item.Kind == ItemKind.Value)
            {
                ReadValues(context, i);
            }
            else if (item.Kind == ItemKind.Number)
            {
                ReadNumber(context, i);
            }
            else if (item.Kind == ItemKind.Word)
            {
                ReadWord(context, i);
            }
            else if (item.IsAny(CueKind.Null, CueKind.NotNull) && context.IsColumn(i - 1) && context.ColumnOf(i - 1) is { } column)
            {
                context.Use(i);
                context.Use(i - 1);
                context.Intent.Conditions.Add(new NullCondition(i, column, item.Is(CueKind.Null)));
            }
        }
    }

    private static void ReadValues(ParseContext context, int i)
    {
        if (ActsThrough(context, i) is { } deed)
        {
            context.Use(i, deed.ToString());
            return;
        }

        var named = NamedColumn(context, i);
        var column = ChooseColumn(context, i, named);
        if (column is null)
        {
            return;
        }

        // "by country without cancelled orders": the country is a breakdown still to be read.
        if (named is { } at && (at.Column == column || !context.IsCue(at.Item - 1, CueKind.By, CueKind.Each)))
        {
            context.Use(at.Item);
        }

        var values = new List<TextValue> { Text(context.Items[i], column) };
        context.Use(i, $"{column} = {values[0].Text}");
        var both = context.IsCue(i - 1, CueKind.Both) || context.IsCue(i - 2, CueKind.Both);
        var last = i;
        for (var k = i + 1; k < context.Items.Count; k++)
        {
            var item = context.Items[k];
            if (item is { Kind: ItemKind.Value, IsUsed: false } && (item.Values.Count == 0 || item.Values.Any(v => v.Column == column)) && k - last <= 2)
            {
                values.Add(Text(item, column));
                UseOr(context, last, k);
                context.Use(k, $"{column} = {values[^1].Text}");
                last = k;
            }
            else if (!item.IsAny(CueKind.Or, CueKind.And, CueKind.Both) && !(item.Kind == ItemKind.Break && item.Text is "," or "/"))
            {
                break;
            }
        }

        var negation = context.NegationAt(i);
        if (negation == 0 && context.IsCue(i - 1, CueKind.NotEqual))
        {
            context.Use(i - 1);
            negation = i + 1;
        }

        context.Intent.Conditions.Add(new OneOfCondition(i, column, values) { Negation = negation, NeedsAll = both && values.Count > 1 });
    }

    /// <summary>The "or" between two values of a column has done its work: it makes no alternatives of the conditions around them.</summary>
    private static void UseOr(ParseContext context, int from, int to)
    {
        for (var k = from + 1; k < to; k++)
        {
            if (context.IsCue(k, CueKind.Or))
            {
                context.Use(k);
            }
        }
    }

    /// <summary>"paid by paypal": beside a value of the table that the verb names, it is the verb rather than a state of the row.</summary>
    private static TableNode? ActsThrough(ParseContext context, int i)
    {
        var verb = Lemmas.Of(context.Items[i].Lower);
        return verb != context.Items[i].Lower
            && verb.Length > 2
            && context.IsCue(i + 1, CueKind.By, CueKind.In, CueKind.With)
            && context.At(i + 2) is { Kind: ItemKind.Value } means
            ? means.Values.Select(v => v.Column.Table)
                .FirstOrDefault(t => t.Words[^1].StartsWith(verb, StringComparison.Ordinal) && context.Items[i].Values.All(v => v.Column.Table != t))
            : null;
    }

    private static TextValue Text(Item item, ColumnNode column) =>
        item.Values.FirstOrDefault(v => v.Column == column && v.Score >= 0.5) is { } known
            ? new TextValue(known.Value, IsKnown: true)
            : new TextValue(item.Text, IsKnown: false);

    /// <summary>A column named right beside the value.</summary>
    private static (int Item, ColumnNode Column)? NamedColumn(ParseContext context, int i)
    {
        var k = i - 1;
        while (context.IsCue(k, CueKind.Be, CueKind.Equal, CueKind.Of, CueKind.Not, CueKind.NotEqual, CueKind.In, CueKind.Both)
            || context.At(k) is { Kind: ItemKind.Break, Text: ":" or "=" or "(" })
        {
            k--;
        }

        var gap = i - 1 - k;
        if (context.At(k) is { IsUsed: false, Columns.Count: > 0 } before
            && Best(context, k, i) is { } best
            && !(context.IsCue(k - 1, CueKind.LeadIn, CueKind.Count) && gap > 0 && !context.IsCue(i - 1, CueKind.Equal, CueKind.Be)))
        {
            var isAsked = gap > 0 && context.IsCue(i - 1, CueKind.Of, CueKind.In);
            if (!isAsked || context.Items[i].Values.Any(v => v.Column == best) || before.TableScore > 0.9)
            {
                return isAsked && !context.Items[i].Values.Any(v => v.Column == best) ? null : (k, best);
            }
        }

        return context.At(i + 1) is { IsUsed: false, Columns.Count: > 0 }
            && Best(context, i + 1, i) is { } after
            && context.Items[i].Values.Any(v => v.Column == after)
            && !context.IsTable(i + 1)
            ? (i + 1, after)
            : null;
    }

    private static ColumnNode? Best(ParseContext context, int name, int value)
    {
        var item = context.Items[value];
        var holding = context.BestColumn(name, null, c => item.Values.Any(v => v.Column == c));
        if (holding is { Score: > 0.6 })
        {
            return holding.Value.Column;
        }

        if (context.IsTable(name))
        {
            var table = context.TableOf(name)!;
            return item.Values.Count == 0 ? table.Display.FirstOrDefault(c => c.IsText) : null;
        }

        return context.BestColumn(name, null, c => HoldsText(c) && !c.IsForeignKey || c.IsKey)?.Column;
    }

    private static ColumnNode? ChooseColumn(ParseContext context, int i, (int Item, ColumnNode Column)? named)
    {
        var item = context.Items[i];
        if (named is { } given && (item.Values.Count == 0 || item.IsQuoted || item.Values.Any(v => v.Column == given.Column)))
        {
            return given.Column;
        }

        if (item.Values.Count == 0)
        {
            return NameOf(context, i);
        }

        // A common word that is also a value far off the counted rows is more likely just a word.
        var isPlain = !item.IsQuoted && !item.Text.Any(char.IsUpper);
        if (isPlain
            && (context.Fact ?? context.Subject) is var fact
            && item.Values.All(v => context.Schema.Joins.ToOneDistance(fact, v.Column.Table) is null
            && context.Schema.Joins.Distance(fact, v.Column.Table) is null or > 2))
        {
            return null;
        }

        var near = context.NearestTableBefore(i);
        var next = context.IsTable(i + 1) ? context.TableOf(i + 1) : null;
        return item.Values.OrderByDescending(v => v.Score
            + (v.Column.Table == next ? 0.35 : 0)
            + (v.Column.Table == near ? 0.25 : 0)
            + (context.Mentioned.Contains(v.Column.Table) ? 0.15 : 0)
            + (v.Column.Table == context.Subject ? 0.15 : 0)
            + (v.Column.IsForeignKey ? -0.1 : 0)
            + (v.Column.Table == context.Fact ? 0.3 : 0)
            - context.Detour(v.Column.Table)
            - (0.08 * Math.Min(6, context.Schema.Joins.Distance(near ?? context.Subject, v.Column.Table) ?? 8))).First().Column;
    }

    /// <summary>
    /// A proper name that the data is not known to hold is what something is called where it stands right beside that: "the student Linda Smith".
    /// Elsewhere ("sold in Berlin",
    /// "on Black Friday") it may mean anything, and is not understood.
    /// </summary>
    private static ColumnNode? NameOf(ParseContext context, int i)
    {
        var item = context.Items[i];
        var table = context.IsTable(i - 1)
            ? context.TableOf(i - 1)
            : context.IsTable(i + 1)
            ? context.TableOf(i + 1)
            : item.IsQuoted
            ? context.NearestTableBefore(i) ?? context.Subject
            : null;
        return item.IsQuoted || item.Text.Any(char.IsUpper) ? table?.Display.FirstOrDefault(c => c.IsText && DisplayColumns.IsName(c)) : null;
    }

    /// <summary>"with id 3", "credits is 4", "with 8 cylinders", "with 3 pets".</summary>
    private static void ReadNumber(ParseContext context, int i)
    {
        var k = i - 1;
        while (context.IsCue(k, CueKind.Be, CueKind.Equal, CueKind.Of))
        {
            k--;
        }

        var value = context.Items[i].Number;
        if (context.At(k) is { IsUsed: false, Columns.Count: > 0 }
            && !context.IsTable(k)
            && context.BestColumn(k, null, c => c.IsNumeric || c.IsText) is { } before)
        {
            context.Use(k);
            Add(context, i, before.Column, value);
        }
        else if (context.IsTable(k) && k == i - 1 && context.TableOf(k)!.Key is [{ IsNumeric: true } key])
        {
            Add(context, i, key, value);
        }
        else if (context.At(i + 1) is { IsUsed: false, Kind: ItemKind.Name }
            && context.IsCue(i - 1, CueKind.With, CueKind.Equal, CueKind.Only, CueKind.Be, CueKind.In))
        {
            if (context.IsTable(i + 1))
            {
                context.Use(i);
                context.Use(i + 1);
                context.Intent.Conditions.Add(new CompareCondition(i, new CountTerm(context.TableOf(i + 1)!), Comparison.Equal, new NumberOperand(value)));
            }
            else if (context.BestColumn(i + 1, null, c => c.IsNumeric) is { } after)
            {
                context.Use(i + 1);
                Add(context, i, after.Column, value);
            }
        }
    }

    private static void Add(ParseContext context, int i, ColumnNode column, decimal value)
    {
        context.Use(i, $"{column} = {value}");
        context.Intent.Conditions.Add(column.IsNumeric
            ? new CompareCondition(i, new ColumnTerm(column), Comparison.Equal, new NumberOperand(value)) { Negation = context.NegationAt(i) }
            : new OneOfCondition(i, column, [new TextValue(context.Items[i].Text, IsKnown: true)]) { Negation = context.NegationAt(i) });
    }

    private static bool HoldsText(ColumnNode column) => column.IsText || column.Info.Kind == ColumnKind.Array;

    /// <summary>A plain word right after a named text column is taken for its value: "sex is m".</summary>
    private static void ReadWord(ParseContext context, int i)
    {
        var k = i - 1;
        while (context.IsCue(k, CueKind.Be, CueKind.Equal))
        {
            k--;
        }

        if (context.At(k) is not { IsUsed: false, Columns.Count: > 0 } || context.IsTable(k) || context.IsCue(k - 1, CueKind.LeadIn)
            || context.BestColumn(k, null, HoldsText) is not { Score: > 0.9 } best)
        {
            return;
        }

        // "with tag handmade": what is asked of a list is one of its elements, however it is written.
        var isElement = best.Column.Info.Kind == ColumnKind.Array && context.IsCue(k - 1, CueKind.With, CueKind.Not);
        if (k == i - 1 && !isElement && !context.Items[i].Text.Any(char.IsUpper))
        {
            return;
        }

        context.Use(i, $"{best.Column} = {context.Items[i].Text}");
        context.Use(k);
        context.Intent.Conditions.Add(
            new OneOfCondition(i, best.Column, [new TextValue(context.Items[i].Text, IsKnown: false)]) { Negation = context.NegationAt(i) });
    }
}
