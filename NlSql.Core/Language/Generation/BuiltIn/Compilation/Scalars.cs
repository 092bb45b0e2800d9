using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Arithmetic, stretches of time and parts of dates in PostgreSQL.</summary>
internal static class Scalars
{
    private const decimal Percent = 100.0m;
    private const int SecondsOfHour = 3600;
    private const int SecondsOfDay = 86_400;
    private const int SecondsOfMinute = 60;
    private const int DaysOfWeek = 7;
    private const int MonthsOfYear = 12;
    private const int MonthsOfQuarter = 3;

    public static SqlExpression Combine(Operator operation, SqlExpression left, SqlExpression right) => operation switch
    {
        Operator.Plus => new BinaryExpression("+", left, right),
        Operator.Minus => new BinaryExpression("-", left, right),
        Operator.Times => new BinaryExpression("*", left, right),
        _ => Quotient(left, right),
    };

    /// <summary>NULL where it would be divided by zero; whole numbers keep their fraction.</summary>
    public static SqlExpression Quotient(SqlExpression numerator, SqlExpression denominator) => new BinaryExpression(
        "/",
        IsWhole(numerator) ? new CastExpression(numerator, "numeric") : numerator,
        denominator is NumberExpression { Value: not 0 } ? denominator : new FunctionExpression("NULLIF", [denominator, new NumberExpression(0)]));

    public static SqlExpression Share(SqlExpression part, SqlExpression whole, ShareScale scale) =>
        scale == ShareScale.Percent ? Quotient(new BinaryExpression("*", new NumberExpression(Percent), part), whole) : Quotient(part, whole);

    public static SqlExpression Change(SqlExpression now, SqlExpression before, bool isRelative) =>
        new BinaryExpression("-", now, before) is var less && isRelative
            ? Quotient(new BinaryExpression("*", new NumberExpression(Percent), less), before)
            : less;

    public static SqlExpression DatePart(string part, SqlExpression date) =>
        new CastExpression(new FunctionExpression("date_part", [new TextExpression(part == "weekday" ? "isodow" : part), date]), "integer");

    /// <summary>Whole days, weeks, months and years as a calendar counts them; hours and minutes with their fraction.</summary>
    public static SqlExpression Duration(SqlExpression from, SqlExpression to, string unit, bool isExact = false) => unit switch
    {
        "day" when isExact => Seconds(from, to, SecondsOfDay),
        "hour" => Seconds(from, to, SecondsOfHour),
        "minute" => Seconds(from, to, SecondsOfMinute),
        "second" => Seconds(from, to, 1),
        "week" => Whole(Days(from, to), DaysOfWeek),
        "month" => Months(from, to),
        "quarter" => Whole(Months(from, to), MonthsOfQuarter),
        "year" => Part("year", from, to),
        _ => Days(from, to),
    };

    public static bool IsWhole(SqlExpression expression) => expression switch
    {
        ColumnExpression column => column.Column.Info.Kind == ColumnKind.Integer,
        NumberExpression number => number.Value.Scale == 0,
        FunctionExpression { Name: "COUNT" } => true,
        FunctionExpression { Name: "SUM" or "MIN" or "MAX" or "COALESCE" } function => function.Arguments.All(IsWhole),
        FilterExpression filter => IsWhole(filter.Aggregate),
        WindowExpression window => IsWhole(window.Function),
        CastExpression cast => cast.Type == "integer",
        BinaryExpression { Operator: "+" or "-" or "*" } binary => IsWhole(binary.Left) && IsWhole(binary.Right),
        DerivedExpression or NameExpression or SubqueryExpression => true, // Not known here; a cast does no harm.
        _ => false,
    };

    private static BinaryExpression Days(SqlExpression from, SqlExpression to) => new("-", Date(to), Date(from));

    private static SqlExpression Date(SqlExpression date) =>
        date is DateExpression or ColumnExpression { Column.Info.Kind: ColumnKind.Date } ? date : new CastExpression(date, "date");

    private static SqlExpression Seconds(SqlExpression from, SqlExpression to, int unit)
    {
        var seconds = new FunctionExpression(
            "date_part",
            [new TextExpression("epoch"), new BinaryExpression("-", new CastExpression(to, "timestamp"), new CastExpression(from, "timestamp"))]);
        return unit == 1 ? seconds : new BinaryExpression("/", seconds, new NumberExpression(unit));
    }

    private static BinaryExpression Months(SqlExpression from, SqlExpression to) =>
        new("+", new BinaryExpression("*", Part("year", from, to), new NumberExpression(MonthsOfYear)), Part("month", from, to));

    private static CastExpression Part(string part, SqlExpression from, SqlExpression to) =>
        new(new FunctionExpression("date_part", [new TextExpression(part), new FunctionExpression("age", [Date(to), Date(from)])]), "integer");

    private static BinaryExpression Whole(SqlExpression number, int unit) => new("/", number, new NumberExpression(unit));
}
