using NlSql.Core.Generation.BuiltIn.Language;
using NlSql.Core.Generation.BuiltIn.Linking;

namespace NlSql.Core.Generation.BuiltIn.Intent;

/// <summary>"for each country", "per month", "by region and year".</summary>
internal sealed class GroupReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        var aggregates = context.Items.Any(i => i.IsAny(CueKind.Count, CueKind.Average, CueKind.Sum, CueKind.Maximum, CueKind.Minimum) || (i.IsAny(CueKind.Most, CueKind.Fewest) && !i.IsUsed))
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

    private static bool FollowsVerb(ParseContext context, int i) => context.At(i - 1) is { Kind: ItemKind.Word };

    private static void ReadKeys(ParseContext context, int i, bool aggregates)
    {
        var last = i;
        for (var k = i + 1; k < context.Items.Count && k - last <= 2; k++)
        {
            var item = context.Items[k];
            if (context.IsTable(k) && context.IsColumn(k + 1) && Key(context, k) is null)
            {
                context.Use(k, context.TableOf(k)!.ToString());
                last = k;
            }
            else if (Key(context, k) is { } key)
            {
                if (aggregates)
                {
                    context.Intent.Groups.Add(key);
                    context.Use(k, "group by " + (key is EntityTerm e ? e.Entity.ToString() : (key as ColumnTerm)?.Column.ToString() ?? ((BucketTerm)key).Unit));
                }

                context.Use(i);
                last = k;
            }
            else if (!item.IsAny(CueKind.And, CueKind.Distinct, CueKind.Each, CueKind.By) && !(item.Kind == ItemKind.Break && item.Text == ","))
            {
                break;
            }

            if (k > i + 1 && context.IsCue(k + 1, CueKind.And) && !context.Items[i].Is(CueKind.By) && !context.Items[i].Is(CueKind.Each))
            {
                break;
            }
        }
    }

    private static Term? Key(ParseContext context, int k)
    {
        var item = context.At(k);
        if (item is null || item.IsUsed)
        {
            return null;
        }

        if (context.Lexicon.Periods.TryGetValue(context.Lexicon.Lemma(item.Lower), out var unit) && (context.BestColumn(k) is not { Score: > 0.9 } best || best.Column.Table != context.Subject)
            && DateReader.DateColumn(context, k - 1) is { } date)
        {
            return new BucketTerm(date, unit);
        }

        // "by ticket topic": the table only says whose topic.
        if (context.IsTable(k) && !(context.IsColumn(k + 1) && context.ColumnOf(k + 1, context.TableOf(k))?.Table == context.TableOf(k)))
        {
            return new EntityTerm(context.TableOf(k)!);
        }

        return !context.IsTable(k) && context.ColumnOf(k) is { } column ? new ColumnTerm(column) : null;
    }
}
