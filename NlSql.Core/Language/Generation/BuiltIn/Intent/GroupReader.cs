using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"for each country", "per month", "by region and year".</summary>
internal sealed class GroupReader : IIntentReader
{
    /// <summary>Columns whose ranks differ by less are equally likely.</summary>
    private const double Even = 0.02;

    public void Read(ParseContext context)
    {
        var aggregates = context.Intent.HasAggregate
            || context.Items.Any(i => i.IsAny(CueKind.Count, CueKind.Average, CueKind.Sum, CueKind.Maximum, CueKind.Minimum)
            || (i.IsAny(CueKind.Most, CueKind.Fewest) && !i.IsUsed))
            || Enumerable.Range(0, context.Items.Count).Any(context.IsTotal);
        for (var i = 0; i < context.Items.Count; i++)
        {
            var item = context.Items[i];
            if (item.IsUsed || !(item.Is(CueKind.Each) || (item.Is(CueKind.By) && aggregates && !FollowsVerb(context, i))))
            {
                continue;
            }

            ReadKeys(context, i, aggregates);
        }
    }

    /// <summary>"courses taught by teachers" names who did it; "units sold by category" is a breakdown: its noun stands in the singular.</summary>
    private static bool FollowsVerb(ParseContext context, int i) =>
        context.At(i - 1) is { Kind: ItemKind.Word }
            && !(context.Fact is not null && context.At(i + 1) is { Kind: ItemKind.Name } noun && Lemmas.Of(noun.Lower) == noun.Lower);

    private static void ReadKeys(ParseContext context, int i, bool aggregates)
    {
        var last = i;
        for (var k = i + 1; k < context.Items.Count && k - last <= 2; k++)
        {
            var item = context.Items[k];
            if (item is { Kind: ItemKind.Name, IsUsed: true })
            {
                last = k;
            }
            else if (context.IsTable(k) && context.IsColumn(k + 1) && Key(context, k) is null)
            {
                context.Use(k, context.TableOf(k)!.ToString());
                last = k;
            }
            else if (Key(context, k) is { } key)
            {
                if (aggregates)
                {
                    context.Intent.Groups.Add(key);
                    context.Use(
                        k,
                        "group by " + (key is EntityTerm e ? e.Entity.ToString() : (key as ColumnTerm)?.Column.ToString() ?? ((BucketTerm)key).Unit));
                }

                context.Use(i);
                last = k;
            }
            else if (!item.IsAny(CueKind.And, CueKind.Distinct, CueKind.Each, CueKind.By) && !(item.Kind == ItemKind.Break && item.Text == ","))
            {
                break;
            }
        }
    }

    internal static Term? Key(ParseContext context, int k)
    {
        var item = context.At(k);
        if (item is null || item.IsUsed)
        {
            return null;
        }

        if (context.Lexicon.Periods.TryGetValue(Lemmas.Of(item.Lower), out var unit) && Bucket(context, k, unit) is { } bucket)
        {
            return bucket;
        }

        // "by ticket topic": the table only says whose topic.
        if (context.IsTable(k) && !(context.IsColumn(k + 1) && context.ColumnOf(k + 1, context.TableOf(k))?.Table == context.TableOf(k)))
        {
            var isAside = context.Fact is { } fact && context.Schema.Joins.ToOneDistance(fact, context.TableOf(k)!) is null;
            return isAside && Dimension(context, k) is { } near && context.Schema.Joins.ToOneDistance(context.Fact!, near.Table) is not null
                ? new ColumnTerm(near)
                : new EntityTerm(context.TableOf(k)!);
        }

        return !context.IsTable(k) && Dimension(context, k) is { } column ? Referred(context, column) : null;
    }

    /// <summary>A reference stands for the thing it refers to, which people know by name.</summary>
    private static Term Referred(ParseContext context, ColumnNode column) =>
        column is { IsForeignKey: true, IsKey: false }
            && !context.Items.Any(i => Lemmas.Of(i.Lower.Split(' ', '_', '.')[^1]) == column.Words[^1] && i.Columns.Any(c => c.Column == column))
            && context.Schema.Joins.EdgesOf(column.Table)
                .FirstOrDefault(e => e.Many == column.Table && e.One != column.Table && e.ManyColumns is [var only] && only == column)
                    is { One: { Display: [{ IsKey: false }, ..] } one }
            ? new EntityTerm(one)
            : new ColumnTerm(column);

    /// <summary>The date of what is counted decides, not a column elsewhere that is called "month".</summary>
    private static BucketTerm? Bucket(ParseContext context, int k, string unit)
    {
        if (context.BestColumn(k, null, c => c.Table == context.Subject) is { Score: > 0.9, Column: var own })
        {
            return own.IsDate ? new BucketTerm(own, unit, context.Lexicon.Calendar) : null;
        }

        if (DateReader.DateColumn(context, k - 1) is not { } date)
        {
            return null;
        }

        context.Items[k].Others = DateReader.Others(date);
        DateReader.UseVerbs(context, date);
        return new BucketTerm(date, unit, context.Lexicon.Calendar);
    }

    private static ColumnNode? Dimension(ParseContext context, int k)
    {
        if (context.Fact is not { } fact)
        {
            return context.ColumnOf(k);
        }

        var ranked = context.At(k)!.Columns.Where(c => !c.Column.IsMeasure || c.Score > 0.9)
            .Select(c => (
                c.Column,
                Rank: c.Score - context.Detour(c.Column.Table)
                    + (c.Column.Table == context.OwnerAfter(k) ? 0.4 : 0)
                    + (context.Mentioned.Contains(c.Column.Table) ? 0.12 : 0) - (c.Column.IsForeignKey ? 0.03 : 0)))
            .OrderByDescending(c => c.Rank).Take(2).ToList();
        if (ranked is [var first, var second] && first.Rank - second.Rank < Even && first.Column.Table != second.Column.Table && first.Column.Table != fact
            && context.Schema.Joins.ToOneDistance(fact, first.Column.Table) is not null
            && context.Schema.Joins.ToOneDistance(fact, second.Column.Table) is not null
            && !first.Column.IsForeignKey
            && !second.Column.IsForeignKey)
        {
            context.Doubt ??= new Doubt(context.Items[k], first.Column, second.Column);
        }

        return ranked.Count > 0 ? ranked[0].Column : context.ColumnOf(k);
    }
}
