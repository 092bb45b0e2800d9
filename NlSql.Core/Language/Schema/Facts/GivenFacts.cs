using NlSql.Core.Foundation.Site;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>Puts what the site says in the place of what was found. What names no table or column of this catalog does nothing.</summary>
internal sealed class GivenFacts(SiteFacts site)
{
    private const string BySite = "The site file says so";

    /// <summary>Before the other facts, which build on flags and on what is a measure.</summary>
    public void ApplyFlags(TableNode table)
    {
        foreach (var column in table.Columns)
        {
            column.IsGivenMeasure = site.NotMeasures.Any(p => Is(p, column)) ? false : null;
            column.Flag = site.Flags.FirstOrDefault(f => Is(f.Column, column)) is { } given ? Flags.Given(column, given.Yes, given.No)
                : site.NotFlags.Any(p => Is(p, column)) ? null
                : column.Flag;
        }
    }

    public void ApplyHistory(TableNode table)
    {
        if (site.Histories.FirstOrDefault(h => Is(h.Table, table)) is { } given)
        {
            var (from, to, current) = (Find(table, given.From), Find(table, given.To), Find(table, given.Current));
            if ((from ?? to ?? current) is not null)
            {
                table.History = new HistoryOf(from, to, to is null ? null : Histories.OpenEnd(to), current, $"{table.Name} keeps former rows. {BySite}.");
                table.Duration = null;
            }
        }
        else if (site.NotHistories.Any(p => Is(p, table)))
        {
            (table.History, table.Duration) = (null, table.Duration ?? table.History);
        }
    }

    public void ApplyDates(TableNode table)
    {
        foreach (var column in table.Columns)
        {
            if (site.Dates.FirstOrDefault(d => Is(d.Column, column)) is not { } given)
            {
                continue;
            }

            var known = table.Events.FirstOrDefault(e => e.Column == column);
            var date = new EventDate(
                column,
                given.Verbs.Count > 0 ? given.Verbs : known?.Verbs ?? [],
                given.IsMain || known?.IsDefault == true,
                known?.IsPlanned == true,
                $"{column.Info.Name} is a date of its own{(given.IsMain ? ", meant where no date is named" : "")}. {BySite}.")
            {
                IsFirst = given.IsMain || known?.IsFirst == true,
            };
            var others = table.Events.Where(e => e.Column != column).Select(e => given.IsMain ? e with { IsDefault = false } : e);
            table.Events = [.. others.Append(date).OrderByDescending(e => e.IsDefault)];
        }
    }

    public void ApplyMeasures(TableNode table)
    {
        foreach (var given in site.Measures.Where(m => Is(m.Table, table)))
        {
            if (Expression(table, given.Expression) is not { } expression)
            {
                continue;
            }

            var fact = new MeasureFact(given.Name, expression, table, 1, $"{given.Name} is the sum of {expression} over {table.Name}. {BySite}.")
            {
                Words = [given.Name, .. given.Synonyms],
            };
            table.Measures = [fact, .. table.Measures];
        }
    }

    public void ApplyNames(TableNode table)
    {
        if (site.Names.FirstOrDefault(n => Is(n.Table, table)) is { } given
            && given.Columns.Select(c => Find(table, c)).OfType<ColumnNode>().ToList() is { Count: > 0 } columns)
        {
            table.Display = columns;
        }
    }

    public void ApplyLookups(IReadOnlyList<TableNode> tables, IReadOnlyCollection<KeyEdge> edges)
    {
        foreach (var given in site.Lookups)
        {
            var table = tables.FirstOrDefault(t => Is(given.Table, t));
            if (table is not { Key: [var key] } || Find(table, given.Label) is not { } label)
            {
                continue;
            }

            foreach (var code in tables.Where(t => t != table).SelectMany(t => t.Columns).Where(c => Is(given.Column, c)))
            {
                var edge = edges.FirstOrDefault(e => e.One == table && e.ManyColumns is [var only] && only == code);
                code.Lookup = new LookupOf(edge?.OneColumns[0] ?? key, label, edge, $"{table.Name}.{label.Info.Name} says what it means. {BySite}.");
            }
        }
    }

    /// <summary>Null when a column of it is not there.</summary>
    private static MeasureExpression? Expression(TableNode table, SiteExpression expression) => expression switch
    {
        SiteNumber number => new MeasureNumber(number.Value),
        SiteColumn name => Find(table, name.Name) is { } column ? new MeasureColumn(column) : null,
        SiteOperation { Left: var left, Operator: var sign, Right: var right }
            when Expression(table, left) is { } first && Expression(table, right) is { } second => new MeasureOperation(first, Operator(sign), second),
        _ => null,
    };

    private static MeasureOperator Operator(char sign) => sign switch
    {
        '+' => MeasureOperator.Plus,
        '-' => MeasureOperator.Minus,
        '*' => MeasureOperator.Times,
        _ => MeasureOperator.DividedBy,
    };

    private static ColumnNode? Find(TableNode table, string? name) =>
        name is null ? null : table.Columns.FirstOrDefault(c => string.Equals(c.Info.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool Is(ColumnPattern pattern, ColumnNode column) =>
        pattern.Matches(column.Table.Info.Name.Schema, column.Table.Info.Name.Name, column.Info.Name);

    private static bool Is(TablePattern pattern, TableNode table) => pattern.Matches(table.Info.Name.Schema, table.Info.Name.Name);
}
