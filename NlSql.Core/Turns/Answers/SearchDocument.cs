using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Turns.Answers;

/// <summary>What a question is about, best first, as the API and <c>--json</c> give it.</summary>
public sealed record SearchDocument(
    IReadOnlyList<FoundTable> Tables,
    IReadOnlyList<FoundColumn> Columns,
    IReadOnlyList<FoundJoin> Joins,
    IReadOnlyList<ValueLink> Values)
{
    /// <summary>The same as documents.</summary>
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

/// <summary>A table that was found.</summary>
/// <param name="Name">With its schema, but for <c>public</c>.</param>
/// <param name="Why"><paramref name="Reason"/> in a short sentence.</param>
/// <param name="RowEstimate">Of the planner's statistics; null when never analyzed.</param>
public sealed record FoundTable(string Name, RetrievalReason Reason, string Why, string? Comment, long? RowEstimate);

/// <summary>A column that was found.</summary>
/// <param name="Table">With its schema, but for <c>public</c>.</param>
/// <param name="Type">PostgreSQL's name of the type.</param>
public sealed record FoundColumn(string Table, string Name, string Type, string? Comment);

/// <summary>A key between found tables; the column lists have equal length.</summary>
/// <param name="IsDeclared">False for one that was inferred.</param>
public sealed record FoundJoin(string From, IReadOnlyList<string> FromColumns, string To, IReadOnlyList<string> ToColumns, bool IsDeclared);
