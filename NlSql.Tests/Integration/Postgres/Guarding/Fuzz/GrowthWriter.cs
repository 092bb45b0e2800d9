using System.Globalization;

namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>Writes statements that try to grow while PostgreSQL plans them: names that double with every level, constants that it computes.</summary>
internal sealed class GrowthWriter(Random random)
{
    private static readonly string[] Sizes = ["2", "3", "10", "100", "1000", "9999"];

    /// <summary>Each makes more of x, and stays within its type.</summary>
    private static readonly Dictionary<string, (string[] Starts, string[] Steps)> Types = new(StringComparer.Ordinal)
    {
        ["number"] = (
            ["1.5::numeric", "12345678901234567890.5", "total", "7", "id"],
            [
                "x * x", "x + x", "x - 1 + x", "coalesce(x, x, x)", "greatest(x, x, 2)", "CASE WHEN x > 0 THEN x ELSE x END", "x ^ {n}", "power(x, {n})",
                "round(x, {n})", "x::numeric * 10 ^ {n}", "exp(x)", "factorial(abs(x)::int)", "sqrt(abs(x))", "ln(abs(x) + 1)", "x / 3.0", "lcm(x::int, {n})",
                "(x BETWEEN SYMMETRIC x AND {n})::int", "(x IN (x, x, {n}))::int", "length(repeat('x', {n})) * x", "(SELECT x * x)", "x % {n}", "abs(x) * x",
                "nullif(x, x)", "x::numeric(1000, 500)", "mod(x, {n})", "(ROW(x, x) = ROW(x, {n}))::int", "trunc(x) * {n}", "width_bucket(x, 0, {n}, 10)",
            ]),
        ["text"] = (
            ["'ab'", "repeat('ab', 100)", "name", "'e' || U&'\\0301'", "U&'\\FDFA'"],
            [
                "x || x", "repeat(x, {n})", "lpad(x, {n}, x)", "rpad(x, {n})", "replace(x, 'a', x)", "concat(x, x, x)", "concat_ws(x, x, x)",
                "regexp_replace(x, '.', '\\&\\&\\&', 'g')", "translate(x, 'ab', x)", "format('%s%s', x, x)", "format('%{n}s', x)", "md5(x) || x",
                "encode(convert_to(x, 'UTF8'), 'hex')", "quote_literal(x)", "normalize(x, NFKD)", "upper(x) || lower(x)", "overlay(x placing x from 1 for 0)",
                "array_to_string(ARRAY[x, x], x)", "to_json(x)::text", "substr(x || x, 2)", "CASE WHEN x LIKE '%a%a%a%b' THEN x || x ELSE x END",
                "array_to_string(string_to_array(x, 'b'), x)", "x::char({n})", "string_agg(x, x)", "jsonb_pretty(to_jsonb(x)) || x", "to_char(1, x)",
                "regexp_replace(x, '(a*)*b', x)", "(regexp_match(x, '(.*)(.*)(.*)'))[1]", "split_part(x || x, 'b', 1)", "initcap(x) || reverse(x)",
                "ts_headline('english', x, to_tsquery('ab'))", "to_tsvector('english', x)::text",
            ]),
        ["array"] = (
            ["ARRAY[1, 2]", "array_fill(1, ARRAY[100])", "ARRAY[id, id]", "string_to_array('1,2', ',')::int[]"],
            [
                "x || x", "array_cat(x, x)", "array_fill(x[1], ARRAY[{n}])", "array_append(x, x[1])", "array_replace(x, 1, 2) || x",
                "ARRAY(SELECT unnest(x || x))",
                "array_remove(x, 1) || x", "coalesce(x, x || x)", "CASE WHEN x[1] > 0 THEN x || x END", "array_positions(x || x, 1)", "trim_array(x || x, 1)",
                "array_fill(1, ARRAY[{n}, {n}])", "x[1:{n}] || x",
            ]),
        ["json"] = (
            ["'{\"a\":[1,2]}'::jsonb", "to_jsonb(1)", "to_jsonb(name)", "jsonb_build_object('a', 1)"],
            [
                "jsonb_build_array(x, x)", "jsonb_build_object('a', x, 'b', x)", "x || x", "jsonb_set(x, '{a}', x)", "to_jsonb(x::text)",
                "to_jsonb(ARRAY[x, x])",
                "jsonb_path_query_array(x, '$.**')", "jsonb_path_query_array(x, '$.**.**')", "jsonb_insert('[1]'::jsonb, '{0}', x)", "coalesce(x -> 'a', x)",
                "jsonb_build_array(x, jsonb_pretty(x))", "to_jsonb(ROW(x, x))", "jsonb_path_query_array(x, '$[*] ? (@ > 1)')",
                "jsonb_object(ARRAY['a', x::text])",
            ]),
    };

    public string Statement() => random.Next(4) == 0 ? new CopyWriter(random).Statement() : Growing();

    private string Growing()
    {
        var (starts, steps) = Types.Values.ElementAt(random.Next(Types.Count));
        var start = starts[random.Next(starts.Length)];
        var source = start is "total" or "id" or "name" || start.Contains("id", StringComparison.Ordinal) || start.Contains("name", StringComparison.Ordinal)
            ? " FROM customers"
            : "";
        var sql = $"SELECT {start} AS x{source}";
        var with = new List<string>();
        var levels = random.Next(1, 9) is var few && random.Next(3) > 0 ? few : few * 4;
        var only = random.Next(2) == 0 ? Step(steps) : null;
        for (var i = 0; i < levels; i++)
        {
            sql = Level(sql, only ?? Step(steps), i, with);
        }

        return $"{(with.Count > 0 ? $"WITH {string.Join(", ", with)} " : "")}{sql}";
    }

    private string Step(string[] steps) => steps[random.Next(steps.Length)].Replace("{n}", Sizes[random.Next(Sizes.Length)], StringComparison.Ordinal);

    private string Level(string inner, string step, int level, List<string> with)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"q{level}");
        switch (random.Next(12))
        {
            case 0:
                with.Add($"{name} AS {(random.Next(3) switch { 0 => "MATERIALIZED ", 1 => "NOT MATERIALIZED ", _ => "" })}({inner})");
                return $"SELECT {step} AS x FROM {name}";
            case 1:
                with.Add($"{name} AS NOT MATERIALIZED ({inner})");
                return $"SELECT {step.Replace("x", "a.x", StringComparison.Ordinal).Replace("ea.xp", "exp", StringComparison.Ordinal)} AS x "
                    + $"FROM {name} a, {name} b WHERE b.x IS NOT NULL";
            case 2:
                return $"SELECT {step} AS x FROM ({inner}) {name} WHERE x IS NOT NULL";
            case 3:
                return $"SELECT l.x FROM ({inner}) {name}, LATERAL (SELECT {step} AS x) l";
            case 4:
                return $"SELECT {step} AS x FROM ({inner} UNION ALL {inner}) {name}";
            case 5:
                return $"SELECT (SELECT {step} FROM ({inner}) {name}) AS x";
            case 6:
                return $"SELECT {step} AS x FROM ({inner}) {name} ORDER BY 1";
            default:
                return $"SELECT {step} AS x FROM ({inner}) {name}";
        }
    }
}
