using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Composite columns with personal fields are personal as a whole, their other fields are not. A field is judged as a column of that name would be: of the
/// table whose column it is in, of those that the table shares rows with, and of the type.
/// </summary>
internal sealed class PersonalFields(CompositeFields fields, ColumnKinds kinds, PersonalData personal, Lineage lineage)
{
    private readonly Dictionary<uint, IReadOnlyList<CompositeField>?> known = [];

    public void Mark(TableDraft table, IEnumerable<ColumnRow> rows)
    {
        var types = rows.ToDictionary(row => row.Number, row => row.Type);
        foreach (var column in table.Columns.Where(c => !c.Info.IsPersonal && !personal.IsDenied(table.Row.Schema, table.Row.Name, c.Info.Name)))
        {
            var type = types[column.Number];
            var found = known.TryGetValue(type, out var before) ? before : known[type] = fields.Of(type);
            if (found is null)
            {
                column.MarkPersonal();
            }
            else if (found.Count > 0 && Personal(table, found) is var marks && marks.Contains(true))
            {
                column.MarkPersonal(CompositeFields.Open(found, marks));
            }
        }
    }

    private bool[] Personal(TableDraft table, IReadOnlyList<CompositeField> found)
    {
        var columns = found.Select(field => Column(field.Row)).ToList();
        var marks = new bool[found.Count];
        Add(table.Info.Name, [.. table.Columns.Select(column => (column.Info.Name, column.Info.Kind, column.Info.Comment))]);
        foreach (var kin in lineage.Tables(table.Info.Name))
        {
            Add(kin.Kin, [.. kin.Columns.Select((name, i) => (name, ColumnKind.Text, kin.Comments[i]))]);
        }

        foreach (var holder in found.Index().GroupBy(field => field.Item.Row.Holder, field => field.Index))
        {
            var own = personal.Classify(holder.Key.Schema, holder.Key.Name, [.. holder.Select(i => columns[i])]);
            foreach (var (place, i) in holder.Index())
            {
                marks[i] |= own[place];
            }
        }

        return [.. marks.Select((isPersonal, i) => isPersonal && !IsDenied(table.Info.Name, found[i].Row) && !IsDenied(found[i].Row.Holder, found[i].Row))];

        void Add(RelationName relation, List<(string Name, ColumnKind Kind, string? Comment)> beside)
        {
            var all = personal.Classify(relation.Schema, relation.Name, [.. beside, .. columns]);
            for (var i = 0; i < marks.Length; i++)
            {
                marks[i] |= all[beside.Count + i];
            }
        }
    }

    private bool IsDenied(RelationName relation, FieldRow field) => personal.IsDenied(relation.Schema, relation.Name, field.Name);

    private (string Name, ColumnKind Kind, string? Comment) Column(FieldRow field)
    {
        var type = kinds.Resolve(field.FieldType);
        return (field.Name, type.ElementKind ?? type.Kind, field.Comment);
    }
}
