using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Turns.Answers;

/// <summary>What a question is about, best first, as the API and <c>--json</c> give it.</summary>
public sealed record SearchDocument(
    IReadOnlyList<FoundTable> Tables,
    IReadOnlyList<FoundColumn> Columns,
    IReadOnlyList<FoundJoin> Joins,
    IReadOnlyList<ValueLink> Values)
{
    public static SearchDocument From(RetrievedSchema schema) => new(
        [
            .. schema.Tables.Select(table => new FoundTable(
                table.Table.Name.ToString(),
                table.Reason,
                table.Explanation,
                table.Table.Comment,
                table.Table.RowEstimate))
        ],
        [.. schema.Columns.Select(column => new FoundColumn(column.Table.ToString(), column.Column.Name, column.Column.DataType, column.Column.Comment))],
        [.. schema.Joins.Select(join => new FoundJoin(join.From.ToString(), join.FromColumns, join.To.ToString(), join.ToColumns, join.IsDeclared))],
        schema.ValueLinks);
}

public sealed record FoundTable(string Name, RetrievalReason Reason, string Why, string? Comment, long? RowEstimate);

public sealed record FoundColumn(string Table, string Name, string Type, string? Comment);

public sealed record FoundJoin(string From, IReadOnlyList<string> FromColumns, string To, IReadOnlyList<string> ToColumns, bool IsDeclared);
