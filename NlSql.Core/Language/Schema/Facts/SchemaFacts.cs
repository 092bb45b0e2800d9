using NlSql.Core.Foundation.Site;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Adds to tables and columns what can be told of them from names, types, statistics and keys, once for each catalog. The facts are independent of each other
/// but for the order in which they are called here.
/// </summary>
internal static class SchemaFacts
{
    /// <summary>Keys and references have to be marked before.</summary>
    /// <param name="site">Wins over what is found.</param>
    public static void Attach(IReadOnlyList<TableNode> tables, IReadOnlyCollection<KeyEdge> edges, SiteFacts? site = null)
    {
        var given = new GivenFacts(site ?? SiteFacts.None);
        foreach (var table in tables)
        {
            Flags.Attach(table);
            SideBySideColumns.Attach(table);
            given.ApplyFlags(table);
            Histories.Attach(table);
            given.ApplyHistory(table);
            ChangesOf.Attach(table);
            EventDates.Attach(table);
            given.ApplyDates(table);
            table.Display = DisplayColumns.Of(table);
            given.ApplyNames(table);
        }

        Lookups.Attach(tables, edges);
        given.ApplyLookups(tables, edges);
        Measures.Attach(tables, edges);
        foreach (var table in tables)
        {
            given.ApplyMeasures(table);
        }
    }

    /// <summary>All facts of the tables, those of a table before those of its columns.</summary>
    public static IEnumerable<StatedFact> Stated(IReadOnlyList<TableNode> tables)
    {
        foreach (var table in tables)
        {
            StatedFact Fact(ColumnNode? column, string kind, string evidence) => new(table.Info.Name, column?.Info.Name, kind, evidence);
            if (table.IsEmpty)
            {
                yield return Fact(null, "empty", $"{table.Name} holds no rows; other tables are preferred.");
            }

            if (table.History is { } history)
            {
                yield return Fact(null, "history", history.Evidence);
            }

            if (table.Duration is { } duration)
            {
                yield return Fact(null, "duration", duration.Evidence);
            }

            if (table.Changes is { } changes)
            {
                yield return Fact(null, "changes", changes.Evidence);
            }

            if (table.SideBySide is { } side)
            {
                yield return Fact(null, "periods", side.Evidence);
            }

            foreach (var measure in table.Measures)
            {
                yield return Fact(null, "measure", measure.Evidence);
            }

            foreach (var column in table.Display.Where(c => !c.IsKey))
            {
                yield return Fact(column, "name", $"{table.Name} is shown by {string.Join(" and ", table.Display.Select(c => c.Info.Name))}.");
            }

            foreach (var happened in table.Events)
            {
                yield return Fact(happened.Column, happened.IsDefault ? "main date" : "date", happened.Evidence);
            }

            foreach (var column in table.Columns)
            {
                if (column.Form is { } form)
                {
                    yield return Fact(column, "text", form.Evidence);
                }

                if (ListTexts.Of(column.Info) is { } list)
                {
                    yield return Fact(column, "list", list);
                }

                if (column.Flag is { } flag)
                {
                    yield return Fact(column, "flag", flag.Evidence);
                }

                if (column.Lookup is { } lookup)
                {
                    yield return Fact(column, "code", lookup.Evidence);
                }
            }
        }
    }
}
