using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>
/// "revenue by month", "how much did we spend", "top 5 products by revenue", "orders per store": what is counted or added up. A quantity
/// that is broken down is summed, or averaged when it is a rate, also when nobody says so.
/// </summary>
internal sealed partial class RollUpReader : IIntentReader
{
    /// <summary>How well a column's name must match where nothing but the breakdown says that it is a quantity.</summary>
    private const double Clear = 0.7;
    private const double Vague = 0.5;

    public void Read(ParseContext context)
    {
        if (context.Fact is not null)
        {
            return;
        }

        var choice = new MeasureChoice(context);
        if (ReadRanking(context, choice) || ReadExtreme(context, choice) || ReadMeasure(context, choice))
        {
            return;
        }

        ReadCounted(context);
    }

    /// <summary>"revenue by month", "average rating per category", "how much did we refund".</summary>
    private static bool ReadMeasure(ParseContext context, MeasureChoice choice)
    {
        var dimensions = Dimensions(context, choice);
        var start = Enumerable.Range(0, context.Items.Count).FirstOrDefault(k => !context.IsCue(k, CueKind.LeadIn, CueKind.Be, CueKind.Their), -1);
        if (start < 0)
        {
            return false;
        }

        var adjective = context.Lexicon.Periods.TryGetValue(context.Items[start].Lower, out var unit)
            && unit != context.Items[start].Lower
            && context.At(start + 1) is { Kind: ItemKind.Name } ? start : -1;
        start += adjective >= 0 && dimensions.Add(adjective) ? 1 : 0;
        var isAsked = context.IsCue(start, CueKind.HowMuch);
        var cue = context.IsCue(start, CueKind.Sum, CueKind.Average, CueKind.Count) ? context.Items[start].Cue!.Kind : (CueKind?)null;
        var at = cue is not null || isAsked ? start + 1 : start;
        if (isAsked && Enumerable.Range(at, context.Items.Count - at)
            .Where(k => choice.ConceptOf(context.Items[k]) is not null || context.Items[k].Columns.Any(c => c.Column.IsMeasure && c.Score > 0.6))
            .ToList() is [var asked, ..])
        {
            at = asked;
        }

        if (context.At(at) is not { Kind: ItemKind.Name or ItemKind.Word, IsUsed: false } item
            || dimensions.Contains(at)
            || (dimensions.Count == 0 && !isAsked && adjective < 0 && !choice.IsAmountOfPeriod(at))
            || (item.TableScore > 0.85 && item.TableScore > item.ColumnScore) || choice.Candidates(at).Count == 0)
        {
            return false;
        }

        var concept = choice.ConceptOf(item);
        if ((cue == CueKind.Count && concept is null)
            || choice.Choose(at, dimensions, null) is not { } column
            || (isAsked && dimensions.Count == 0 && !choice.IsAdditive(column)))
        {
            return false;
        }

        if (cue is null && !isAsked && concept is null && (!context.IsColumn(at) || context.BestColumn(at, null, c => c.IsMeasure) is not { } named
            || named.Score < (context.IsCue(at + 1, CueKind.By, CueKind.Each) ? Vague : Clear)))
        {
            return false;
        }

        var kind = cue == CueKind.Average || (cue is null && !choice.IsAdditive(column)) ? AggregateKind.Average : AggregateKind.Sum;
        context.FocusOn(column.Table, isSubject: true);
        context.Intent.Targets.Add(new AggregateTerm(kind, column));
        context.Use(start);
        if (adjective >= 0)
        {
            Group(context, adjective, null);
        }

        foreach (var k in Enumerable.Range(start + 1, Math.Max(0, at - start - 1)).Where(context.IsTable))
        {
            // "how much did customers spend": said of all of them together.
            context.Use(k, context.TableOf(k)!.ToString());
        }

        context.Use(at, $"{Word(kind)} of {column}");
        if (context.At(at + 1) is { Kind: ItemKind.Name } rest && !dimensions.Contains(at + 1) && rest.Columns.Any(c => c.Column == column))
        {
            context.Use(at + 1);
        }

        for (var k = at + 2; context.IsCue(k - 1, CueKind.And)
            && !dimensions.Contains(k)
            && context.IsColumn(k)
            && context.BestColumn(k, column.Table, c => c.IsMeasure && c.Table == column.Table) is { Score: > Clear, Column: var second }; k += 2)
        {
            // "average list price and unit cost": the function is said once for both.
            context.Intent.Targets.Add(new AggregateTerm(kind, second));
            context.Use(k, $"{Word(kind)} of {second}");
        }

        return true;
    }

    /// <summary>"how many orders per store", "number of orders by status", "orders by month".</summary>
    private static void ReadCounted(ParseContext context)
    {
        for (var i = 0; i + 1 < context.Items.Count; i++)
        {
            var noun = i + 1;
            while (context.At(noun) is { Kind: ItemKind.Value })
            {
                // "number of web orders by country"
                noun++;
            }

            if (context.IsCue(i, CueKind.Count) && !context.Items[i].IsUsed && context.IsTable(noun) && context.TableOf(noun) is { } counted)
            {
                var isMean = context.IsCue(i - 1, CueKind.Average) && context.Items.Any(k => k.Is(CueKind.Each));
                if (i == 0 || context.IsCue(i - 1, CueKind.LeadIn) || isMean)
                {
                    context.FocusOn(counted, isSubject: true);
                }

                if (isMean)
                {
                    context.Use(i - 1, "average of the groups");
                    context.Intent.IsMeanOfGroups = true;
                }

                return;
            }
        }

        // "monthly orders": the adjective is a breakdown, the noun what is counted.
        var period = context.Items.Count > 1 && context.Lexicon.Periods.TryGetValue(context.Items[0].Lower, out var unit) && unit != context.Items[0].Lower
            ? unit
            : null;
        var named = period is null ? 0 : 1;
        while (context.At(named) is { Kind: ItemKind.Value } && period is null)
        {
            // "cancelled orders by channel"
            named++;
        }

        if (!context.IsTable(named) || context.TableOf(named) is not { } table || (period is null && !context.IsCue(named + 1, CueKind.By, CueKind.Each)))
        {
            return;
        }

        context.FocusOn(table, isSubject: true);
        if (period is not null)
        {
            Group(context, 0, null);
        }

        var amount = table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words.Contains(table.Words[^1]));
        Term term = amount is null ? new CountTerm(table) : new AggregateTerm(AggregateKind.Sum, amount);
        context.Intent.Targets.Add(term);
        context.Use(named, amount is null ? $"number of {table}" : $"sum of {amount}");
    }

    /// <summary>Positions of what stands after "by" and "per".</summary>
    private static HashSet<int> Dimensions(ParseContext context, MeasureChoice choice)
    {
        var result = new HashSet<int>();
        for (var i = 0; i < context.Items.Count; i++)
        {
            if (!context.IsCue(i, CueKind.By, CueKind.Each))
            {
                continue;
            }

            for (var k = i + 1; k < context.Items.Count
                && (context.Items[k].Kind == ItemKind.Name || context.IsCue(k, CueKind.And, CueKind.By, CueKind.Each) || context.Items[k].Text == ","
                    || context.Lexicon.Periods.ContainsKey(Lemmas.Of(context.Items[k].Lower))); k++)
            {
                if (choice.ConceptOf(context.Items[k]) is not null && context.At(k + 1)?.Kind == ItemKind.Name)
                {
                    // "by sales channel"
                    context.Use(k);
                }
                else if (context.Items[k].Kind is ItemKind.Name or ItemKind.Word)
                {
                    result.Add(k);
                }
            }
        }

        return result;
    }

    private static void Group(ParseContext context, int at, TableNode? entity)
    {
        if (entity is null && GroupReader.Key(context, at) is { } key)
        {
            context.Intent.Groups.Add(key);
            context.Use(at, key is ColumnTerm column ? column.Column.ToString() : key.Table.ToString());
        }
    }

    private static void Limit(ParseContext context, int top, int limit)
    {
        UseRange(context, top, top + 1);
        context.Intent.Limit = limit;
    }

    private static string Word(AggregateKind kind) => kind == AggregateKind.Average ? "average" : "sum";

    private static void UseRange(ParseContext context, int from, int to)
    {
        for (var k = from; k <= to; k++)
        {
            context.Use(k);
        }
    }
}
