using System.Collections.Frozen;

namespace NlSql.Core.Sql.Names;

/// <summary>Functions of MySQL, SQLite, SQL Server and Oracle that people and models write out of habit, in PostgreSQL's words.</summary>
internal static class OtherDialects
{
    /// <summary>Templates are expressions in which <c>arg1</c>, <c>arg2</c>, ... stand for the arguments.</summary>
    private static readonly FrozenDictionary<string, Function> Functions = new Function[]
    {
        new("year", "EXTRACT(year FROM value)", (1, "extract(year FROM arg1)")),
        new("quarter", "EXTRACT(quarter FROM value)", (1, "extract(quarter FROM arg1)")),
        new("month", "EXTRACT(month FROM value)", (1, "extract(month FROM arg1)")),
        new("week", "EXTRACT(week FROM value)", (1, "extract(week FROM arg1)")),
        new("day", "EXTRACT(day FROM value)", (1, "extract(day FROM arg1)")),
        new("dayofmonth", "EXTRACT(day FROM value)", (1, "extract(day FROM arg1)")),
        new("dayofyear", "EXTRACT(doy FROM value)", (1, "extract(doy FROM arg1)")),
        new("hour", "EXTRACT(hour FROM value)", (1, "extract(hour FROM arg1)")),
        new("minute", "EXTRACT(minute FROM value)", (1, "extract(minute FROM arg1)")),
        new("ifnull", "COALESCE(a, b)", (2, "coalesce(arg1, arg2)")),
        new("nvl", "COALESCE(a, b)", (2, "coalesce(arg1, arg2)")),
        new("isnull", "COALESCE(a, b) or IS NULL", (2, "coalesce(arg1, arg2)")),
        new("if", "CASE WHEN ... THEN ... ELSE ... END", (3, "CASE WHEN arg1 THEN arg2 ELSE arg3 END")),
        new("iif", "CASE WHEN ... THEN ... ELSE ... END", (3, "CASE WHEN arg1 THEN arg2 ELSE arg3 END")),
        new("decode", "CASE"),
        new("curdate", "CURRENT_DATE", (0, "current_date")),
        new("getdate", "now()", (0, "now()")),
        new("sysdate", "now()", (0, "now()")),
        new("datediff", "date subtraction (date_b - date_a)", (2, "arg1::date - arg2::date")),
        new("dateadd", "date + interval '1 day'"),
        new("julianday", "date subtraction (date_b - date_a)"),
        new("date_format", "to_char(value, 'YYYY-MM')", (2, "to_char(arg1, arg2)")),
        new("strftime", "to_char(value, 'YYYY-MM')", (2, "to_char(arg2, arg1)")),
        new("str_to_date", "to_date(text, 'YYYY-MM-DD')"),
        new("group_concat", "string_agg(text, ',')", (1, "string_agg(arg1::text, ',')"), (2, "string_agg(arg1::text, arg2)")),
        new("listagg", "string_agg(text, ',')"),
        new("len", "length(text)", (1, "length(arg1)")),
        new("ucase", "upper(text)", (1, "upper(arg1)")),
        new("lcase", "lower(text)", (1, "lower(arg1)")),
        new("instr", "strpos(text, part)", (2, "strpos(arg1, arg2)")),
        new("charindex", "strpos(text, part)"),
        new("total", "sum(value)"),
        new("median", "percentile_cont(0.5) WITHIN GROUP (ORDER BY value)"),
        new("rand", "random()", (0, "random()")),
    }.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>What PostgreSQL has instead, for a sentence; null when the name is none of them.</summary>
    public static string? Hint(string name) => Functions.TryGetValue(name, out var function) ? function.Hint : null;

    /// <summary>The expression that means a call; null when there is none for so many arguments.</summary>
    public static string? Template(string name, int arguments) => Functions.TryGetValue(name, out var function)
        ? function.Templates.FirstOrDefault(template => template.Arguments == arguments).Template
        : null;

    private sealed record Function(string Name, string Hint, params (int Arguments, string Template)[] Templates);
}
