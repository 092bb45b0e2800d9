using NlSql.Core.Sql.Lists;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>What to write instead of a function that is not listed: another dialect's name, or a slip of the pen.</summary>
internal static class FunctionHints
{
    private static readonly Dictionary<string, string> OtherDialects = new(StringComparer.Ordinal)
    {
        ["ifnull"] = "COALESCE(a, b)",
        ["isnull"] = "COALESCE(a, b) or IS NULL",
        ["nvl"] = "COALESCE(a, b)",
        ["iif"] = "CASE WHEN ... THEN ... ELSE ... END",
        ["decode"] = "CASE",
        ["len"] = "length(text)",
        ["getdate"] = "now()",
        ["sysdate"] = "now()",
        ["curdate"] = "CURRENT_DATE",
        ["datediff"] = "date subtraction (date_b - date_a)",
        ["dateadd"] = "date + interval '1 day'",
        ["date_format"] = "to_char(value, 'YYYY-MM')",
        ["strftime"] = "to_char(value, 'YYYY-MM')",
        ["str_to_date"] = "to_date(text, 'YYYY-MM-DD')",
        ["year"] = "EXTRACT(year FROM value)",
        ["month"] = "EXTRACT(month FROM value)",
        ["day"] = "EXTRACT(day FROM value)",
        ["group_concat"] = "string_agg(text, ',')",
        ["listagg"] = "string_agg(text, ',')",
        ["instr"] = "strpos(text, part)",
        ["charindex"] = "strpos(text, part)",
        ["ucase"] = "upper(text)",
        ["lcase"] = "lower(text)",
        ["julianday"] = "date subtraction (date_b - date_a)",
        ["total"] = "sum(value)",
        ["median"] = "percentile_cont(0.5) WITHIN GROUP (ORDER BY value)",
        ["rand"] = "random()",
    };

    /// <summary>A sentence with a leading space; empty when nothing comes near.</summary>
    public static string For(string name)
    {
        if (OtherDialects.TryGetValue(name, out var instead))
        {
            return $" PostgreSQL has {instead}.";
        }

        var near = AllowLists.Functions
            .Select(listed => (Name: listed, Distance: EditDistance.Between(name, listed)))
            .Where(candidate => candidate.Distance <= EditDistance.Tolerance(name))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(2)
            .Select(candidate => candidate.Name)
            .ToList();
        return near.Count == 0 ? "" : $" Near names: {string.Join(", ", near)}.";
    }
}
