using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"sorted by age in descending order", "in alphabetical order of last name", "from oldest to youngest".</summary>
internal sealed class OrderReader : IIntentReader
{
    private const int Reach = 4;

    public void Read(ParseContext context)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            var item = context.Items[i];
            if (item.IsUsed || !item.IsAny(CueKind.OrderBy, CueKind.Rank, CueKind.Ascending, CueKind.Descending, CueKind.Alphabetical))
            {
                continue;
            }

            var descending = Direction(context, i);
            if (context.Intent is { IsLimitImplied: true, Sorts.Count: > 0 })
            {
                // "the longest rivers, ordered from longest to shortest": a list, whose order has been read already.
                context.Intent.Limit = null;
                UseRest(context, i);
                continue;
            }

            var found = ReadKeys(context, i + 1, descending);
            if (!found && item.IsAny(CueKind.Alphabetical, CueKind.Ascending, CueKind.Descending))
            {
                found = ReadBefore(context, i, descending);
            }

            if (found)
            {
                context.Use(i);
            }
        }
    }

    private static void UseRest(ParseContext context, int i)
    {
        for (var k = i; k < context.Items.Count && context.Items[k] is not { Kind: ItemKind.Break, Text: "." or "?" }; k++)
        {
            context.Use(k);
        }
    }

    private static bool Direction(ParseContext context, int i)
    {
        for (var k = i; k < Math.Min(context.Items.Count, i + 8); k++)
        {
            if (context.IsCue(k, CueKind.Descending))
            {
                context.Use(k);
                return true;
            }

            if (context.IsCue(k, CueKind.Ascending))
            {
                context.Use(k);
                return false;
            }
        }

        return false;
    }

    private static bool ReadKeys(ParseContext context, int from, bool descending)
    {
        var found = false;
        for (var k = from; k < Math.Min(context.Items.Count, from + (found ? 8 : Reach)); k++)
        {
            var item = context.Items[k];
            var before = context.At(k - 1)?.Cue?.Kind;
            if (item.Kind == ItemKind.Name && TermAt(context, k, before) is { } term)
            {
                context.Intent.Sorts.Add(new SortKey(term, descending));
                context.Use(k);
                found = true;
            }
            else if (item.Kind == ItemKind.Break || !item.IsAny(
                CueKind.And, CueKind.Of, CueKind.By, CueKind.Their, CueKind.Count, CueKind.Average, CueKind.Sum, CueKind.Alphabetical,
                CueKind.Ascending, CueKind.Descending, CueKind.OrderBy, CueKind.Maximum, CueKind.Minimum, CueKind.In))
            {
                break;
            }
            else if (item.IsAny(CueKind.Count, CueKind.Average, CueKind.Sum, CueKind.By, CueKind.Alphabetical))
            {
                context.Use(k);
            }
        }

        return found;
    }

    private static Term? TermAt(ParseContext context, int k, CueKind? before)
    {
        if (before == CueKind.Count && context.IsTable(k))
        {
            return new CountTerm(context.TableOf(k)!);
        }

        if (context.IsTable(k))
        {
            return context.TableOf(k)!.Display.Count > 0 ? new ColumnTerm(context.TableOf(k)!.Display[^1]) : null;
        }

        return context.ColumnOf(k) is not { } column ? null : before switch
        {
            CueKind.Average => new AggregateTerm(AggregateKind.Average, column),
            CueKind.Sum => new AggregateTerm(AggregateKind.Sum, column),
            CueKind.Maximum => new AggregateTerm(AggregateKind.Maximum, column),
            CueKind.Minimum => new AggregateTerm(AggregateKind.Minimum, column),
            CueKind.Count => new CountTerm(column.Table, column),
            _ => new ColumnTerm(column),
        };
    }

    /// <summary>"the names of students in alphabetical order": what was asked is what is sorted.</summary>
    private static bool ReadBefore(ParseContext context, int i, bool descending)
    {
        var text = context.IsCue(i, CueKind.Alphabetical);
        for (var k = 0; k < i; k++)
        {
            if (context.IsColumn(k) && context.ColumnOf(k) is { } column && (!text || column.IsText))
            {
                context.Intent.Sorts.Add(new SortKey(new ColumnTerm(column), descending));
                return true;
            }
        }

        var display = context.Subject.Display;
        if (text && display.Count > 0)
        {
            context.Intent.Sorts.Add(new SortKey(new ColumnTerm(display[0]), descending));
            return true;
        }

        return false;
    }
}
