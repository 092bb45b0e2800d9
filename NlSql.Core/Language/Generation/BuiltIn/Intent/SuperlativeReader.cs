using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"the oldest student", "the country with the most singers", "most common type", "top 3 by price".</summary>
internal sealed class SuperlativeReader : IIntentReader
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

            if (item.IsAny(CueKind.MostCommon, CueKind.LeastCommon))
            {
                ReadFrequency(context, i, item.Is(CueKind.MostCommon));
            }
            else if (item.IsAny(CueKind.Most, CueKind.Fewest))
            {
                ReadExtreme(context, i, item.Is(CueKind.Most));
            }
            else if (item.IsAny(CueKind.Top, CueKind.Bottom) && context.At(i + 1) is { Rows: { } rows })
            {
                context.Use(i);
                context.Use(i + 1);
                context.Intent.Limit = rows;
                ReadRanking(context, i + 2, item.Is(CueKind.Top));
            }
        }
    }

    private static void ReadFrequency(ParseContext context, int i, bool isMost)
    {
        // "which products were returned most often": rows of what is named right before are counted, for each of the subject.
        if (NextName(context, i + 1, 2) is null && context.IsTable(i - 1) && context.TableOf(i - 1) is { } happened && happened != context.Subject
            && context.Schema.Joins.ToOneDistance(happened, context.Subject) is not null)
        {
            context.FocusOn(happened, isSubject: false);
            context.Use(i - 1, $"number of {happened}");
            Sort(context, i, new CountTerm(happened), isMost);
            return;
        }

        var at = NextName(context, i + 1, 2) ?? PreviousName(context, i - 1);
        if (at is not { } name)
        {
            return;
        }

        context.Use(i);
        ReadLimit(context, i);
        var counted = context.IsTable(name) && context.TableOf(name) is { } table && table != context.Subject ? context.Subject : Counted(context, name);
        context.Intent.Sorts.Add(new SortKey(new CountTerm(counted), isMost));
        context.Intent.Limit ??= 1;
        if (TermOf(context, name) is ColumnTerm term && !context.Intent.Groups.Contains(term))
        {
            context.Use(name, $"group by {term.Column}");
            context.Intent.Groups.Add(term);
        }
    }

    /// <summary>"most common genre in all tracks": rows of the other table that is named are counted, else the column's own.</summary>
    private static TableNode Counted(ParseContext context, int name)
    {
        for (var k = name + 1; k < context.Items.Count; k++)
        {
            if (context.IsTable(k) && context.TableOf(k) is { } other && other != context.TableOf(name))
            {
                context.Use(k);
                return other;
            }
        }

        if (context.IsTable(name) && context.TableOf(name) is { } table)
        {
            var children = context.Schema.Joins.EdgesOf(table).Where(e => e.One == table).Select(e => e.Many).ToList();
            return children.FirstOrDefault() ?? table;
        }

        return context.ColumnOf(name)?.Table ?? context.Subject;
    }

    private static void ReadExtreme(ParseContext context, int i, bool isMost)
    {
        var item = context.Items[i];
        var aggregate = context.At(i + 1) is { Cue.Kind: CueKind.Average or CueKind.Sum or CueKind.Count } cue ? cue : null;
        var at = i + (aggregate is null ? 1 : 2);
        while (context.IsCue(at, CueKind.Distinct))
        {
            at++;
        }

        var owner = Owner(context, i, at);
        var nameIsColumn = context.IsColumn(at) && context.ColumnOf(at) is { } named && (named.IsNumeric || named.IsDate || aggregate is not null);
        if (item.Cue!.Dimension is { Temporal: true }
            && context.At(at) is { Owner: { } owned }
            && context.BestColumn(at, owned, c => c.IsDate && c.Table == owned) is { Column: var day })
        {
            // "the most recently opened store": rows are asked for, by the date that the verb names.
            Sort(context, i, new ColumnTerm(day), isMost);
            context.Intent.Targets.Add(new EntityTerm(owned));
            context.Use(at, $"{owned} by {day}");
        }
        else if (context.IsTable(at) && (aggregate?.Cue!.Kind == CueKind.Count || (item.Cue!.Dimension is null && HasOther(context, at))))
        {
            Sort(context, i, new CountTerm(context.TableOf(at)!), isMost);
            UseBetween(context, i, at);
        }
        else if (nameIsColumn)
        {
            var column = context.BestColumn(at, null, c => c.IsNumeric || c.IsDate)?.Column ?? context.ColumnOf(at)!;
            ReadColumn(context, i, at, column, aggregate, isMost);
        }
        else if (context.IsColumn(at) && item.Cue!.Dimension is null && context.ColumnOf(at) is { } other && aggregate is null or { Cue.Kind: CueKind.Count })
        {
            Sort(context, i, new CountTerm(context.ColumnOf(at)!.Table, context.ColumnOf(at), IsDistinct: true), isMost);
            UseBetween(context, i, at);
        }
        else if (Dimension(item) is { } dimension && context.Measure(dimension, owner) is { } measure)
        {
            // "cheapest tents": the kind is known elsewhere, the rows that have the measure are asked for.
            if (context.At(at)?.Kind == ItemKind.Value
                && measure.Column.Table != owner
                && context.Schema.Joins.ToOneDistance(measure.Column.Table, owner) is not null)
            {
                context.FocusOn(measure.Column.Table, isSubject: true);
            }

            Sort(context, i, new ColumnTerm(measure.Column), measure.Sign > 0);
            context.Use(i, $"by {measure.Column}");
        }
    }

    private static Dimension? Dimension(Item item) =>
        item.Cue!.Dimension;

    /// <summary>At the head of the question an extreme is asked for itself; elsewhere it picks the rows that have it.</summary>
    private static void ReadColumn(ParseContext context, int i, int at, ColumnNode column, Item? aggregate, bool isMost)
    {
        Term term = aggregate?.Cue!.Kind switch
        {
            CueKind.Average => new AggregateTerm(AggregateKind.Average, column),
            CueKind.Sum => new AggregateTerm(AggregateKind.Sum, column),
            CueKind.Count => new CountTerm(column.Table, column, IsDistinct: true),
            _ => new ColumnTerm(column),
        };
        if (aggregate is null && IsHead(context, i))
        {
            // Left for the target reader, which takes the cue as maximum or minimum.
            return;
        }

        Sort(context, i, term, isMost);
        UseBetween(context, i, at);
    }

    private static bool IsHead(ParseContext context, int i)
    {
        for (var k = i - 1; k >= 0; k--)
        {
            var item = context.Items[k];
            if (item.Is(CueKind.LeadIn) || (k == 0 && item.IsAny(CueKind.Maximum, CueKind.Minimum, CueKind.Most, CueKind.Fewest)))
            {
                return item.Lower is not ("which" or "who");
            }

            if (!item.IsAny(CueKind.Be, CueKind.And, CueKind.Average, CueKind.Maximum, CueKind.Minimum, CueKind.Most, CueKind.Fewest, CueKind.Sum)
                && !(item.Kind == ItemKind.Break && item.Text == ",")
                && !(context.IsColumn(k) && context.IsCue(k - 1, CueKind.Most, CueKind.Fewest, CueKind.Average, CueKind.Maximum, CueKind.Minimum)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>"top 3 students by age", "top 5 customers in terms of revenue", "top 2 oldest".</summary>
    private static void ReadRanking(ParseContext context, int i, bool isTop)
    {
        if (context.IsCue(i, CueKind.Most, CueKind.Fewest))
        {
            return;
        }

        for (var k = i; k < context.Items.Count; k++)
        {
            if (context.IsCue(k, CueKind.By) || context.IsCue(k, CueKind.OrderBy) || context.Items[k].Lower is "terms" or "based" or "based on")
            {
                for (var n = k + 1; n < Math.Min(context.Items.Count, k + 4); n++)
                {
                    var kind = context.At(n - 1)?.Cue?.Kind;
                    if (context.IsTable(n) && kind == CueKind.Count)
                    {
                        Sort(context, k, new CountTerm(context.TableOf(n)!), isTop);
                        UseBetween(context, k, n);
                        return;
                    }

                    if (context.At(n) is { Columns.Count: > 0 } && context.BestColumn(n, null, c => c.IsNumeric || c.IsDate) is { } best)
                    {
                        Term term = kind switch
                        {
                            _ when context.IsTotal(n) && best.Column.Table != context.Subject => new AggregateTerm(AggregateKind.Sum, best.Column),
                            CueKind.Average => new AggregateTerm(AggregateKind.Average, best.Column),
                            CueKind.Sum => new AggregateTerm(AggregateKind.Sum, best.Column),
                            _ => new ColumnTerm(best.Column),
                        };
                        Sort(context, k, term, isTop);
                        UseBetween(context, k, n);
                        return;
                    }
                }
            }
        }
    }

    internal static void Sort(ParseContext context, int i, Term term, bool isDescending)
    {
        ReadLimit(context, i);
        context.Use(i);
        context.Intent.Sorts.Add(new SortKey(term, isDescending));
        context.Intent.IsLimitImplied |= context.Intent.Limit is null;
        context.Intent.Limit ??= 1;
    }

    /// <summary>"the 3 youngest", "three most expensive".</summary>
    private static void ReadLimit(ParseContext context, int i)
    {
        if (context.At(i - 1) is { IsUsed: false, Rows: < 1000 and { } before })
        {
            context.Use(i - 1);
            context.Intent.Limit = before;
            return;
        }

        // "which 5 products have the most reviews"
        for (var k = i - 1; k >= 0; k--)
        {
            if (context.Items[k] is { IsUsed: false, Rows: < 1000 and { } rows } && context.IsTable(k + 1))
            {
                context.Use(k);
                context.Intent.Limit = rows;
                return;
            }
        }
    }

    private static bool HasOther(ParseContext context, int at) =>
        Enumerable.Range(0, context.Items.Count).Any(k => k != at && context.Items[k].Kind == ItemKind.Name);

    /// <summary>The table whose rows the adjective compares: the noun after it, or the one before.</summary>
    private static TableNode Owner(ParseContext context, int i, int at) =>
        context.IsTable(at) ? context.TableOf(at)!
        : context.At(at) is { Kind: ItemKind.Value, Values.Count: > 0 } value ? value.Values[0].Column.Table
        : context.NearestTableBefore(i) ?? context.Subject;

    private static Term? TermOf(ParseContext context, int i) =>
        context.IsTable(i) ? new EntityTerm(context.TableOf(i)!) : context.ColumnOf(i) is { } column ? new ColumnTerm(column) : null;

    private static int? NextName(ParseContext context, int from, int reach)
    {
        for (var k = from; k < Math.Min(context.Items.Count, from + reach); k++)
        {
            if (context.Items[k].Kind == ItemKind.Name)
            {
                return k;
            }
        }

        return null;
    }

    private static int? PreviousName(ParseContext context, int from)
    {
        for (var k = from; k >= 0; k--)
        {
            if (context.Items[k].Kind == ItemKind.Name)
            {
                return k;
            }
        }

        return null;
    }

    private static void UseBetween(ParseContext context, int from, int to)
    {
        for (var k = from; k <= to; k++)
        {
            context.Use(k);
        }
    }
}
