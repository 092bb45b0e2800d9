using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>A table while it is read: what is known so far, and what may be asked of its values.</summary>
internal sealed class TableDraft(RelationRow row, TableInfo info, IReadOnlyList<ColumnDraft> columns)
{
    public RelationRow Row { get; } = row;

    public TableInfo Info { get; set; } = info;

    public IReadOnlyList<ColumnDraft> Columns { get; } = columns;

    /// <summary>True once the planner's statistics knew any of its columns.</summary>
    public bool HasStatistics { get; set; }

    /// <summary>Of each composite column of which only some fields are personal, the others.</summary>
    public Dictionary<string, IReadOnlySet<string>> OpenFields() => Columns.Where(column => column.Info.OpenFields is not null)
        .ToDictionary(column => column.Info.Name, column => column.Info.OpenFields!, StringComparer.Ordinal);

    public TableInfo Finish() => Info with { Columns = [.. Columns.Select(column => column.Info)] };
}

/// <summary>A column while it is read.</summary>
internal sealed class ColumnDraft(short number, ColumnInfo info, ValueInterest interest)
{
    public short Number { get; } = number;

    public ColumnInfo Info { get; set; } = info;

    public ValueInterest Interest { get; private set; } = interest;

    public bool IsPersonalAsAWhole => Info is { IsPersonal: true, OpenFields: null };

    /// <param name="openFields">Of a composite column: fields that are not personal, as <c>HiddenPart.Path</c> writes them.</param>
    public void MarkPersonal(IReadOnlySet<string>? openFields = null)
    {
        Info = Info with { IsPersonal = true, OpenFields = openFields };
        Interest = ValueInterest.Nothing;
    }
}

/// <summary>What of a column's values is worth knowing. Personal columns are always <see cref="Nothing"/>.</summary>
internal enum ValueInterest
{
    Nothing,
    Values,
    Range,
    Elements,
}

/// <summary>Turns the rows of the system catalogs into tables, without statistics yet.</summary>
internal static class CatalogDraft
{
    public static List<TableDraft> Make(CatalogRows rows, SiteKnowledge site)
    {
        var kinds = new ColumnKinds(rows.Types);
        var personal = new PersonalData(site);
        var columns = rows.Columns.ToLookup(column => column.Table);
        var keys = rows.UniqueKeys.ToLookup(key => key.Table);
        var lineage = new Lineage(rows.Kin, personal, site);
        var generated = new GeneratedColumns(rows.Generated);
        var fields = new CompositeFields(rows.Fields);
        var bars = new ColumnBars(lineage, generated, fields, Types(rows, columns));
        List<TableDraft> tables = [.. rows.Relations
            .Select(relation => Table(
                relation,
                rows.Partitions.GetValueOrDefault(relation.Oid),
                columns[relation.Oid],
                keys[relation.Oid],
                kinds,
                personal,
                bars))
            .Where(table => table.Columns.Count > 0)];
        var composites = new PersonalFields(fields, kinds, personal, lineage);
        foreach (var table in tables)
        {
            composites.Mark(table, columns[table.Row.Oid]);
            foreach (var column in table.Columns.Where(c => !c.IsPersonalAsAWhole && lineage.IsPersonal(table.Info.Name, c.Info.Name)))
            {
                if (personal.MayBe(table.Row.Schema, table.Row.Name, column.Info))
                {
                    column.MarkPersonal();
                }
            }
        }

        new DerivedColumns(tables, columns, personal, lineage, generated, bars).Mark();
        return tables;
    }

    private static Dictionary<(RelationName Relation, string Column), uint> Types(CatalogRows rows, ILookup<uint, ColumnRow> columns) => rows.Relations
        .SelectMany(relation => columns[relation.Oid].Select(column => (Name: (new RelationName(relation.Schema, relation.Name), column.Name), column.Type)))
        .ToDictionary(column => column.Name, column => column.Type);

    /// <summary>Declared keys between tables and columns that are readable, then those of the site file.</summary>
    public static List<ForeignKey> Keys(CatalogRows rows, IReadOnlyList<TableDraft> tables, SiteKnowledge site)
    {
        var byOid = tables.ToDictionary(table => table.Row.Oid);
        var keys = new List<ForeignKey>();
        foreach (var row in rows.ForeignKeys)
        {
            if (byOid.TryGetValue(row.From, out var from) && byOid.TryGetValue(row.To, out var to)
                && Names(from, row.FromColumns) is { } fromColumns && Names(to, row.ToColumns) is { } toColumns)
            {
                keys.Add(new ForeignKey(from.Info.Name, fromColumns, to.Info.Name, toColumns, row.Name));
            }
        }

        foreach (var key in site.ForeignKeys)
        {
            if (Find(tables, key.FromTable) is { } from && Find(tables, key.ToTable) is { } to && HasAll(from, key.FromColumns) && HasAll(to, key.ToColumns))
            {
                keys.Add(new ForeignKey(from.Info.Name, key.FromColumns, to.Info.Name, key.ToColumns, IsDeclared: false));
            }
        }

        return keys;
    }

    private static TableDraft Table(
        RelationRow relation,
        PartitionRow? partitions,
        IEnumerable<ColumnRow> columnRows,
        IEnumerable<UniqueKeyRow> keyRows,
        ColumnKinds kinds,
        PersonalData personal,
        ColumnBars bars)
    {
        var name = new RelationName(relation.Schema, relation.Name);
        var rows = columnRows.Where(column => !bars.IsBarred(name, column.Name)).ToList();
        var types = rows.ConvertAll(column => kinds.Resolve(column.Type));
        var marks = personal.Classify(
            relation.Schema,
            relation.Name,
            [.. rows.Select((column, i) => (column.Name, types[i].ElementKind ?? types[i].Kind, column.Comment))]);
        var columns = rows.Select((column, i) => new ColumnDraft(
            column.Number,
            new ColumnInfo
            {
                Name = column.Name,
                DataType = column.DataType,
                Kind = types[i].Kind,
                IsNullable = !column.NotNull,
                Comment = column.Comment,
                Domain = types[i].Domain,
                BaseType = types[i].Name,
                EnumLabels = types[i].Labels,
                IsPersonal = marks[i],
            },
            marks[i] ? ValueInterest.Nothing : Interest(types[i]))).ToList();
        var draft = new TableDraft(
            relation,
            new TableInfo
            {
                Name = name,
                Kind = KindOf(relation.Kind),
                Comment = relation.Comment,
                RowEstimate = Rows(relation, partitions),
                ViewDefinition = relation.Definition,
            },
            columns);
        var keys = keyRows.Select(key => (key.IsPrimary, Columns: Names(draft, key.Columns))).Where(key => key.Columns is not null).ToList();
        draft.Info = draft.Info with
        {
            PrimaryKey = keys.Find(key => key.IsPrimary).Columns ?? [],
            UniqueKeys = [.. keys.Where(key => !key.IsPrimary).Select(key => key.Columns!)],
        };
        return draft;
    }

    private static ValueInterest Interest(ResolvedType type) => type switch
    {
        { Kind: ColumnKind.Text or ColumnKind.Enum or ColumnKind.Boolean } => ValueInterest.Values,
        { Kind: ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float or ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz } =>
            ValueInterest.Range,
        { Kind: ColumnKind.Array, ElementKind: ColumnKind.Text or ColumnKind.Enum } => ValueInterest.Elements,
        _ => ValueInterest.Nothing,
    };

    private static RelationKind KindOf(string relkind) => relkind switch
    {
        "p" => RelationKind.PartitionedTable,
        "v" => RelationKind.View,
        "m" => RelationKind.MaterializedView,
        "f" => RelationKind.ForeignTable,
        _ => RelationKind.Table,
    };

    /// <summary>PostgreSQL 14 and later write -1 for "never counted", 13 writes 0 rows in 0 pages.</summary>
    private static long? Rows(RelationRow relation, PartitionRow? partitions) => relation.Kind switch
    {
        "v" => null,
        "p" => partitions is null ? 0 : partitions.FewestRows < 0 || partitions is { Rows: 0, Pages: 0 } ? null : (long)partitions.Rows,
        _ => relation.Rows < 0 || relation is { Rows: 0, Pages: 0 } ? null : (long)relation.Rows,
    };

    private static List<string>? Names(TableDraft table, short[] numbers)
    {
        var names = numbers.Select(number => table.Columns.FirstOrDefault(column => column.Number == number)?.Info.Name).OfType<string>().ToList();
        return names.Count == numbers.Length ? names : null;
    }

    private static TableDraft? Find(IReadOnlyList<TableDraft> tables, string name) =>
        tables.FirstOrDefault(table => $"{table.Row.Schema}.{table.Row.Name}" == name) ?? tables.FirstOrDefault(table => table.Row.Name == name);

    private static bool HasAll(TableDraft table, IReadOnlyList<string> columns) => columns.All(name => table.Columns.Any(column => column.Info.Name == name));
}
