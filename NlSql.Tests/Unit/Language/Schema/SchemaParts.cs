using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;
using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Schema;

/// <summary>Tables of tests, as the schema model sees them, with the product's own dictionary and embedder.</summary>
internal static class SchemaParts
{
    public static WordKnowledge Knowledge { get; } = new(RetrievalParts.Segmenter, RetrievalParts.Embedder, SiteGlossary.Empty);

    /// <summary>Each line a table: <c>sales.orders: id int, status = open|shipped, ordered_at date, email personal</c>; the schema may be left out.</summary>
    public static List<TableNode> Tables(params string[] lines)
    {
        List<TableInfo> infos = [.. lines.Select(Info)];
        var names = NameWords.Of(infos, Knowledge.Dictionary);
        return infos.ConvertAll(info =>
        {
            var table = new TableNode(info, names.OfTable(info.Name.Name));
            table.Columns = [.. info.Columns.Select(column => new ColumnNode(table, column, names.OfColumn(info.Name.Name, column.Name)))];
            return table;
        });
    }

    private static TableInfo Info(string line)
    {
        var (name, columns) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var comment = name.IndexOf('(', StringComparison.Ordinal);
        var relation = (comment < 0 ? name : name[..comment]).Trim().Split('.');
        return new TableInfo
        {
            Name = relation is [var schema, var table] ? new RelationName(schema, table) : new RelationName("public", relation[0]),
            Comment = comment < 0 ? null : name[(comment + 1)..name.LastIndexOf(')')],
            Columns = [.. columns.Split(',').Select(Column)],
        };
    }

    private static ColumnInfo Column(string text)
    {
        var values = text.Contains('=', StringComparison.Ordinal) ? text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Split('|') : [];
        var words = text.Split('=')[0].Trim().Split(' ', 2);
        return new ColumnInfo
        {
            Name = words[0],
            DataType = "text",
            Kind = words is not [_, var kind] ? ColumnKind.Text : kind switch
            {
                "int" => ColumnKind.Integer,
                "decimal" => ColumnKind.Decimal,
                "date" => ColumnKind.Date,
                _ => ColumnKind.Text,
            },
            IsPersonal = words is [_, "personal"],
            Statistics = new ColumnStatistics { Samples = [.. values.Select((value, i) => new SampleValue(value, 10 * (i + 1)))] },
        };
    }
}
