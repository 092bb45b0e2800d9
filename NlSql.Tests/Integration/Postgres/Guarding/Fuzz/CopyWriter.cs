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
        switch (random.Next(5))
        {
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
