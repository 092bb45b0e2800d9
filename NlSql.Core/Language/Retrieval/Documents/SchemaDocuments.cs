using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Values;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval.Documents;

/// <summary>
/// The documents of a catalog in a fixed order: all tables, all table names, then all columns table by table. A document's place is
/// its id in every index.
/// </summary>
internal sealed class SchemaDocuments
{
    private const int MaxProseWords = 40;
    private const int MaxListedValues = 8;

    private readonly int[] firstColumn;

    private SchemaDocuments(SchemaCatalog catalog, SchemaDocument[] all, int[] firstColumn)
    {
        Catalog = catalog;
        All = all;
        this.firstColumn = firstColumn;
    }

    public SchemaCatalog Catalog { get; }

    public IReadOnlyList<SchemaDocument> All { get; }

    public int TableCount => Catalog.Tables.Count;

    public int ColumnCount => All.Count - (2 * TableCount);

    /// <param name="catalog">What there is.</param>
    /// <param name="analyzer">Splits names into words.</param>
    /// <param name="hasValues">Sampled values stand in the documents of their columns; labels of enums always do, for they belong to the schema.</param>
    public static SchemaDocuments Of(SchemaCatalog catalog, TermAnalyzer analyzer, bool hasValues)
    {
        var tables = catalog.Tables;
        var documents = new SchemaDocument[(2 * tables.Count) + tables.Sum(static t => t.Columns.Count)];
        var firstColumn = new int[tables.Count + 1];
        var next = 2 * tables.Count;
        for (var t = 0; t < tables.Count; t++)
        {
            var table = tables[t];
            var name = Join(analyzer.Words(table.Name.Name));
            firstColumn[t] = next;
            documents[t] = Create(DocumentKind.Table, t, -1, TableText(table, name, analyzer));
            documents[tables.Count + t] = Create(DocumentKind.TableName, t, -1, name);
            for (var c = 0; c < table.Columns.Count; c++)
            {
                documents[next++] = Create(DocumentKind.Column, t, c, ColumnText(table.Columns[c], name, analyzer, hasValues));
            }
        }

        firstColumn[tables.Count] = next;
        return new SchemaDocuments(catalog, documents, firstColumn);
    }

    public int NameDocument(int table) => TableCount + table;

    public int ColumnDocument(int table, int column) => firstColumn[table] + column;

    /// <summary>Column ordinals over the whole catalog: 0 for the first column of the first table.</summary>
    public int ColumnOrdinal(int table, int column) => firstColumn[table] + column - (2 * TableCount);

    private static string TableText(TableInfo table, string name, TermAnalyzer analyzer)
    {
        var text = new StringBuilder(name);
        AppendProse(text, table.Comment, analyzer);
        foreach (var column in table.Columns)
        {
            text.Append(' ').Append(Join(analyzer.Words(column.Label ?? column.Name)));
        }

        return text.ToString();
    }

    private static string ColumnText(ColumnInfo column, string tableName, TermAnalyzer analyzer, bool hasValues)
    {
        var text = new StringBuilder(tableName).Append(' ').Append(Join(analyzer.Words(column.Name)));
        if (column.Label is { } label)
        {
            text.Append(' ').Append(Join(analyzer.Words(label)));
        }

        AppendProse(text, column.Comment, analyzer);
        foreach (var value in (hasValues ? ValuesOf(column) : column.EnumLabels).Take(MaxListedValues))
        {
            text.Append(' ').Append(Join(analyzer.Words(value)));
        }

        return text.ToString();
    }

    /// <summary>Enum labels and sampled values; none of a personal column.</summary>
    internal static IEnumerable<string> ValuesOf(ColumnInfo column) => ValueIndex.Of(column).Select(static v => v.Value);

    private static void AppendProse(StringBuilder text, string? prose, TermAnalyzer analyzer)
    {
        if (!string.IsNullOrWhiteSpace(prose))
        {
            text.Append(' ').AppendJoin(' ', analyzer.Words(prose).Take(MaxProseWords));
        }
    }

    private static string Join(List<string> words) => string.Join(' ', words);

    private static SchemaDocument Create(DocumentKind kind, int table, int column, string text)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{(int)kind} {text}"));
        return new SchemaDocument(kind, table, column, text, BinaryPrimitives.ReadUInt128LittleEndian(digest));
    }
}
