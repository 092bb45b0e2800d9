using System.Globalization;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>What EXPLAIN writes for every step of a plan, and what the planner compares each with each.</summary>
public sealed partial class PlannedGrowthTests
{
    private static string Cases(int count) => $"CASE {Numbered("WHEN s = 'the quick brown fox #' THEN 'jumps over the lazy dog #'", count, " ")} END";

    private static string Alike(string one, string other, int columns) =>
        string.Join(" AND ", Enumerable.Range(0, columns).Select(i => string.Create(CultureInfo.InvariantCulture, $"{one}.c{i} = {other}.c{i}")));

    private static string Joined(int tables, int columns) => string.Join(" AND ", Enumerable.Range(1, tables - 1).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{Alike($"w{i - 1}", $"w{i}", columns)}")));

    public static TheoryData<string, string> WrittenOut => new()
    {
        {
            "a key that windows inherit",
            $"SELECT {Numbered("row_number() OVER w# AS r#", 60)} FROM t WINDOW w AS (PARTITION BY {Cases(2_000)}), {Numbered("w# AS (w ORDER BY n + #)", 60)}"
        },
        {
            "a long text that windows inherit",
            $"SELECT {Numbered("row_number() OVER w# AS r#", 40)} FROM t "
                + $"WINDOW w AS (PARTITION BY n || '{Many("x", 300_000)}'), {Numbered("w# AS (w ORDER BY n + #)", 40)}"
        },
        {
            "what stands beside windows",
            $"SELECT {Cases(1_000)}, {Numbered("count(*) OVER (ORDER BY n + #)", 60)} FROM t"
        },
        { "a key of a cube", $"SELECT count(*) FROM t GROUP BY CUBE ({Cases(1_000)}, a, b, c, d, e, f, g, h)" },
        { "a long text of a cube", $"SELECT count(*) FROM t GROUP BY CUBE (n || '{Many("x", 200_000)}', a, b, c, d, e, f, g, h)" },
        { "a key of sets by its place", $"SELECT {Cases(1_000)}, a FROM t GROUP BY GROUPING SETS ({Many("(1, 2)", 500, ", ")})" },
        {
            "what joins carry up",
            $"SELECT q.x FROM t t0 LEFT JOIN (SELECT n, coalesce({Cases(1_500)}, 'x') AS x FROM t) q ON q.n = t0.n "
                + Numbered("LEFT JOIN t u# ON u#.n = t0.n", 58, " ")
        },
        {
            "what joins of a query beside carry up",
            $"SELECT q.x FROM (SELECT t0.n FROM t t0 {Numbered("JOIN t u# ON u#.n = t0.n", 58, " ")}) s "
                + $"LEFT JOIN (SELECT n, coalesce({Cases(1_500)}, 'x') AS x FROM t) q ON q.n = s.n"
        },
        {
            "what joins with a name carry up",
            $"SELECT j.x FROM (t t0 LEFT JOIN (SELECT n AS m, coalesce({Cases(1_500)}, 'x') AS x FROM t) q ON q.m = t0.n "
                + $"{Numbered("LEFT JOIN (SELECT n AS n# FROM t) u# ON u#.n# = t0.n", 40, " ")}) AS j"
        },
        {
            "columns that joins carry up",
            $"SELECT w1.*, w2.* FROM flat w1 JOIN flat w2 USING (c1) {Numbered("LEFT JOIN t t# ON t#.n = w1.c1", 89, " ")}"
        },
        { "columns that queries sort", Nested("SELECT * FROM (#) q ORDER BY c1 LIMIT 1000", "SELECT * FROM flat", 60) },
        { "keys of windows", $"SELECT {Numbered("sum(id) OVER (PARTITION BY id + #, n + #, n - # ORDER BY n)", 150)} FROM t" },
        { "choices between tables", $"SELECT 1 FROM indexed x, indexed y WHERE {Numbered("(x.a = y.a + # OR x.b = y.b + #)", 900, " AND ")}" },
        { "orders of joins", $"SELECT 1 FROM {Numbered("flat w#", 7)} WHERE {Joined(7, 40)}" },
        { "orders of joins of rows", $"SELECT 1 FROM {Numbered("flat w#", 5)} WHERE {Joined(5, 200)}" },
        { "orders of NATURAL JOIN", $"SELECT 1 FROM flat w0 {Numbered("NATURAL JOIN flat v#", 4, " ")}" },
        {
            "orders of joins among many",
            $"SELECT 1 FROM {Numbered("t u#", 60)}, (SELECT w0.c1 FROM {Numbered("flat w#", 7)} WHERE {Joined(7, 40)}) q"
        },
        {
            "orders of queries that are joined",
            $"SELECT 1 FROM flat w WHERE {Numbered($"EXISTS (SELECT 1 FROM flat x# WHERE {Alike("w", "x#", 40)})", 6, " AND ")}"
        },
        { "queries of distinct rows within each other", Nested("SELECT DISTINCT * FROM (#) q", "SELECT * FROM flat", 12) },
        { "queries that group within each other", Nested($"SELECT {Numbered("c#", 500)} FROM (#) q GROUP BY {Numbered("c#", 500)}", "SELECT * FROM flat", 12) },
        { "branches of INTERSECT", Many("SELECT * FROM flat", 10, " INTERSECT ") },
        { "branches of EXCEPT ALL", Many("SELECT * FROM flat", 10, " EXCEPT ALL ") },
        { "branches of UNION ALL", Many("SELECT * FROM flat", 90, " UNION ALL ") },
        { "choices over indexed columns", $"SELECT count(*) FROM indexed WHERE {Numbered("(a < # OR b > #)", 1_600, " AND ")}" },
        { "choices that NOT makes", $"SELECT count(*) FROM indexed WHERE {Numbered("NOT (a < # AND b > #)", 1_600, " AND ")}" },
        { "choices of joins", $"SELECT count(*) FROM indexed JOIN t ON {Numbered("(indexed.a < # OR b > #)", 1_600, " AND ")}" },
        {
            "choices on many levels",
            Nested($"SELECT * FROM (#) q WHERE {Numbered("(a < 1# OR b > 1#)", 20, " AND ")}", "SELECT * FROM indexed", 80)
        },
        { "choices for each partition", $"SELECT count(*) FROM split WHERE {Numbered("(a < # OR b > #)", 60, " AND ")}" },
    };

    /// <summary>Measured, EXPLAIN took 0.3 to 0.8 GB for each kind, and some had not ended at their timeout.</summary>
    [Theory]
    [MemberData(nameof(WrittenOut))]
    public void Check_WhatIsWrittenOrPairedAgainAndAgain_IsCounted(string what, string sql) =>
        Assert.Equal((what, GuardRules.ExpansionTooLarge), (what, (GuardVerdicts.Check(sql, Large) as GuardRefusal)?.Rule));

    /// <summary>Measured on PostgreSQL 18: 716 MB for 3,000 times.</summary>
    [Theory]
    [InlineData(3, true)]
    [InlineData(1_000, false)]
    public void Check_VirtualColumn_CountsAsWhatItIsComputedFrom(int times, bool passes)
    {
        var table = Public("t");
        var scope = Large with
        {
            VirtualColumns = new ViewDefinitions(new Dictionary<RelationName, string>
            {
                [table] = $"SELECT \"id\", (CASE {Numbered("WHEN (n = #) THEN (n + #)", 30, " ")} END) AS \"n\" FROM \"public\".\"t\"",
            }),
        };

        var verdict = GuardVerdicts.Check($"SELECT greatest({Many("n", times, ", ")}) AS x FROM t", scope);

        Assert.Equal(passes, verdict is GuardApproval);
        Assert.True(passes || verdict is GuardRefusal { Rule: GuardRules.ExpansionTooLarge });
    }

    public static TheoryData<string, string> Equalities => new()
    {
        { "NATURAL JOIN", $"SELECT 1 FROM wide w0 {Numbered("NATURAL JOIN wide w1#", 4, " ")}" },
        { "NATURAL JOIN of a view", $"SELECT 1 FROM many a NATURAL JOIN many b NATURAL JOIN many c" },
        { "NATURAL JOIN of what is not known", $"SELECT 1 FROM t {Numbered("NATURAL JOIN generate_series(1, #) g#", 5, " ")}" },
        { "USING", $"SELECT 1 FROM wide w0 {Numbered($"JOIN wide w1# USING ({Numbered("c#", 1_000)})".Replace("w1c", "w1", StringComparison.Ordinal), 1, " ")} "
            + string.Concat(Enumerable.Range(2, 4).Select(i => $" JOIN wide v{i} USING ({Numbered("c#", 1_000)})")) },
        { "rows", $"SELECT 1 FROM wide a, wide b WHERE {Many($"({Numbered("a.c#", 400)}) = ({Numbered("b.c#", 400)})", 11, " AND ")}" },
        { "rows of stars", $"SELECT 1 FROM wide a, wide b WHERE {Many("ROW(a.*) = ROW(b.*)", 3, " AND ")}" },
        { "rows in a query", $"SELECT 1 FROM wide a WHERE {Many($"({Numbered("a.c#", 400)}) IN (SELECT {Numbered("c#", 400)} FROM wide)", 11, " AND ")}" },
    };

    /// <summary>PostgreSQL looks for each among all others, at no timeout: 99 tables of 500 columns kept it for minutes.</summary>
    [Theory]
    [MemberData(nameof(Equalities))]
    public void Check_EqualitiesThatAreNotWritten_AreCounted(string what, string sql) =>
        Assert.Equal((what, GuardRules.TooDeep), (what, (GuardVerdicts.Check(sql, Large) as GuardRefusal)?.Rule));

    [Theory]
    [InlineData("SELECT a.c1, count(*) FROM flat a NATURAL JOIN flat b GROUP BY 1")]
    [InlineData("SELECT count(*) FROM indexed WHERE (a = 1 OR b = 2) AND (a > 5 OR b IS NULL) AND NOT (a = 7 AND b = 8)")]
    [InlineData("SELECT a, b, count(*), sum(count(*)) OVER (ORDER BY a), rank() OVER (PARTITION BY b ORDER BY a) FROM indexed GROUP BY CUBE (a, b)")]
    [InlineData("SELECT 1 FROM t a JOIN t b USING (id, n) JOIN t c USING (id, n) JOIN t d ON d.id = a.id JOIN t e ON e.id = b.id JOIN t f USING (n)")]
    [InlineData("SELECT DISTINCT * FROM flat UNION SELECT * FROM flat")]
    [InlineData("SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM t x WHERE x.id = t.id) AND n IN (SELECT n FROM t WHERE n > 7) AND id = ANY (SELECT 5)")]
    [InlineData("SELECT q.x, count(*) FROM t LEFT JOIN (SELECT n, CASE WHEN n > 5 THEN 'many' ELSE 'few' END AS x FROM t) q USING (n) GROUP BY q.x")]
    public void Check_TheSameInSmall_Passes(string sql) => Assert.IsType<GuardApproval>(GuardVerdicts.Check(sql, Large));
}
