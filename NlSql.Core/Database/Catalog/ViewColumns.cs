using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Flow;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Columns of views that show personal or barred columns under whatever name are personal, too: what is sampled, indexed, embedded and shown to a model goes by
/// that one mark. A definition that cannot be read counts as showing nothing else.
/// </summary>
internal static class ViewColumns
{
    /// <summary>Marks the drafts of views; views of views until nothing changes.</summary>
    public static void Mark(IReadOnlyList<TableDraft> tables, ILookup<uint, ColumnRow> columns, PersonalData personal, Lineage lineage)
    {
        var known = tables.ToDictionary(table => table.Info.Name);
        var views = tables.Where(table => table.Info.ViewDefinition is not null)
            .Select(table => (Draft: table, Query: StatementReader.ReadOne(table.Info.ViewDefinition!)))
            .ToList();
        bool hasChanged;
        do
        {
            hasChanged = false;
            foreach (var (draft, query) in views)
            {
                var marks = query is null ? null : ColumnFlow.Of(query, Relation, Hidden, isThorough: true).Outputs;
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

        // What the role may not read is known by its name alone, and by its kin.
        HiddenPart Hidden(RelationName relation)
        {
            if (!known.TryGetValue(relation, out var table))
            {
                return new HiddenPart(
                    column => lineage.IsBarred(relation, column)
                        || lineage.IsPersonal(relation, column)
                        || personal.Classify(relation.Schema, relation.Name, [(column, ColumnKind.Text, null)])[0],
                    true,
                    null);
            }

            var hidden = table.Columns.Where(column => column.Info.IsPersonal).Select(column => column.Info.Name)
                .Concat(columns[table.Row.Oid].Select(column => column.Name).Where(column => lineage.IsBarred(relation, column)))
                .ToHashSet(StringComparer.Ordinal);

            // Where only some columns may be read, the view's owner may read others.
            var part = HiddenPart.Of(hidden, table.Row.IsWhole ? [.. columns[table.Row.Oid].Select(column => column.Name)] : null);
            return table.Row.IsWhole
                ? part
                : part with
                {
                    Hides = column => hidden.Contains(column) || lineage.IsBarred(relation, column) || IsHiddenByName(table, column),
                    HidesAny = true,
                };
        }

        bool IsHiddenByName(TableDraft table, string column) => table.Columns.All(known => known.Info.Name != column)
            && personal.Classify(table.Row.Schema, table.Row.Name, [(column, ColumnKind.Text, null)])[0];
    }

    /// <summary>As pg_get_viewdef writes it with nothing but pg_catalog on the search path: every table with its schema.</summary>
    private static RelationName? Relation(ParseNode node) =>
        node.Has("schemaname") ? new RelationName(node.Text("schemaname"), node.Text("relname")) : null;

    /// <summary>A place that the definition does not tell of counts.</summary>
    private static bool Shows(IReadOnlyList<Taint?>? marks, int place) => marks is null || place >= marks.Count || marks[place] is not null;
}
