using System.Globalization;
using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Endpoints;
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
    private const int FactLength = 240;
    private const int ViewLength = 240;
    private const int SampleCount = 6;
    private const int FewSamples = 3;
    private const int SampleLength = 40;

    /// <summary>A table with more columns than these is not written out whole in its short form.</summary>
    public const int ShortColumns = 60;

    /// <summary>The table as the model reads it when there is room.</summary>
    /// <param name="place">In the catalog's order.</param>
    /// <param name="scored">Columns that the question speaks of.</param>
    /// <param name="foreignKeys">Keys of the table to tables that are there.</param>
    /// <param name="referencedBy">Keys to the table.</param>
    /// <param name="facts">What the schema model says of the table (no column) and its columns.</param>
    /// <param name="roles">What single-column keys say beyond the table they lead to, by column: <c>origin</c>.</param>
    /// <param name="view">The query that a view stands for; null for what is no view.</param>
    /// <param name="isShort">
    /// As small models know tables best: names, types, keys (inferred ones as if they were declared), comments and values, without sizes, facts, NOT NULL and
    /// ranges.
    /// </param>
    public static TableText Describe(
        TableInfo table,
        int place,
        TableNeed need,
        IReadOnlyList<RetrievedColumn> scored,
        IEnumerable<ForeignKey> foreignKeys,
        IEnumerable<ForeignKey> referencedBy,
        ILookup<string, string> facts,
        IReadOnlyDictionary<string, string> roles,
        string? view,
        ModelSees sees,
        bool isShort)
    {
        var scores = scored.ToLookup(column => column.Column.Name, column => column.Score, StringComparer.Ordinal);
        var keys = foreignKeys.ToList();
        var references = keys.Where(key => key.FromColumns.Count == 1).ToLookup(key => key.FromColumns[0], StringComparer.Ordinal);
        var keyColumns = table.PrimaryKey
            .Concat(keys.SelectMany(key => key.FromColumns))
            .Concat(referencedBy.SelectMany(key => key.ToColumns))
            .ToHashSet(StringComparer.Ordinal);

        var header = new StringBuilder();
        if ((isShort ? OneLine(table.Comment, CommentLength) : Remark(table, facts[""], view)) is { Length: > 0 } remark)
        {
            header.Append("-- ").Append(remark).Append('\n');
        }

        header.Append("CREATE TABLE ").Append(PromptName.Of(table.Name)).Append(" (\n");
        var columns = table.Columns.Select(column => new ColumnText(
            column.Name,
            Line(table, column, references[column.Name].FirstOrDefault(), facts[column.Name], roles.GetValueOrDefault(column.Name), sees, isShort),
            scores[column.Name].DefaultIfEmpty(0).Max(),
            keyColumns.Contains(column.Name))).ToList();
        var names = ShortNames(table, scored);
        return new TableText(table.Name, place, need, header.ToString(), columns, Footer(table, keys), Short(table, keys, names), names);
    }

    /// <summary>The table in one line, for those of which no word of the question speaks: its columns, and where its keys lead.</summary>
    /// <param name="names">See <see cref="ShortNames"/>.</param>
    public static string Short(TableInfo table, IEnumerable<ForeignKey> foreignKeys, IReadOnlyList<string> names)
    {
        var targets = foreignKeys.Where(key => key.FromColumns.Count == 1)
            .ToLookup(key => key.FromColumns[0], key => PromptName.Of(key.To), StringComparer.Ordinal);
        var columns = names.Select(name => targets[name].FirstOrDefault() is { } target ? $"{PromptName.Of(name)} -> {target}" : PromptName.Of(name));
        var more = table.Columns.Count > names.Count ? ", ..." : string.Empty;
        return $"-- {PromptName.Of(table.Name)} ({string.Join(", ", columns)}{more})\n";
    }

    /// <summary>The columns that the one line names: of many those that the question speaks of before the others.</summary>
    public static IReadOnlyList<string> ShortNames(TableInfo table, IEnumerable<RetrievedColumn> scored)
    {
        var names = table.Columns.Select(column => column.Name);
        return table.Columns.Count <= ShortColumns
            ? [.. names]
            : [.. scored.OrderByDescending(column => column.Score).Select(column => column.Column.Name).Concat(names).Distinct().Take(ShortColumns)];
    }

    private static string Line(
        TableInfo table, ColumnInfo column, ForeignKey? reference, IEnumerable<string> facts, string? role, ModelSees sees, bool isShort)
    {
        var line = new StringBuilder("  ").Append(PromptName.Of(column.Name)).Append(' ').Append(OneLine(TypeName.Short(column.DataType), CommentLength));
        if (table.PrimaryKey.Count == 1 && table.PrimaryKey[0] == column.Name)
        {
            line.Append(" PRIMARY KEY");
        }
        else if (!column.IsNullable && !isShort)
        {
            line.Append(" NOT NULL");
        }

        if (reference is not null && (reference.IsDeclared || isShort))
        {
            line.Append(" REFERENCES ").Append(PromptName.Of(reference.To)).Append(" (").Append(PromptName.Of(reference.ToColumns[0])).Append(')');
        }

        List<string> remarks = [];
        if (!isShort && reference is { IsDeclared: false })
        {
            remarks.Add($"probably references {PromptName.Of(reference.To)} ({PromptName.Of(reference.ToColumns[0])})");
        }

        if (reference is not null && OneLine(role, CommentLength) is { Length: > 0 } played)
        {
            remarks.Add($"as its {played}");
        }

        if (OneLine(column.Comment ?? column.Label, CommentLength) is { Length: > 0 } comment)
        {
            remarks.Add(comment);
        }

        if (!isShort)
        {
            remarks.AddRange(facts.Select(fact => OneLine(fact, FactLength)));
        }

        if (Values(column, sees, isShort) is { Length: > 0 } values)
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
    private static string Values(ColumnInfo column, ModelSees sees, bool isShort)
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
            ? "for instance " + string.Join(", ", statistics.Samples.Take(isShort ? FewSamples : SampleCount).Select(sample => Quoted(sample.Value)))
            : !isShort && statistics is { Minimum: { } minimum, Maximum: { } maximum } && column.Kind is not (ColumnKind.Text or ColumnKind.Uuid)
                ? $"{OneLine(minimum, SampleLength)} to {OneLine(maximum, SampleLength)}"
                : string.Empty;
    }

    private static string Remark(TableInfo table, IEnumerable<string> facts, string? view)
    {
        List<string> parts = [];
        if (table.Kind is RelationKind.View or RelationKind.MaterializedView)
        {
            parts.Add(OneLine(view, ViewLength) is { Length: > 0 } definition ? $"view: {definition}" : "view");
        }

        if (OneLine(table.Comment, CommentLength) is { Length: > 0 } comment)
        {
            parts.Add(comment);
        }

        if (table.RowEstimate is { } rows)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"about {rows:N0} rows"));
        }

        parts.AddRange(facts.Select(fact => OneLine(fact, FactLength)));

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
