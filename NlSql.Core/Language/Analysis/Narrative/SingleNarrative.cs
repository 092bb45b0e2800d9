using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>One row: each value with its name, all digits.</summary>
internal sealed class SingleNarrative : INarrative
{
    private const int MostValues = 8;

    public TracedText Headline(Reading reading)
    {
        var row = reading.Profile.Rows[0];
        var lead = Lead(reading);
        var text = new TracedText().Say("**");
        if (lead.Role == ColumnRole.Empty)
        {
            return text.QuoteCapital(lead.Label).Say(" has no value: no row that could be counted in matches.**");
        }

        if (reading.Profile.Columns.Count == 1 && FollowUpQuestions.Counted(lead) is { } counted && row[lead.Index] is { } count)
        {
            return text.Say(count is 1L ? "There is " : "There are ").Number(NumberText.Full(count), "cell", new CellReference(0, lead.Index)).Say(" ")
                .Quote(count is 1L && counted.EndsWith('s') ? counted[..^1] : counted).Say(".**");
        }

        var name = NameOf(reading, lead);
        if (name is not null)
        {
            text.Quote(CellValues.Text(row[name.Index])).Say(": ").Quote(lead.Label).Say(" ");
        }
        else
        {
            text.QuoteCapital(lead.Label).Say(lead.Role is ColumnRole.Measure or ColumnRole.Time ? " is " : ": ");
        }

        return Value(text, lead, row).Say(".**");
    }

    public IEnumerable<TracedText> Bullets(Reading reading)
    {
        var lead = Lead(reading);
        var others = reading.Profile.Columns.Where(column => column != lead && column != NameOf(reading, lead)).ToList();
        foreach (var column in others.Take(MostValues))
        {
            yield return column.Role == ColumnRole.Empty
                ? new TracedText().QuoteCapital(column.Label).Say(" has no value.")
                : Value(new TracedText().QuoteCapital(column.Label).Say(": "), column, reading.Profile.Rows[0]).Say(".");
        }

        if (others.Count > MostValues)
        {
            yield return new TracedText()
                .Say("There are ")
                .Number(NumberText.Count(others.Count - MostValues), "count", new CellReference(0, -1))
                .Say(" more columns.");
        }
    }

    public IEnumerable<string> FollowUps(Reading reading)
    {
        var lead = Lead(reading);
        if (lead.Role == ColumnRole.Measure && reading.KnowsTime && FollowUpQuestions.CanName(lead))
        {
            yield return FollowUpQuestions.Ask(lead, "by month");
            yield return FollowUpQuestions.Ask(lead, "by year");
        }
    }

    /// <summary>What the row is about: its first measure, else its first value.</summary>
    private static ProfiledColumn Lead(Reading reading) =>
        reading.Profile.Measures.FirstOrDefault()
        ?? reading.Profile.Columns.FirstOrDefault(column => column.Role != ColumnRole.Empty)
        ?? reading.Profile.Columns[0];

    /// <summary>The column that names the row; null when there is none.</summary>
    private static ProfiledColumn? NameOf(Reading reading, ProfiledColumn lead) =>
        reading.Profile.Columns.FirstOrDefault(column => column.Role == ColumnRole.Category && column != lead);

    private static TracedText Value(TracedText text, ProfiledColumn column, object?[] row) => column.Role switch
    {
        ColumnRole.Measure when ColumnNames.IsShare(column.Column.Name) && row[column.Index] is decimal and > 0 and < 1 or double and > 0 and < 1 =>
            text.Number(NumberText.Percent(ResultProfile.NumberOf(row[column.Index], column.Column.Kind) ?? 0), "share", new CellReference(0, column.Index)),
        ColumnRole.Measure or ColumnRole.Identifier when row[column.Index] is long or decimal or double =>
            text.Quantity(
                column,
                (column.Role == ColumnRole.Identifier ? CellValues.Text(row[column.Index]) : NumberText.Full(row[column.Index]!))
                    + (column.IsPercent ? "%" : string.Empty),
                "cell",
                new CellReference(0, column.Index)),
        ColumnRole.Time => text.Number(
            TimeSummary.Name(
                column.Times!.First.Value,
                row[column.Index] is long or decimal or double ? TimeGrain.Year : TimeGrain.Irregular), "cell", new CellReference(0, column.Index)),
        _ => text.Quote(CellValues.Text(row[column.Index])),
    };
}
