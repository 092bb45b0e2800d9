using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;
using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Schema;

/// <summary>
/// Writes a schema down in a few words. A column is <c>name type flags</c>: <c>pk</c>, <c>unique</c>, <c>null</c>, <c>d=40</c> different values,
/// <c>in=1..40</c> range, <c>has=A|B|C</c> values. The type is int where none is said.
/// </summary>
internal sealed class SmallSchema
{
    private readonly List<TableInfo> tables = [];
    private readonly List<ForeignKey> keys = [];

    public SmallSchema Table(string name, params string[] columns) => Table(name, null, columns);

    public SmallSchema Table(string name, long? rows, params string[] columns)
    {
        var parsed = columns.Select(c => c.Split(' ')).ToList();
        tables.Add(new TableInfo
        {
            Name = Name(name),
            RowEstimate = rows,
            Columns = [.. parsed.Select(Column)],
            PrimaryKey = [.. parsed.Where(c => c.Contains("pk")).Select(c => c[0])],
            UniqueKeys = [.. parsed.Where(c => c.Contains("unique")).Select(c => (string[])[c[0]])],
        });
        return this;
    }

    /// <param name="from">table.column, in schema public.</param>
    /// <param name="to">The same.</param>
    public SmallSchema Key(string from, string to)
    {
        var (many, one) = (from.Split('.'), to.Split('.'));
        keys.Add(new ForeignKey(Name(many[0]), [many[1]], Name(one[0]), [one[1]]));
        return this;
    }

    public SchemaGraph Build() => SchemaGraph.Build(tables, keys, NameWords.Of(tables, RetrievalParts.Segmenter));

    private static RelationName Name(string name) =>
        name.Split('/') is [var schema, var table] ? new RelationName(schema, table) : new RelationName("public", name);

    private static ColumnInfo Column(string[] said)
    {
        var type = said.Skip(1).FirstOrDefault(s => s is "text" or "date" or "timestamp" or "uuid" or "numeric" or "bool") ?? "int";
        string? Flag(string name) => said.FirstOrDefault(s => s.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
        var range = Flag("in")?.Split("..");
        return new ColumnInfo
        {
            Name = said[0],
            DataType = type,
            Kind = type switch
            {
                "text" => ColumnKind.Text,
                "date" => ColumnKind.Date,
                "timestamp" => ColumnKind.Timestamp,
                "uuid" => ColumnKind.Uuid,
                "numeric" => ColumnKind.Decimal,
                "bool" => ColumnKind.Boolean,
                _ => ColumnKind.Integer,
            },
            IsNullable = said.Contains("null"),
            Statistics = new ColumnStatistics
            {
                DistinctCount = Flag("d") is { } distinct ? double.Parse(distinct, CultureInfo.InvariantCulture) : null,
                Minimum = range?[0],
                Maximum = range?[1],
                Samples = [.. (Flag("has")?.Split('|') ?? []).Select(v => new SampleValue(v))],
            },
        };
    }
}

internal static class SchemaGraphQuestions
{
    public static TableNode The(this SchemaGraph graph, string table) => graph.Tables.Single(t => t.Name == table);

    public static KeyEdge Edge(this SchemaGraph graph, string table, string column) =>
        graph.Keys.Single(k => k.Many.Name == table && k.ManyColumns[0].Info.Name == column);

    public static string[] Inferred(this SchemaGraph graph) =>
        [.. graph.Keys.Where(k => !k.IsDeclared).Select(k => $"{k.ManyColumns[0]} > {k.OneColumns[0]}").Order(StringComparer.Ordinal)];
}
