using NlSql.Core.Database.Catalog;
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

    public static SqlExpression Of(BucketTerm bucket, SqlExpression column)
    {
        // Moved so far, a fiscal year is the calendar year in which it ends.
        var months = (MonthsOfYear + 1 - bucket.Calendar.FiscalYearStart) % MonthsOfYear;
        var days = bucket.Unit == "week" ? bucket.Calendar.DaysBeforeMonday : 0;
        return bucket.Unit switch
        {
            FiscalYear =>
                new CastExpression(new FunctionExpression("date_part", [new TextExpression("year"), Moved(column, "+", months, "months")]), "integer"),
            FiscalQuarter => new FunctionExpression("to_char", [Moved(column, "+", months, "months"), new TextExpression("YYYY-\"Q\"Q")]),
            _ =>
                Day(
                    bucket,
                    Moved(new FunctionExpression("date_trunc", [new TextExpression(bucket.Unit), Moved(column, "+", days, "days")]), "-", days, "days")),
        };
    }

    private static SqlExpression Day(BucketTerm bucket, SqlExpression start) =>
        bucket.Column.Info.Kind == ColumnKind.Date ? new CastExpression(start, "date") : start;

    private static SqlExpression Moved(SqlExpression time, string sign, int count, string unit) => count == 0
        ? time
        : new BinaryExpression(sign, time, new CastExpression(new TextExpression(FormattableString.Invariant($"{count} {unit}")), "interval"));
}
