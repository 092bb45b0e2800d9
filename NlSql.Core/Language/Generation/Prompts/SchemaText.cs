using System.Globalization;
using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// A part of the catalog as the model reads it: one compact CREATE TABLE per table, a line per column, so that lines and tables
/// can be left out one by one. Comments and samples are untrusted text: one line each, clipped.
/// </summary>
internal static class SchemaText
{
    private const int CommentLength = 140;
    private const int SampleCount = 8;
    private const int SampleLength = 40;

    /// <summary>More tables than these are never all shown.</summary>
    private const int WholeCatalogTables = 30;

    /// <summary>A whole catalog may take up this part (1/n) of the room.</summary>
    private const int WholeCatalogShare = 2;

    /// <summary>
    /// The tables that were found, best first, then the rest of a catalog that is small altogether: the same text for every question about such a
    /// database, which model servers keep evaluated.
    /// </summary>
    /// <param name="room">Tokens that the whole schema may take.</param>
    public static List<TableText> Describe(SchemaCatalog catalog, RetrievedSchema schema, ModelSees sees, int room)
    {
        var scores = schema.Columns.ToLookup(column => column.Table);
        List<ForeignKey> joins = [.. catalog.ForeignKeys, .. schema.Joins.Where(join => !join.IsDeclared).Except(catalog.ForeignKeys)];
        var keys = joins.ToLookup(key => key.From);
        var targets = joins.ToLookup(key => key.To);
        var places = catalog.Tables.Select((table, place) => (table.Name, place)).ToDictionary(t => t.Name, t => t.place);
        var texts = schema.Tables.Select(found => Text(found.Table, found.Reason == RetrievalReason.JoinPath)).ToList();
        var others = catalog.Tables.Count > WholeCatalogTables
            ? []
            : catalog.Tables.Where(table => schema.Tables.All(found => found.Table.Name != table.Name)).Select(table => Text(table, onlyJoins: true)).ToList();
        return texts.Concat(others).Sum(text => text.AllTokens) <= room / WholeCatalogShare ? [.. texts, .. others] : texts;

        TableText Text(TableInfo table, bool onlyJoins)
        {
            var there = keys[table.Name].Where(key => places.ContainsKey(key.To));
            return Describe(table, places.GetValueOrDefault(table.Name), onlyJoins, scores[table.Name], there, targets[table.Name], sees);
        }
    }

    private static TableText Describe(
        TableInfo table,
        int place,
        bool onlyJoins,
        IEnumerable<RetrievedColumn> scored,
        IEnumerable<ForeignKey> foreignKeys,
        IEnumerable<ForeignKey> referencedBy,
        ModelSees sees)
    {
        var scores = scored.ToLookup(column => column.Column.Name, column => column.Score, StringComparer.Ordinal);
        var keys = foreignKeys.ToList();
        var references = keys.Where(key => key.FromColumns.Count == 1).ToLookup(key => key.FromColumns[0], StringComparer.Ordinal);
        var keyColumns = table.PrimaryKey
            .Concat(keys.SelectMany(key => key.FromColumns))
            .Concat(referencedBy.SelectMany(key => key.ToColumns))
            .ToHashSet(StringComparer.Ordinal);

        var header = new StringBuilder();
        if (Remark(table) is { Length: > 0 } remark)
        {
            header.Append("-- ").Append(remark).Append('\n');
        }

        header.Append("CREATE TABLE ").Append(PromptName.Of(table.Name)).Append(" (\n");
        var columns = table.Columns.Select(column => new ColumnText(
            column.Name,
            Line(table, column, references[column.Name].FirstOrDefault(), sees),
            scores[column.Name].DefaultIfEmpty(0).Max(),
            keyColumns.Contains(column.Name))).ToList();
        return new TableText(table.Name, place, header.ToString(), columns, Footer(table, keys), onlyJoins);
    }

    private static string Line(TableInfo table, ColumnInfo column, ForeignKey? reference, ModelSees sees)
    {
        var line = new StringBuilder("  ").Append(PromptName.Of(column.Name)).Append(' ').Append(OneLine(column.DataType, CommentLength));
        if (table.PrimaryKey.Count == 1 && table.PrimaryKey[0] == column.Name)
        {
            line.Append(" PRIMARY KEY");
        }
        else if (!column.IsNullable)
        {
            line.Append(" NOT NULL");
        }

        if (reference is { IsDeclared: true })
        {
            line.Append(" REFERENCES ").Append(PromptName.Of(reference.To)).Append(" (").Append(PromptName.Of(reference.ToColumns[0])).Append(')');
        }

        List<string> remarks = [];
        if (reference is { IsDeclared: false })
        {
            remarks.Add($"probably references {PromptName.Of(reference.To)} ({PromptName.Of(reference.ToColumns[0])})");
        }

        if (OneLine(column.Comment ?? column.Label, CommentLength) is { Length: > 0 } comment)
        {
            remarks.Add(comment);
        }

        if (Values(column, sees) is { Length: > 0 } values)
        {
            remarks.Add(values);
        }

        line.Append(',');
        if (remarks.Count > 0)
        {
            line.Append(" -- ").AppendJoin("; ", remarks);
        }

        return line.Append('\n').ToString();
    }

    /// <summary>Enum labels are part of the schema; samples and ranges are data and need a consent.</summary>
    private static string Values(ColumnInfo column, ModelSees sees)
    {
        if (column.EnumLabels.Count > 0)
        {
            return "one of " + string.Join(", ", column.EnumLabels.Take(30).Select(Quoted));
        }

        if (sees < ModelSees.Samples || column.IsPersonal)
        {
            return string.Empty;
        }

        var statistics = column.Statistics;
        return statistics.Samples.Count > 0
            ? "for instance " + string.Join(", ", statistics.Samples.Take(SampleCount).Select(sample => Quoted(sample.Value)))
            : statistics is { Minimum: { } minimum, Maximum: { } maximum } && column.Kind is not (ColumnKind.Text or ColumnKind.Uuid)
                ? $"{OneLine(minimum, SampleLength)} to {OneLine(maximum, SampleLength)}"
                : string.Empty;
    }

    private static string Remark(TableInfo table)
    {
        List<string> parts = [];
        if (table.Kind is RelationKind.View or RelationKind.MaterializedView)
        {
            parts.Add("view");
        }

        if (OneLine(table.Comment, CommentLength) is { Length: > 0 } comment)
        {
            parts.Add(comment);
        }

        if (table.RowEstimate is { } rows)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"about {rows:N0} rows"));
        }

        return string.Join("; ", parts);
    }

    private static string Footer(TableInfo table, List<ForeignKey> keys)
    {
        var footer = new StringBuilder();
        if (table.PrimaryKey.Count > 1)
        {
            footer.Append("  PRIMARY KEY (").Append(List(table.PrimaryKey)).Append("),\n");
        }

        foreach (var key in keys.Where(key => key.FromColumns.Count > 1))
        {
            footer.Append("  FOREIGN KEY (").Append(List(key.FromColumns)).Append(") REFERENCES ")
                .Append(PromptName.Of(key.To)).Append(" (").Append(List(key.ToColumns)).Append("),\n");
        }

        return footer.Append(");\n").ToString();

        static string List(IEnumerable<string> names) => string.Join(", ", names.Select(PromptName.Of));
    }

    private static string Quoted(string value) => SqlLiteral.Plain(OneLine(value, SampleLength));

    /// <summary>Collapses white space and control characters, so that a comment cannot begin a line of its own, and clips.</summary>
    private static string OneLine(string? text, int length)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return string.Empty;
        }

        var result = new StringBuilder(Math.Min(text.Length, length + 1));
        foreach (var c in text.Trim())
        {
            var blank = char.IsControl(c) || char.IsWhiteSpace(c);
            if (blank && result.Length > 0 && result[^1] == ' ')
            {
                continue;
            }

            if (result.Length >= length)
            {
                return result.Append('…').ToString();
            }

            // A fence would end the block that the schema stands in.
            result.Append(blank ? ' ' : c == '`' ? '\'' : c);
        }

        return result.ToString();
    }
}

/// <summary>One table's text in parts.</summary>
/// <param name="Place">In the catalog's order.</param>
/// <param name="OnlyJoins">No word of the question speaks of it.</param>
internal sealed record TableText(RelationName Name, int Place, string Header, List<ColumnText> Columns, string Footer, bool OnlyJoins)
{
    public int Tokens { get; } = TokenEstimate.Of(Header) + TokenEstimate.Of(Footer);

    public int AllTokens => Tokens + Columns.Sum(column => column.Tokens);
}

/// <param name="Score">Retrieval's score; 0 for a column that was not returned.</param>
/// <param name="IsKey">Needed to join or to count.</param>
internal sealed record ColumnText(string Name, string Line, double Score, bool IsKey)
{
    public int Tokens { get; } = TokenEstimate.Of(Line);
}
