using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

/// <summary>Writes small catalogs with statistics, as the planner would give them, and reads the facts that are found in them.</summary>
internal static class FactSchema
{
    /// <summary>The tables by name, with all facts attached.</summary>
    public static IReadOnlyDictionary<string, TableNode> Of(IReadOnlyList<TableInfo> tables, params ForeignKey[] keys) =>
        Graph(tables, keys, SiteFacts.None).Tables.ToDictionary(t => t.Name);

    public static SchemaGraph Graph(IReadOnlyList<TableInfo> tables, IReadOnlyList<ForeignKey> keys, SiteFacts site) =>
        SchemaGraph.Build(tables, keys, NameWords.Of(tables, WordKnowledge.Plain.Dictionary), site);

    public static TableNode Of(TableInfo table) => Of([table])[table.Name.Name];

    public static ColumnNode Column(this TableNode table, string name) => table.Columns.Single(c => c.Info.Name == name);

    /// <param name="key">Columns of the primary key, separated by blanks.</param>
    public static TableInfo Table(string name, long rows, string key, params ColumnInfo[] columns) => new()
    {
        Name = new RelationName("public", name),
        RowEstimate = rows,
        PrimaryKey = key.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Columns = columns,
    };

    public static ColumnInfo Number(string name, double distinct = 100, string? least = "1", string? most = "1000") =>
        Of(name, ColumnKind.Integer, new() { DistinctCount = distinct, Minimum = least, Maximum = most, NullFraction = 0 });

    public static ColumnInfo Amount(string name, string least = "0.5", string most = "900.25") =>
        Of(name, ColumnKind.Decimal, new() { DistinctCount = 500, Minimum = least, Maximum = most, NullFraction = 0 });

    public static ColumnInfo Text(string name, params string[] values) =>
        Of(name, ColumnKind.Text, new() { DistinctCount = values.Length, Samples = [.. values.Select(v => new SampleValue(v))], NullFraction = 0 });

    /// <param name="empty">Share of rows without a date; 0 makes the column NOT NULL.</param>
    public static ColumnInfo Date(string name, string most = "2024-12-30", double empty = 0, double distinct = 300) =>
        Of(name, ColumnKind.Date, new() { DistinctCount = distinct, Minimum = "2019-01-02", Maximum = most, NullFraction = empty }) with
        {
            IsNullable = empty > 0,
        };

    public static ColumnInfo Of(string name, ColumnKind kind, ColumnStatistics? statistics = null) => new()
    {
        Name = name,
        DataType = kind.ToString(),
        Kind = kind,
        IsNullable = false,
        Statistics = statistics ?? ColumnStatistics.None,
    };

    public static ForeignKey Key(string from, string column, string to, string target) =>
        new(new RelationName("public", from), [column], new RelationName("public", to), [target]);
}
