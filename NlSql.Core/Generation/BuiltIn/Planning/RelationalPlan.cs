namespace NlSql.Core.Generation.BuiltIn.Planning;

/// <summary>One SELECT, ready to be written.</summary>
internal sealed class RelationalPlan
{
    public bool IsDistinct { get; set; }

    public List<OutputColumn> Output { get; } = [];

    public TableReference? From { get; set; }

    /// <summary>Set instead of <see cref="From"/> when the rows of another plan are read.</summary>
    public RelationalPlan? FromPlan { get; set; }

    public List<PlannedJoin> Joins { get; } = [];

    public List<SqlExpression> Where { get; } = [];

    public List<SqlExpression> GroupBy { get; } = [];

    public List<SqlExpression> Having { get; } = [];

    public List<PlannedSort> OrderBy { get; } = [];

    public int? Limit { get; set; }
}

/// <param name="Name">The output's name; null when the column's own will do.</param>
internal sealed record OutputColumn(SqlExpression Expression, string? Name);

internal sealed record PlannedJoin(TableReference Table, SqlExpression On);

internal sealed record PlannedSort(SqlExpression Expression, bool IsDescending, bool NullsLast);
