using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval.Lexical;

/// <summary>The lexical side of an index: one BM25F over tables, one over columns.</summary>
internal sealed class SchemaLexicon
{
    private static readonly LexicalField[] TableFields =
    [
        new("table name", 3, 0.3),
        new("table comment", 1, 0.6),
        new("column names", 1, 0.6),
        new("column labels", 0.8, 0.6),
        new("column comments", 0.5, 0.7),
        new("values", 0.5, 0.7),
    ];

    private static readonly LexicalField[] ColumnFields =
    [
        new("column name", 3, 0.3),
        new("label", 2, 0.3),
        new("comment", 1, 0.6),
        new("values", 1, 0.6),
        new("table name", 0.7, 0.3),
    ];

    private readonly IReadOnlyList<string>[] tableNames;

    private SchemaLexicon(FieldedIndex tables, FieldedIndex columns, IReadOnlyList<string>[] tableNames)
    {
        Tables = tables;
        Columns = columns;
        this.tableNames = tableNames;
    }

    /// <summary>A document a table.</summary>
    public FieldedIndex Tables { get; }

    /// <summary>A document a column, in the order of <see cref="SchemaDocuments.ColumnOrdinal"/>.</summary>
    public FieldedIndex Columns { get; }

    /// <summary>
    /// How much of a table's name the question says, 0 to 1, its words weighed by their rarity: 1 for <c>networks</c> and less for
    /// <c>multi_provider_networks</c> when the question has only "networks".
    /// </summary>
    public double NameCoverage(int table, IReadOnlySet<string> stems)
    {
        double said = 0;
        double all = 0;
        foreach (var term in tableNames[table])
        {
            var idf = Tables.Idf(term) + 0.1;
            all += idf;
            said += stems.Contains(term) ? idf : 0;
        }

        return all > 0 ? said / all : 0;
    }

    public static SchemaLexicon Of(SchemaCatalog catalog, TermAnalyzer analyzer)
    {
        var tables = new List<IReadOnlyList<string>[]>(catalog.Tables.Count);
        var columns = new List<IReadOnlyList<string>[]>();
        foreach (var table in catalog.Tables)
        {
            var tableName = analyzer.Terms(table.Name.Name);
            List<string> names = [], labels = [], comments = [], values = [];
            foreach (var column in table.Columns)
            {
                var name = analyzer.Terms(column.Name);
                var label = analyzer.Terms(column.Label ?? string.Empty);
                var comment = analyzer.Terms(column.Comment ?? string.Empty);
                var columnValues = SchemaDocuments.ValuesOf(column).SelectMany(analyzer.Terms).ToList();
                columns.Add([name, label, comment, columnValues, tableName]);
                names.AddRange(name);
                labels.AddRange(label);
                comments.AddRange(comment);
                values.AddRange(columnValues);
            }

            tables.Add([tableName, analyzer.Terms(table.Comment ?? string.Empty), names, labels, comments, values]);
        }

        var tableNames = catalog.Tables.Select(t => (IReadOnlyList<string>)analyzer.Words(t.Name.Name).ConvertAll(WordStem.Of)).ToArray();
        return new SchemaLexicon(FieldedIndex.Build(TableFields, tables), FieldedIndex.Build(ColumnFields, columns), tableNames);
    }
}
