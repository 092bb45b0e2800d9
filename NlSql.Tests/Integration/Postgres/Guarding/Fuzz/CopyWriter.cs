using System.Globalization;

namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>
/// Writes statements of which PostgreSQL copies much while it plans them: conditions for partitions and branches, columns for windows, queries for those
/// around them, constants for their names. Some stay just below what the guard allows.
/// </summary>
internal sealed class CopyWriter(Random random)
{
    private static readonly int[] Counts = [2, 10, 30, 100, 300, 1_000, 3_000];

    private static readonly string[] Conditions =
    [
        "id <> #", "name = 'a#'", "total IN (#, 1, 2)", "name LIKE '%#%'", "(id = # OR total = #)", "coalesce(total, #) <> 5", "id BETWEEN # AND 7",
        "lower(name) = 'a#'", "total + # <= 9",
    ];

    private static readonly string[] Values =
    [
        "id", "total", "name", "total + #", "name || '#'", "CASE WHEN id = # THEN 1 END", "count(*) OVER (ORDER BY id + #)",
        "sum(total) OVER (PARTITION BY total, #)",
    ];

    private static readonly string[] Sources =
    [
        "parted", "parted a JOIN parted USING (id, name, total)", "customers", "(SELECT id, name, total FROM parted) q", "(TABLE parted) q",
        "(SELECT id, name, total FROM parted UNION ALL SELECT id, name, 1 FROM customers) q", "(SELECT DISTINCT id, name, total FROM parted) q",
    ];

    public string Statement()
    {
        switch (random.Next(11))
        {
            case 10:
                var shown = Many("total AS x#", ", ", Math.Min(Count(), 1_600));
                return random.Next(2) == 0
                    ? string.Join(
                        Any(" UNION ", " INTERSECT ", " EXCEPT ", " UNION ALL "), Enumerable.Repeat($"SELECT {shown} FROM customers", random.Next(2, 90)))
                    : Around($"SELECT DISTINCT {shown}, id, name, total FROM customers");
            case 9:
                var tables = random.Next(2, 12);
                var columns = new[] { "id", "a", "b", "c", "d" };
                var pairs = Enumerable.Range(1, tables - 1).SelectMany(i => Enumerable.Range(0, Math.Min(Count(), 100)).Select(k => string.Create(
                    CultureInfo.InvariantCulture, $"t{random.Next(i)}.{columns[k % 5]} + {k / 5} = t{i}.{columns[k % 5]} + {k / 5}")));
                return $"SELECT count(*) FROM {Many("indexed t#", ", ", tables)} WHERE {string.Join(" AND ", pairs)}";
            case 5:
                var windows = Math.Min(Count(), 100);
                return $"SELECT {Many("row_number() OVER w#", ", ", windows)}{Any("", ", " + Cases())} FROM customers "
                    + $"WINDOW w AS (PARTITION BY {Key()}), {Many("w# AS (w ORDER BY id + #)", ", ", windows)}";
            case 6:
                return $"SELECT count(*) FROM customers GROUP BY {Any("CUBE", "ROLLUP", "GROUPING SETS")} "
                    + $"({Key()}, {Many("id + #", ", ", random.Next(1, 10))})";
            case 7:
                var join = Any("LEFT JOIN customers t# ON t#.id = t.id", "JOIN indexed t# ON t#.a = t.id", "CROSS JOIN customers t#");
                return $"SELECT {Any("q.x", "q.*", "lower(q.x)")} FROM customers t "
                    + $"LEFT JOIN (SELECT id, coalesce({Key()}, 'x') AS x FROM customers) q ON q.id = t.id {Many(join, " ", Math.Min(Count(), 95))}";
            case 8:
                var choice = Any(
                    "(a < # OR b > #)", "(a = # OR b = # OR c > #)", "(a IN (#, 1) OR b > #)", "NOT (a < # AND d > #)", "(a < # OR id = # OR d > #)");
                return $"SELECT count(*) FROM indexed WHERE {Many(choice, " AND ", Count())}";
            case 0:
                return $"SELECT {Many("x", ", ", Math.Min(Count(), 1_600))} FROM (SELECT {Constant()} AS x) q";
            case 1:
                var filters = Many("@ < 1#", " && ", Count());
                return $"SELECT jsonb_path_exists('[{Many("#", ", ", Count())}]', '$[*] ? ({filters}{Any("", " && $[*] > 10000", " && @ == $[*]")})')";
            case 2:
                var branches = Many("SELECT # AS id, 'a' AS name, 2 AS total", " UNION ALL ", Math.Min(Count(), 900));
                return Around($"SELECT id, name, total FROM ({branches}) q WHERE {Many(Any(Conditions), Any(" AND ", " OR "), Count())}");
            default:
                return Around(
                    $"SELECT {Many(Any(Values), ", ", Math.Min(Count(), 1_600))}, id, name, total FROM {Any(Sources)} "
                        + $"WHERE {Many(Any(Conditions), Any(" AND ", " OR "), Count())}");
        }
    }

    /// <summary>A long value, of many parts or of many letters.</summary>
    private string Key() => random.Next(3) == 0 ? $"name || '{Many("a", "", Count() * 40)}'" : Cases();

    private string Cases() => $"CASE {Many("WHEN name = 'customer #' THEN 'group #'", " ", Math.Min(Count(), 2_000))} END";

    private string Around(string sql)
    {
        for (var levels = random.Next(3) == 0 ? random.Next(95) : random.Next(3); levels > 0; levels--)
        {
            sql = $"SELECT {Any("*", "q.*", "id, name, total", "DISTINCT id, name, total")} FROM ({sql}{Any("", "", " OFFSET 0")}) q";
        }

        return sql;
    }

    private string Constant()
    {
        var (text, numbers) = (Many("a", "", Count() * 20), Many("#", ",", Count() * 3));
        return Any("repeat('ab', 4000)", $"'{text}'", $"'{{{numbers}}}'::int[]", "array_fill(1, ARRAY[9000])", $"'{text}' || ''");
    }

    private int Count() => Counts[random.Next(Counts.Length)];

    private string Any(params string[] choices) => choices[random.Next(choices.Length)];

    private static string Many(string item, string separator, int count) =>
        string.Join(separator, Enumerable.Range(0, count).Select(i => item.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
}
