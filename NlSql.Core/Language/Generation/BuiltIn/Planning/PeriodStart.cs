using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Intent;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>
/// The period that a date lies in: its first day, the number of a fiscal year (2024) or a fiscal quarter as <c>2024-Q1</c>. <c>date_trunc</c> makes an
/// instant of a date, midnight in the session's zone: cast back, it is a day everywhere again.
/// </summary>
internal static class PeriodStart
{
    public const string FiscalYear = "fiscal year";
    public const string FiscalQuarter = "fiscal quarter";

    private const int MonthsOfYear = 12;

    public static SqlExpression Of(BucketTerm bucket, SqlExpression column) => Of(bucket.Unit, bucket.Column.Info.Kind, bucket.Calendar, column);

    /// <param name="unit">As PostgreSQL's <c>date_trunc</c> takes it, or <see cref="FiscalYear"/> or <see cref="FiscalQuarter"/>.</param>
    /// <param name="kind">What the column holds.</param>
    public static SqlExpression Of(string unit, ColumnKind kind, BusinessCalendar calendar, SqlExpression column)
    {
        // Moved so far, a fiscal year is the calendar year in which it ends.
        var months = (MonthsOfYear + 1 - calendar.FiscalYearStart) % MonthsOfYear;
        var days = unit == "week" ? calendar.DaysBeforeMonday : 0;
        return unit switch
        {
            FiscalYear =>
                new CastExpression(new FunctionExpression("date_part", [new TextExpression("year"), Moved(column, "+", months, "months")]), "integer"),
            FiscalQuarter => new FunctionExpression("to_char", [Moved(column, "+", months, "months"), new TextExpression("YYYY-\"Q\"Q")]),
            _ =>
                Day(
                    unit,
                    kind,
                    Moved(new FunctionExpression("date_trunc", [new TextExpression(unit), Moved(column, "+", days, "days")]), "-", days, "days")),
        };
    }

    private static SqlExpression Day(string unit, ColumnKind kind, SqlExpression start) =>
        kind == ColumnKind.Date && unit != "hour" ? new CastExpression(start, "date") : start;

    private static SqlExpression Moved(SqlExpression time, string sign, int count, string unit) => count == 0
        ? time
        : new BinaryExpression(sign, time, new CastExpression(new TextExpression(FormattableString.Invariant($"{count} {unit}")), "interval"));
}
