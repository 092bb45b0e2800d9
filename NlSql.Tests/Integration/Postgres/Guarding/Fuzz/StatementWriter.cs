namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>Writes one statement out of honest and hostile words; what it writes depends on the random numbers alone.</summary>
internal sealed class StatementWriter(Random random)
{
    private static readonly string[] Tables =
    [
        "customers", "public.customers", "sales.orders", "orders", "payroll", "sales.payroll", "public.payroll", "moods", "people", "vault.secrets", "secrets",
        "counter", "parted", "holders", "pg_authid", "pg_catalog.pg_class", "information_schema.tables", "vault.log", "pg_largeobject", "pg_settings",
        "pg_temp.t",
    ];

    private static readonly string[] Columns =
    [
        "id", "name", "total", "at", "note", "l", "tags", "c", "customer_id", "word", "rolname", "column1", "x", "y", "tag", "pairs", "data", "ctid",
        "tableoid", "t", "q", "a", "customers", "w",
    ];

    private static readonly string[] Fields =
    [
        "id", "name", "total", "x", "y", "l", "rowfn", "varfn", "anyfn", "txtfn", "lower", "pg_sleep", "current_setting", "to_json", "row_to_json", "nextval",
        "hstore", "regclass", "loread", "lo_get", "pg_read_file", "f1", "w", "n", "pairs", "set_config", "similarity", "text", "abs",
    ];

    private static readonly string[] Functions =
    [
        "lower", "upper", "length", "coalesce", "max", "min", "count", "to_json", "json_agg", "quote_literal", "abs", "round", "concat", "row_to_json",
        "greatest", "array_agg", "jsonb_build_object", "date_trunc", "text", "int4", "replace", "similarity", "hstore", "each", "akeys", "show_trgm",
        "public.similarity", "public.akeys", "json_populate_record", "array_append", "jsonb_to_recordset", "string_agg", "row_number", "unnest",
        "array_position", "array_prepend", "array_cat", "nullif", "make_interval", "extract", "width_bucket",
    ];

    private static readonly string[] Types =
    [
        "int", "text", "numeric", "date", "jsonb", "text[]", "json", "oid", "regclass", "d1", "d2", "_d1", "d2[]", "comp", "mood", "public.d1",
        "customers", "moods", "hstore", "citext", "regconfig", "regrole", "xid", "tid", "bytea", "name", "public.moods[]", "pg_authid", "int4range",
    ];

    private static readonly string[] Operators =
    [
        "=", "<", "+", "-", "||", "*", "<>", "=?=", "OPERATOR(public.=?=)", "OPERATOR(pg_catalog.=)", "->", "@>", "IS DISTINCT FROM", "#=", "%", "~", "LIKE",
        "@?", "?", "->>", "&&", "= ANY", "=>>", "BETWEEN", "NOT BETWEEN", "NOT BETWEEN SYMMETRIC",
    ];

    private static readonly string[] Literals =
    [
        "1", "2", "'x'", "'{x}'", "'(x,1)'", "NULL", "'2024-05-01'", "'{\"w\":\"x\"}'", "true", "1.5", "'vault.secrets'", "0x1F", "'w=>x'", "'canary.word'",
        "4711", "'$.**'", "ARRAY['x']", "ROW('x', 1)", "interval '1 day'",
    ];

    public string Select(int depth)
    {
        var with = depth > 1 && Chance(5) ? $"WITH {(Chance(4) ? "RECURSIVE " : "")}w AS ({Select(depth - 1)}) " : "";
        var from = $"{From(depth)}{(Chance(3) ? Join(depth) : "")}";
        var where = Chance(3) ? $" WHERE {Value(depth)} {Any("=", "<>", "IS NOT DISTINCT FROM")} {Value(1)}" : "";
        var tail = random.Next(12) switch
        {
            0 => $" ORDER BY {Value(1)}",
            1 => $" GROUP BY {Value(1)}",
            2 => " LIMIT 5",
            3 => $" {Any("UNION", "UNION ALL", "EXCEPT", "INTERSECT")} SELECT {Value(1)}",
            4 => $" GROUP BY {Any("ROLLUP", "CUBE", "GROUPING SETS")} ({Value(1)}, {Value(1)})",
            5 => $" HAVING {Value(1)} IS NULL",
            6 => $" FOR {Any("UPDATE", "SHARE")}",
            7 => $" WINDOW v AS (PARTITION BY {Value(1)} ORDER BY {Value(1)})",
            _ => "",
        };
        return $"{with}SELECT {(Chance(8) ? $"DISTINCT {(Chance(3) ? $"ON ({Value(1)}) " : "")}" : "")}{Target(depth)}"
            + $"{(Chance(2) ? $", {Target(depth)}" : "")} FROM {from}{where}{tail}";
    }

    private string From(int depth) => random.Next(10) switch
    {
        0 when depth > 1 => $"{Any("", "LATERAL ")}({Select(depth - 1)}) {Any("q", "t", "a")}",
        1 => $"(VALUES ({Any(Literals)}, {Any(Literals)})) {Any("q", "t")}",
        2 => $"unnest(ARRAY[{Value(1)}]) {Any("q", "t", "f (x)")}",
        3 => "w",
        4 => $"{Any(Tables)} t TABLESAMPLE {Any("bernoulli", "system")} ({Value(1)})",
        5 => $"{Any(Functions, AttackWords.Functions)}({Value(1)}) {Any("t", "f (x)", "AS t (x int, y d1)")}",
        _ => $"{Any(Tables)} {Any("t", "a", "", "t (x, y)", "AS t")}",
    };

    private string Join(int depth) => random.Next(4) switch
    {
        0 => $" NATURAL JOIN {From(depth)}",
        1 => $" JOIN {From(depth)} USING ({Any(Columns)}){Any("", " AS j")}",
        _ => $" {Any("", "LEFT ", "FULL ")}JOIN {From(depth)} ON {(Chance(2) ? "true" : Value(1))}",
    };

    private string Target(int depth) => random.Next(6) switch
    {
        0 => "*",
        1 => $"{Any("t", "q", "a", "customers", "payroll")}.*",
        2 => $"{Value(depth)} AS {Any(Columns)}",
        _ => Value(depth),
    };

    private string Value(int depth) => depth <= 0
        ? Chance(2) ? Any(Literals) : Any(Columns)
        : random.Next(15) switch
        {
            0 or 1 => Any(Columns),
            2 or 3 => $"{Any("t", "q", "a", "customers", "w", "payroll", "moods", "orders")}.{Any(Fields)}",
            4 => $"({Any("t", "q", "a")}).{Any(Fields)}",
            5 => $"({Value(depth - 1)}).{Any(Fields)}",
            6 => $"{(Chance(5) ? Any(AttackWords.Functions) : Any(Functions))}({Value(depth - 1)}{(Chance(3) ? $", {Value(depth - 1)}" : "")})",
            7 => $"({Value(depth - 1)})::{Any(Types)}",
            8 => Operation(depth),
            9 => $"CASE WHEN {Value(depth - 1)} IS NULL THEN {Value(depth - 1)} ELSE {Value(depth - 1)} END",
            10 => Any(Literals),
            11 => $"{Any("max", "count", "json_agg", "array_agg", "JSON_ARRAYAGG")}({Value(depth - 1)}) "
                + Any("", "OVER ()", "FILTER (WHERE true)", "OVER (ORDER BY 1)"),
            12 when Chance(3) => $"{Any("lag", "lead")}({Value(depth - 1)}, 1, {Any(Literals)}) OVER (ORDER BY 1)",
            12 => $"{Any("JSON_VALUE", "JSON_QUERY", "JSON_EXISTS", "JSON_ARRAY", "COALESCE", "GREATEST")}({Value(depth - 1)}, {Any("'$.w'", "1")})",
            13 => $"({Value(depth - 1)}) {Any("IN", "NOT IN")} ({Value(depth - 1)}, {Value(depth - 1)})",
            _ => Any("t", "q", "a", $"(SELECT {Value(depth - 1)})", $"ARRAY[{Value(depth - 1)}]", $"ROW({Value(depth - 1)}, 1)", $"EXISTS ({Select(1)})"),
        };

    private string Operation(int depth) => Any(Operators) switch
    {
        "= ANY" => $"{Value(depth - 1)} = ANY ({Value(depth - 1)})",
        var name when name.Contains("BETWEEN", StringComparison.Ordinal) => $"{Value(depth - 1)} {name} {Value(depth - 1)} AND {Value(depth - 1)}",
        var name => $"{Value(depth - 1)} {name} {Value(depth - 1)}",
    };

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private string Any(params string[] choices) => choices[random.Next(choices.Length)];

    private string Any(string[] often, string[] seldom) => Any(Chance(4) ? seldom : often);
}
