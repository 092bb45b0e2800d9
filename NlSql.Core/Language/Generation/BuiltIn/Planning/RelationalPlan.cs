using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

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

    public RelationalPlan Showing(SqlExpression expression, string? name)
    {
        Output.Add(new OutputColumn(expression, name));
        return this;
    }
}

/// <param name="Name">The output's name; null when the column's own will do.</param>
internal sealed record OutputColumn(SqlExpression Expression, string? Name);

/// <param name="From">The table already there that it hangs on.</param>
/// <param name="Key">The key that is followed.</param>
internal sealed record PlannedJoin(TableReference Table, SqlExpression On, TableReference? From = null, KeyEdge? Key = null)
{
    /// <summary>LEFT JOIN: rows without a counterpart stay.</summary>
    public bool IsOuter { get; init; }

    /// <summary>The key is a reference that may be empty, and is not known to be always filled.</summary>
    public bool MayMiss => Key is { } key && From?.Table == key.Many && key.ManyColumns.Any(c => c.Info.IsNullable && c.Info.Statistics.NullFraction is not 0);
}

internal sealed record PlannedSort(SqlExpression Expression, bool IsDescending, bool NullsLast);
