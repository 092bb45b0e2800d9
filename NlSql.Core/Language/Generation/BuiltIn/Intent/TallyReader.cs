using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>Counts that no word asks for outright: "return reasons with counts", "page views per device", "new customers per month".</summary>
internal sealed class TallyReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        var start = Enumerable.Range(0, context.Items.Count).FirstOrDefault(k => !context.IsCue(k, CueKind.LeadIn, CueKind.Be, CueKind.Their), -1);
        if (start >= 0 && context.Fact is null && !ReadWithCounts(context, start) && !ReadValue(context, start))
        {
            ReadNew(context, start);
        }
    }

    /// <summary>"reasons with counts": every value of the column, and how often it occurs.</summary>
    private static bool ReadWithCounts(ParseContext context, int start)
    {
        var last = context.Items.Count - 1;
        while (last > start && context.Items[last].Kind == ItemKind.Break)
        {
            last--;
        }

        if (!context.IsCue(last, CueKind.Count) || !context.IsCue(last - 1, CueKind.With, CueKind.And) || last - 2 != start || !context.IsColumn(start)
            || context.ColumnOf(start) is not { IsMeasure: false } column)
        {
            return false;
        }

        context.FocusOn(column.Table, isSubject: true);
        context.Intent.Groups.Add(new ColumnTerm(column));
        context.Intent.Targets.Add(new CountTerm(column.Table));
        context.Use(start, column.ToString());
        context.Use(last - 1);
        context.Use(last, $"number of {column.Table}");
        return true;
    }

    /// <summary>"page views per device": rows that have the value are counted.</summary>
    private static bool ReadValue(ParseContext context, int start)
    {
        if (context.At(start) is not { Kind: ItemKind.Value, IsQuoted: false, Values: [{ Column: var column }, ..] } item
            || !context.IsCue(start + 1, CueKind.By, CueKind.Each)
            || item.Values.Any(v => v.Column.Table != column.Table))
        {
            return false;
        }

        context.FocusOn(column.Table, isSubject: true);
        context.Intent.Targets.Add(new CountTerm(column.Table));
        return true;
    }

    /// <summary>"new customers per month": the adjective says no more than that the date of the rows counts.</summary>
    private static void ReadNew(ParseContext context, int start)
    {
        if (context.At(start) is not { Kind: ItemKind.Word } word
            || !context.Lexicon.Dimensions.Any(d => d is { Temporal: true, Sign: 1 } && d.Words.Contains(word.Lower))
            || !context.IsTable(start + 1)
            || !context.IsCue(start + 2, CueKind.By, CueKind.Each)
            || context.TableOf(start + 1) is not { } table
            || !table.Columns.Any(c => c.IsDate))
        {
            return;
        }

        context.FocusOn(table, isSubject: true);
        context.Intent.Targets.Add(new CountTerm(table));
        context.Use(start, table.Columns.First(c => c.IsDate).ToString());
        context.Use(start + 1, $"number of {table}");
    }
}
