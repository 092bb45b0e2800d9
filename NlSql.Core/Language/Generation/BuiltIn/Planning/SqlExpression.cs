using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>A table in a FROM clause under its alias.</summary>
internal sealed record TableReference(TableNode Table, string Alias);

/// <summary>A scalar or boolean SQL expression.</summary>
internal abstract record SqlExpression;

internal sealed record ColumnExpression(TableReference Source, ColumnNode Column) : SqlExpression;

/// <summary>An output of the rows that are read, by its name.</summary>
internal sealed record NameExpression(string Name) : SqlExpression;

internal sealed record FunctionExpression(string Name, IReadOnlyList<SqlExpression> Arguments, bool IsDistinct = false) : SqlExpression;

internal sealed record StarExpression : SqlExpression;

internal sealed record NumberExpression(decimal Value) : SqlExpression;

internal sealed record TextExpression(string Value) : SqlExpression;

internal sealed record DateExpression(DateOnly Value) : SqlExpression;

internal sealed record BinaryExpression(string Operator, SqlExpression Left, SqlExpression Right) : SqlExpression;

internal sealed record InExpression(SqlExpression Left, IReadOnlyList<SqlExpression> Values) : SqlExpression;

/// <summary>An element of an array is like a pattern, in whatever case. False where there is no array.</summary>
internal sealed record ElementExpression(SqlExpression Array, string Pattern) : SqlExpression;

internal sealed record NullTestExpression(SqlExpression Value, bool IsNull) : SqlExpression;

internal sealed record NotExpression(SqlExpression Inner) : SqlExpression;

/// <param name="Operator"><c>AND</c> or <c>OR</c>.</param>
internal sealed record LogicExpression(string Operator, IReadOnlyList<SqlExpression> Parts) : SqlExpression;

internal sealed record CastExpression(SqlExpression Inner, string Type) : SqlExpression;

internal sealed record ExistsExpression(RelationalPlan Plan) : SqlExpression;

internal sealed record SubqueryExpression(RelationalPlan Plan) : SqlExpression;

/// <summary>An aggregate over those rows only for which everything in <paramref name="Only"/> holds.</summary>
internal sealed record FilterExpression(SqlExpression Aggregate, IReadOnlyList<SqlExpression> Only) : SqlExpression;

/// <param name="Back">Set to read the row that lies so far back (<c>1 month</c>, or <c>1</c> where the order is by number) in the order instead of all
/// rows up to this one; a gap gives NULL.</param>
internal sealed record WindowExpression(
    SqlExpression Function,
    IReadOnlyList<SqlExpression> PartitionBy,
    IReadOnlyList<PlannedSort> OrderBy,
    string? Back = null) : SqlExpression;

/// <summary>The value below which <paramref name="Fraction"/> of the rows lie: 0.5 is the median.</summary>
internal sealed record PercentileExpression(decimal Fraction, SqlExpression Value) : SqlExpression;

/// <summary>An output of a derived table.</summary>
/// <param name="CanBeNull">Some row may have no value.</param>
internal sealed record DerivedExpression(string Alias, string Name, bool CanBeNull = true) : SqlExpression;

internal sealed record BooleanExpression(bool Value) : SqlExpression;

/// <summary>The first of <paramref name="Branches"/> whose condition holds; NULL when there is none and no <paramref name="Otherwise"/>.</summary>
internal sealed record CaseExpression(IReadOnlyList<CaseBranch> Branches, SqlExpression? Otherwise = null) : SqlExpression;

internal sealed record CaseBranch(SqlExpression When, SqlExpression Then);

/// <summary>Whether a condition does not hold, be it false or unknown: <c>(…) IS NOT TRUE</c>. Never NULL.</summary>
internal sealed record NotTrueExpression(SqlExpression Condition) : SqlExpression;
