using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Columns of views that show personal or barred columns under whatever name are personal, too: what is sampled, indexed, embedded and shown to a model goes by
/// that one mark. A definition that cannot be read counts as showing nothing else.
/// </summary>
internal static class ViewColumns
{
    /// <summary>Marks the drafts of views; views of views until nothing changes.</summary>
    public static void Mark(IReadOnlyList<TableDraft> tables, ILookup<uint, ColumnRow> columns, PersonalData personal, SiteKnowledge site)
    {
        var known = tables.ToDictionary(table => table.Info.Name);
        var views = tables.Where(table => table.Info.ViewDefinition is not null)
            .Select(table => (Draft: table, Reach: StatementReader.ReadOne(table.Info.ViewDefinition!) is { } query ? new ViewReach(query, IsHidden) : null))
            .ToList();
        bool hasChanged;
        do
        {
            hasChanged = false;
            foreach (var (draft, reach) in views)
            {
                var marks = reach?.Outputs();
                foreach (var column in draft.Columns.Where(column => !column.Info.IsPersonal && Shows(marks, column.Number - 1)))
                {
                    if (personal.MayBe(draft.Row.Schema, draft.Row.Name, column.Info))
                    {
                        column.MarkPersonal();
                        hasChanged = true;
                    }
                }
            }
        }
        while (hasChanged);

        // What the role may not read is known by its name alone.
        bool IsHidden(RelationName relation, string? column) =>
            column is null
                ? !known.TryGetValue(relation, out var whole)
                    || whole.Columns.Any(c => c.Info.IsPersonal)
                    || columns[whole.Row.Oid].Any(c => IsBarred(relation, c.Name))
                : IsBarred(relation, column)
                    || (known.TryGetValue(relation, out var table) && table.Columns.FirstOrDefault(c => c.Info.Name == column) is { } found
                        ? found.Info.IsPersonal
                        : personal.Classify(relation.Schema, relation.Name, [(column, ColumnKind.Text, null)])[0]);

        bool IsBarred(RelationName relation, string column) =>
            site.BarredColumns.Any(pattern => pattern.Matches(relation.Schema, relation.Name, column));
    }

    /// <summary>A place that the definition does not tell of counts.</summary>
    private static bool Shows(IReadOnlyList<bool>? marks, int place) => marks is null || place >= marks.Count || marks[place];
}
