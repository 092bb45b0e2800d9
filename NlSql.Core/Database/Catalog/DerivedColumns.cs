using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Flow;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Columns of views, and generated columns, that show personal or barred ones under whatever name are personal, too: what is sampled, indexed, embedded and
/// shown to a model goes by that one mark. A definition that cannot be read counts as showing nothing else.
/// </summary>
internal sealed class DerivedColumns(
    IReadOnlyList<TableDraft> tables,
    ILookup<uint, ColumnRow> columns,
    PersonalData personal,
    Lineage lineage,
    GeneratedColumns generated,
    ColumnBars bars)
{
    private readonly Dictionary<RelationName, TableDraft> known = tables.ToDictionary(table => table.Info.Name);

    /// <summary>Marks the drafts: generated columns, which cannot be made of each other, then views, and views of views until nothing changes.</summary>
    public void Mark()
    {
        foreach (var table in tables)
        {
            List<ColumnDraft> shown = [.. Unmarked(table).Where(column => IsGeneratedFromHidden(table.Info.Name, column.Info.Name))];
            shown.ForEach(column => column.MarkPersonal());
        }

        var views = tables.Where(table => table.Info.ViewDefinition is not null)
            .Select(table => (Draft: table, Query: StatementReader.ReadOne(table.Info.ViewDefinition!)))
            .ToList();
        bool hasChanged;
        do
        {
            hasChanged = false;
            foreach (var (draft, query) in views)
            {
                var marks = query is null ? null : ColumnFlow.Of(query, Relation, Hidden, isThorough: true, IsHiddenSomewhere).Outputs;
                foreach (var column in Unmarked(draft).Where(column => Shows(marks, column.Number - 1)))
                {
                    column.MarkPersonal();
                    hasChanged = true;
                }
            }
        }
        while (hasChanged);
    }

    private IEnumerable<ColumnDraft> Unmarked(TableDraft table) => table.Columns.Where(column =>
        !column.IsPersonalAsAWhole && personal.MayBe(table.Row.Schema, table.Row.Name, column.Info));

    /// <summary>The rows of one that is akin are shown here, or have the same columns.</summary>
    private bool IsGeneratedFromHidden(RelationName relation, string column) =>
        generated.IsOne(column) && lineage.With(relation).Any(kin => generated.Reads(kin, column, Written));

    /// <summary>What is hidden of a relation, generated columns among it: of those of tables they have their marks.</summary>
    private HiddenPart Hidden(RelationName relation)
    {
        if (relation.Schema == "pg_catalog" && relation.Name.StartsWith("pg_stat", StringComparison.Ordinal))
        {
            // Statistics hold values of all columns.
            return new HiddenPart(_ => true, true, null);
        }

        var written = Written(relation);
        return known.ContainsKey(relation) ? written : written with { Hides = column => written.Hides(column) || IsGeneratedFromHidden(relation, column) };
    }

    /// <summary>What the role may not read is known by its name alone, and by its kin.</summary>
    private HiddenPart Written(RelationName relation)
    {
        if (!known.TryGetValue(relation, out var table))
        {
            return new HiddenPart(
                column => bars.IsBarred(relation, column) || lineage.IsPersonal(relation, column) || IsPersonalByName(relation, column), true, null);
        }

        var hidden = table.Columns.Where(column => column.Info.IsPersonal).Select(column => column.Info.Name)
            .Concat(columns[table.Row.Oid].Select(column => column.Name).Where(column => bars.IsBarred(relation, column)))
            .ToHashSet(StringComparer.Ordinal);

        // Where only some columns may be read, the view's owner may read others.
        var part = HiddenPart.Of(hidden, table.Row.IsWhole ? [.. columns[table.Row.Oid].Select(column => column.Name)] : null) with
        {
            OpenFields = table.OpenFields(),
        };
        return table.Row.IsWhole
            ? part
            : part with
            {
                Hides = column => hidden.Contains(column) || bars.IsBarred(relation, column)
                    || (table.Columns.All(own => own.Info.Name != column) && IsPersonalByName(relation, column)),
                HidesAny = true,
            };
    }

    /// <summary>A function gives what it reads under its own names, in all likelihood those of the columns that it reads.</summary>
    private bool IsHiddenSomewhere(string column) => IsPersonalByName(new RelationName("", ""), column)
        || tables.Any(table => table.Columns.Any(known => known.Info.IsPersonal && known.Info.Name == column))
        || tables.Any(table => bars.IsBarred(table.Info.Name, column));

    private bool IsPersonalByName(RelationName relation, string column) =>
        personal.Classify(relation.Schema, relation.Name, [(column, ColumnKind.Text, null)])[0];

    /// <summary>As pg_get_viewdef writes it with nothing but pg_catalog on the search path: every table with its schema.</summary>
    private static RelationName? Relation(ParseNode node) => node.Has("schemaname") ? new RelationName(node.Text("schemaname"), node.Text("relname"))
        : node.Text("relname").StartsWith("pg_stat", StringComparison.Ordinal) ? new RelationName("pg_catalog", node.Text("relname"))
        : null;

    /// <summary>A place that the definition does not tell of counts.</summary>
    private static bool Shows(IReadOnlyList<Taint?>? marks, int place) => marks is null || place >= marks.Count || marks[place] is not null;
}
