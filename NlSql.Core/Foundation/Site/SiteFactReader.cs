namespace NlSql.Core.Foundation.Site;

/// <summary>Checks the key <c>facts</c> of SITE_FILE; each fault names its line.</summary>
internal sealed class SiteFactReader(ICollection<string> faults)
{
    public SiteFacts Read(SiteFileFacts? file) => file is null ? SiteFacts.None : new SiteFacts
    {
        Histories = [.. Each(file.Histories, History)],
        NotHistories = [.. Each(file.NotHistories, text => Table(text, "facts.not_histories"))],
        Flags = [.. Each(file.Flags, Flag)],
        NotFlags = [.. Each(file.NotFlags, text => Column(text, "facts.not_flags"))],
        Dates = [.. Each(file.Dates, date => Column(date.Column, "facts.dates") is { } c ? new SiteDate(c, date.Verbs ?? [], date.Main) : null)],
        Measures = [.. Each(file.Measures, Measure)],
        NotMeasures = [.. Each(file.NotMeasures, text => Column(text, "facts.not_measures"))],
        Names = [.. Each(file.Names, Name)],
        Lookups = [.. Each(file.Lookups, Lookup)],
    };

    private static IEnumerable<TFact> Each<TEntry, TFact>(List<TEntry>? entries, Func<TEntry, TFact?> read) where TFact : class =>
        (entries ?? []).Select(read).OfType<TFact>();

    private SiteHistory? History(SiteFileHistory entry)
    {
        if (Table(entry.Table, "facts.histories") is not { } table)
        {
            return null;
        }

        return entry.From is null && entry.To is null && entry.Current is null
            ? Fault<SiteHistory>(entry.Table, "facts.histories has a table without columns; give from and to, or current.")
            : new SiteHistory(table, entry.From, entry.To, entry.Current);
    }

    private SiteFlag? Flag(SiteFileFlag entry)
    {
        if (Column(entry.Column, "facts.flags") is not { } column)
        {
            return null;
        }

        return entry is { Yes: { } yes, No: { } no } && yes != no
            ? new SiteFlag(column, yes, no)
            : Fault<SiteFlag>(entry.Column, "facts.flags needs what stands for yes and what for no, and they must differ.");
    }

    private SiteMeasure? Measure(SiteFileMeasure entry)
    {
        if (Table(entry.Table, "facts.measures") is not { } table)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(entry.Name))
        {
            return Fault<SiteMeasure>(entry.Table, "facts.measures has an entry without a name.");
        }

        return entry.Expression is { } text && SiteExpression.Parse(text.Text) is { } expression
            ? new SiteMeasure(table, entry.Name.Trim(), entry.Synonyms ?? [], expression)
            : Fault<SiteMeasure>(
                entry.Expression ?? entry.Table,
                $"facts.measures: '{entry.Expression?.Text}' is no arithmetic over columns; write it as quantity * price * (1 - discount), without sum().");
    }

    private SiteName? Name(SiteFileName entry) => Table(entry.Table, "facts.names") is not { } table ? null
        : entry.Columns is { Count: > 0 } columns ? new SiteName(table, columns)
        : Fault<SiteName>(entry.Table, "facts.names has a table without columns.");

    private SiteLookup? Lookup(SiteFileLookup entry)
    {
        if (Column(entry.Column, "facts.lookups") is not { } column || Table(entry.Table, "facts.lookups") is not { } table)
        {
            return null;
        }

        return string.IsNullOrWhiteSpace(entry.Label)
            ? Fault<SiteLookup>(entry.Table, "facts.lookups needs a label: the column that says what a code means.")
            : new SiteLookup(column, table, entry.Label);
    }

    private ColumnPattern? Column(PlacedText? text, string key) => IsName(text, 3)
        ? new ColumnPattern(text!.Text.Trim())
        : Fault<ColumnPattern>(text, $"{key} has '{text?.Text}'; write column, table.column or schema.table.column.");

    private TablePattern? Table(PlacedText? text, string key) =>
        IsName(text, 2) ? new TablePattern(text!.Text.Trim()) : Fault<TablePattern>(text, $"{key} has '{text?.Text}'; write table or schema.table.");

    private static bool IsName(PlacedText? text, int parts) =>
        text is not null && text.Text.Split('.') is var all && all.Length <= parts && !all.Any(string.IsNullOrWhiteSpace);

    private T? Fault<T>(PlacedText? at, string sentence) where T : class
    {
        faults.Add(at is null ? $"SITE_FILE: {sentence}" : $"SITE_FILE, line {at.Line}: {sentence}");
        return null;
    }
}
