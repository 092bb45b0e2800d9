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

    /// <summary>What the rows of <see cref="FromPlan"/> are called.</summary>
    public string FromAlias { get; set; } = "matching";

    /// <summary>Set instead of <see cref="From"/> when the elements of an array are read, one a row, as a column of the name <see cref="FromAlias"/>.</summary>
    public SqlExpression? FromElements { get; set; }

    public List<PlannedJoin> Joins { get; } = [];

    /// <summary>Queries that are joined after <see cref="Joins"/>.</summary>
    public List<DerivedJoin> DerivedJoins { get; } = [];

    /// <summary>
    /// Queries whose rows are put together by <see cref="CombinedBy"/>; empty for a plain SELECT. <see cref="Output"/> then only names the columns.
    /// </summary>
    public List<RelationalPlan> Combined { get; } = [];

    /// <summary><c>UNION ALL</c>, <c>UNION</c>, <c>INTERSECT</c> or <c>EXCEPT</c>.</summary>
    public string CombinedBy { get; set; } = "UNION ALL";

    public List<SqlExpression> Where { get; } = [];

    public List<SqlExpression> GroupBy { get; } = [];

    public List<SqlExpression> Having { get; } = [];

    public List<PlannedSort> OrderBy { get; } = [];

    public int? Limit { get; set; }

    /// <summary>Rows that are equal to the last one within <see cref="Limit"/> are kept.</summary>
    public bool KeepsTies { get; set; }

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

/// <summary>A query in brackets that is joined.</summary>
/// <param name="Kind"><c>JOIN</c>, <c>LEFT JOIN</c>, <c>FULL JOIN</c> or <c>CROSS JOIN</c>.</param>
/// <param name="On">Null for a <c>CROSS JOIN</c>.</param>
internal sealed record DerivedJoin(string Kind, RelationalPlan Plan, string Alias, SqlExpression? On);

internal sealed record PlannedSort(SqlExpression Expression, bool IsDescending, bool NullsLast);
