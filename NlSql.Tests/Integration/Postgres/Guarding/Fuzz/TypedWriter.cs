namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>Writes analysts' statements that PostgreSQL can run, with attacks in every third: what passes reaches the executor rather than an error.</summary>
internal sealed class TypedWriter(Random random)
{
    private static readonly string[] Froms =
    [
        "customers c JOIN sales.orders o ON o.customer_id = c.id",
        "customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.total > 1",
        "customers c, LATERAL (SELECT * FROM sales.orders x WHERE x.customer_id = c.id) o",
        "people c CROSS JOIN sales.orders o",
        "(SELECT * FROM customers) c JOIN sales.orders o ON o.id = c.id",
        "moods m JOIN customers c ON c.id = m.id JOIN sales.orders o ON o.id = c.id",
    ];

    private bool isHostile;

    /// <summary>The statement that was written last has no attack in it, reads no table whose types have code, and multiplies no constants.</summary>
    public bool IsHonest { get; private set; }

    public string Statement()
    {
        isHostile = random.Next(3) == 0;
        IsHonest = !isHostile;
        var select = random.Next(4) switch
        {
            0 => $"SELECT {Text(3)} AS a, count(*) AS n, sum({Number(2)}) FROM {From()} WHERE {Truth(2)} "
                + $"GROUP BY {Text(1)}, 1 HAVING count(*) > 0 ORDER BY 1 LIMIT 9",
            1 => $"SELECT {Number(3)} AS a, {Text(2)} AS b, {Window()} FROM {From()} WHERE {Truth(3)} ORDER BY {Number(1)}, {Text(1)}",
            2 => $"SELECT DISTINCT {Text(2)} AS a, {Number(2)} AS b FROM {From()} UNION ALL SELECT {Text(1)}, {Number(1)} FROM {From()}",
            _ => $"SELECT {Json(2)} AS j, {Text(2)} AS b, {Truth(2)} FROM {From()} WHERE {Truth(2)}",
        };
        return random.Next(4) switch
        {
            0 => $"WITH w AS ({select}) SELECT * FROM w",
            1 => $"SELECT q.* FROM ({select}) q",
            _ => select,
        };
    }

    private string From()
    {
        var from = Any(Froms);
        IsHonest &= !from.Contains("moods", StringComparison.Ordinal);
        return from;
    }

    private string Text(int depth) => depth <= 0 || random.Next(5) == 0
        ? Leaf("c.name", "o.note", "'x'", "o.tag", "to_char(now(), 'YYYY')", "o.data ->> 'w'", "o.pairs -> 'w'")
        : random.Next(12) switch
        {
            0 => $"lower({Text(depth - 1)})",
            1 => $"({Text(depth - 1)} || {Text(depth - 1)})",
            2 => $"COALESCE({Text(depth - 1)}, 'none')",
            3 => $"({Number(depth - 1)})::text",
            4 => Replaced(Text(depth - 1), Text(depth - 1)),
            5 => $"CASE WHEN {Truth(depth - 1)} THEN {Text(depth - 1)} ELSE 'z' END",
            6 => $"(SELECT max(p.name) FROM customers p WHERE p.id = c.id)",
            7 => $"left({Text(depth - 1)}, 3)",
            8 => $"concat_ws('-', {Text(depth - 1)}, {Number(depth - 1)})",
            9 => $"regexp_replace({Text(depth - 1)}, '[aeiou]', '', 'g')",
            10 => $"array_to_string(ARRAY[{Text(depth - 1)}, 'b'], ',')",
            _ => $"(({Text(depth - 1)}) COLLATE \"C\")",
        };

    /// <summary>What constants come to is bounded from above, length times length: honest, but refused where such a bound is multiplied again.</summary>
    private string Replaced(string text, string by)
    {
        IsHonest &= !by.Contains("to_char", StringComparison.Ordinal);
        return $"replace({text}, 'a', {by})";
    }

    private string Number(int depth) => depth <= 0 || random.Next(5) == 0
        ? Leaf("c.id", "o.total", "o.id", "2", "1.5", "o.customer_id", "0x1F")
        : random.Next(11) switch
        {
            0 => $"({Number(depth - 1)} {Any("+", "-", "*")} {Number(depth - 1)})",
            1 => $"round({Number(depth - 1)}::numeric, 1)",
            2 => $"length({Text(depth - 1)})",
            3 => $"NULLIF({Number(depth - 1)}, 0)",
            4 => $"GREATEST({Number(depth - 1)}, {Number(depth - 1)})",
            5 => $"(SELECT count(*) FROM sales.orders x WHERE x.customer_id = c.id)",
            6 => $"abs({Number(depth - 1)})",
            7 => $"CASE WHEN {Truth(depth - 1)} THEN {Number(depth - 1)} ELSE 0 END",
            8 => $"extract(year FROM now())",
            9 => $"(ARRAY[{Number(depth - 1)}, 2])[1]",
            _ => $"cardinality(string_to_array({Text(depth - 1)}, ','))",
        };

    private string Truth(int depth) => depth <= 0
        ? Leaf("true", "c.id > 0", "o.total IS NOT NULL", "o.note IS DISTINCT FROM 'q'")
        : random.Next(9) switch
        {
            0 => $"({Truth(depth - 1)} OR {Truth(depth - 1)})",
            1 => $"{Text(depth - 1)} LIKE '%a%'",
            2 => $"{Number(depth - 1)} BETWEEN 0 AND 100",
            3 => $"{Number(depth - 1)} IN (1, 2, {Number(depth - 1)})",
            4 => $"EXISTS (SELECT 1 FROM sales.orders x WHERE x.id = c.id AND {Truth(depth - 1)})",
            5 => $"{Text(depth - 1)} = ANY (ARRAY[{Text(depth - 1)}])",
            6 => $"({Text(depth - 1)}) IS NULL",
            7 => $"NOT ({Truth(depth - 1)})",
            _ => $"o.data @> {Json(depth - 1)}",
        };

    private string Json(int depth) => depth <= 0
        ? Leaf("o.data", "'{\"a\": 1}'::jsonb", "hstore_to_jsonb(o.pairs)")
        : random.Next(6) switch
        {
            0 => $"jsonb_build_object('a', {Text(depth - 1)}, 'b', {Number(depth - 1)})",
            1 => $"to_jsonb({Text(depth - 1)}::text)",
            2 => $"COALESCE({Json(depth - 1)}, '[]')",
            3 => $"jsonb_build_array({Number(depth - 1)})",
            4 => $"(SELECT jsonb_agg(x.id) FROM customers x WHERE x.id = {Number(depth - 1)})",
            _ => "to_jsonb(c.id)",
        };

    private string Window() => Any(
        "row_number() OVER (PARTITION BY c.id ORDER BY o.id)",
        "sum(o.total) OVER (ORDER BY o.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
        "lag(o.note) OVER (ORDER BY c.id, o.id)",
        "count(*) FILTER (WHERE o.id > 1) OVER ()");

    private string Leaf(params string[] honest) => isHostile && random.Next(4) == 0
        ? AttackWords.Expressions[random.Next(AttackWords.Expressions.Length)].Replace("{0}", "1", StringComparison.Ordinal)
        : Any(honest);

    private string Any(params string[] choices) => choices[random.Next(choices.Length)];
}
