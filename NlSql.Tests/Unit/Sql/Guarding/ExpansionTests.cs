using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>What PostgreSQL's planner would make too much of is refused before it is asked.</summary>
public sealed class ExpansionTests
{
    private const int Levels = 20;

    public static TheoryData<string, string> Doubling => new()
    {
        { "sub-queries", Nested("SELECT x * x AS x FROM ({0}) q") },
        { "text", Nested("SELECT x || x AS x FROM ({0}) q") },
        { "sub-queries by their name", Nested("SELECT q.x * q.x AS x FROM ({0}) q") },
        { "renamed columns", Nested("SELECT q.y + q.y FROM ({0}) AS q (y)") },
        { "stars", Nested("SELECT * FROM (SELECT x + x AS x FROM ({0}) q) r") },
        { "lateral", Nested("SELECT r.x FROM ({0}) q, LATERAL (SELECT q.x + q.x AS x) r") },
        { "a sub-query in SELECT", Nested("SELECT (SELECT x + x) AS x FROM ({0}) q") },
        { "rows", Nested("SELECT ROW(x, x) AS x FROM ({0}) q") },
        { "whole rows", Nested("SELECT ROW(q, q) AS x FROM ({0}) q") },
        { "arrays", Nested("SELECT ARRAY[x, x] AS x FROM ({0}) q") },
        { "CASE", Nested("SELECT CASE WHEN x > 1 THEN x ELSE 2 END AS x FROM ({0}) q") },
        { "COALESCE", Nested("SELECT COALESCE(x, x) AS x FROM ({0}) q") },
        { "functions", Nested("SELECT greatest(x, abs(x)) AS x FROM ({0}) q") },
        { "conditions through DISTINCT", $"SELECT 1 FROM ({Nested("SELECT DISTINCT x + x AS x FROM ({0}) q")}) z WHERE x > 0" },
        { "conditions through GROUP BY", $"SELECT 1 FROM ({Nested("SELECT x + x AS x FROM ({0}) q GROUP BY x")}) z WHERE x > 0" },
        { "conditions through UNION", $"SELECT 1 FROM ({Nested("SELECT x + x AS x FROM ({0}) q UNION SELECT 1")}) z WHERE x > 0" },
        { "join aliases", Nested("SELECT j.x + j.x AS x FROM (({0}) q CROSS JOIN (SELECT 1 AS y) r) AS j") },
        { "joins by USING", Nested("SELECT x + x AS x FROM ({0}) q FULL JOIN (SELECT 1 AS x) r USING (x)") },
        { "WITH", With("AS") },
        { "WITH NOT MATERIALIZED", With("AS NOT MATERIALIZED") },
        { "WITH RECURSIVE, backwards", $"WITH RECURSIVE {string.Join(", ", Enumerable.Range(0, Levels).Select(i =>
            $"q{i} AS (SELECT x + x AS x FROM q{i + 1})"))}, q{Levels} AS (SELECT 1 AS x) SELECT * FROM q0" },
        { "copies of a query", $"WITH q0 AS (SELECT id AS x FROM t), {string.Join(", ", Enumerable.Range(1, Levels).Select(i =>
            $"q{i} AS NOT MATERIALIZED (SELECT a.x FROM q{i - 1} a, q{i - 1} b)"))} SELECT 1 FROM q{Levels}" },
        { "copies of a query without tables", $"WITH q0 AS (SELECT 1 AS x), {string.Join(", ", Enumerable.Range(1, Levels).Select(i =>
            $"q{i} AS NOT MATERIALIZED (SELECT 1 AS x UNION ALL SELECT x FROM q{i - 1} UNION ALL SELECT x FROM q{i - 1})"))} SELECT 1 FROM q{Levels}" },
        { "BETWEEN SYMMETRIC", Around("SELECT {0} FROM t", "({0} BETWEEN SYMMETRIC 1 AND 2)::int") },
        { "BETWEEN", Around("SELECT {0} FROM t", "({0} BETWEEN 1 AND 2)::int") },
        { "IN", Around("SELECT {0} FROM t", "({0} IN (a, b, c))::int") },
        { "fields of a row", Nested("SELECT (q.x).* FROM ({0}) q") },
    };

    [Theory]
    [MemberData(nameof(Doubling))]
    public void Check_NamesThatDoubleWithEveryLevel_AreRefused(string how, string sql)
    {
        var refusal = GuardVerdicts.Refused(sql);
        Assert.True(refusal.Rule == "expansion-too-large", $"{how}: {refusal.Rule}, {refusal.Message}");
    }

    /// <summary>The same forms with few levels, as people write them.</summary>
    [Theory]
    [InlineData("SELECT x * x AS x FROM (SELECT x * x AS x FROM (SELECT id AS x FROM tickets) q) q")]
    [InlineData("WITH a AS (SELECT sum(v) AS s, count(*) AS n FROM t), b AS (SELECT s / NULLIF(n, 0) AS m FROM a) SELECT CASE WHEN m > 1 THEN m END FROM b")]
    [InlineData("SELECT * FROM t WHERE a BETWEEN SYMMETRIC 1 AND 2 AND b IN (1, 2, 3) AND (c, d) IN ((1, 2), (3, 4))")]
    public void Check_FewLevels_AreApproved(string sql) => GuardVerdicts.Approved(sql);

    [Fact]
    public void Check_LimitBetweenTheLevels_KeepsThemApart() => GuardVerdicts.Approved(Nested("SELECT x * x AS x FROM ({0}) q LIMIT 10"));

    [Fact]
    public void Check_MaterializedQueries_KeepThemApart() => GuardVerdicts.Approved(With("AS MATERIALIZED"));

    [Fact]
    public void Check_LongStatement_IsNotTakenForOneThatGrows() =>
        GuardVerdicts.Approved($"SELECT 1 FROM t WHERE {string.Join(" OR ", Enumerable.Range(0, 3_900).Select(i => $"a = {i}"))}");

    [Fact]
    public void Check_ManyStepsOfOneReportEach_AreApproved()
    {
        var steps = Enumerable.Range(1, 12).Select(i =>
            $"s{i} AS (SELECT region, month, revenue, lag(revenue) OVER (PARTITION BY region ORDER BY month) AS before, "
            + $"CASE WHEN revenue > 0 THEN round(100.0 * cost / NULLIF(revenue, 0), 2) END AS share{i}, cost FROM s{i - 1} WHERE revenue IS NOT NULL)");
        GuardVerdicts.Approved(
            "WITH s0 AS (SELECT region, date_trunc('month', at) AS month, sum(amount) AS revenue, sum(cost) AS cost FROM sales GROUP BY 1, 2), "
            + $"{string.Join(", ", steps)} SELECT * FROM s12 ORDER BY region, month");
    }

    [Fact]
    public void Check_ViewsOverViews_AreCountedAsTheyAreSpelledOut()
    {
        var texts = Enumerable.Range(1, Levels).ToDictionary(
            i => new RelationName("public", $"v{i}"),
            i => $" SELECT v.x * v.x AS x\n   FROM public.v{i - 1} v;");
        var wide = Enumerable.Range(1, Levels).ToDictionary(
            i => new RelationName("public", $"w{i}"),
            i => $"SELECT a.x FROM public.w{i - 1} a, public.w{i - 1} b");
        var scope = new GuardScope { SearchPath = ["public"], Views = new ViewDefinitions(texts.Concat(wide).ToDictionary()) };

        GuardVerdicts.Approved("SELECT * FROM public.v3", scope);
        Assert.Equal("expansion-too-large", GuardVerdicts.Refused($"SELECT x FROM public.v{Levels}", scope).Rule);
        Assert.Equal("expansion-too-large", GuardVerdicts.Refused($"SELECT x FROM public.w{Levels}", scope).Rule);
        Assert.Equal(
            "expansion-too-large",
            GuardVerdicts.Refused($"SELECT {string.Join(" + ", Enumerable.Repeat("x", 10))} FROM (SELECT x + x + x + x AS x FROM public.v11) q", scope).Rule);
    }

    [Theory]
    [InlineData("SELECT 10::numeric ^ 65000")]
    [InlineData("SELECT power(10::numeric, 65000)")]
    [InlineData("SELECT 1 WHERE (10::numeric^65000-1)*(10::numeric^65000-1) > 0")]
    [InlineData("SELECT 1e60000 * 1e60000")]
    [InlineData("SELECT '1e60000'::numeric * '1e60000'::numeric")]
    [InlineData("SELECT factorial(20000)")]
    [InlineData("SELECT exp(100000::numeric)")]
    [InlineData("SELECT repeat('x', n) FROM (SELECT 900000000 AS n) q")]
    [InlineData("SELECT repeat(x, 10000) FROM (SELECT repeat('x', 10000) AS x) q")]
    [InlineData("SELECT repeat('x', n) FROM (VALUES (900000000)) q (n)")]
    [InlineData("WITH q AS (SELECT 900000000 AS n) SELECT lpad('x', n) FROM q")]
    [InlineData("SELECT repeat('x', n) FROM abs(900000000) AS n")]
    [InlineData("SELECT replace(x, 'x', x) FROM (SELECT repeat('x', 10000) AS x) q")]
    [InlineData("SELECT x ^ x FROM (SELECT 90000 AS x) q")]
    [InlineData("SELECT (q).x ^ 65000 FROM (SELECT 10::numeric AS x) q")]
    [InlineData("SELECT CASE WHEN true THEN 10::numeric ELSE v END ^ 65000 FROM t")]
    [InlineData("SELECT (ROW(10::numeric, v)).f1 ^ 65000 FROM t")]
    [InlineData("SELECT COALESCE(65000, v) ^ COALESCE(65000, v) FROM t")]
    [InlineData("SELECT 'x'::char(10000000)")]
    [InlineData("SELECT array_fill(x, ARRAY[10000]) FROM (SELECT array_fill(1, ARRAY[10000]) AS x) q")]
    [InlineData("SELECT jsonb_path_query(a, '$.**.**.**') FROM t")]
    [InlineData("SELECT a @? '$.**.**.**.x'::jsonpath FROM t")]
    public void Check_ConstantThatGrowsWhilePlanning_IsRefused(string sql) => Assert.Equal("function-too-large", GuardVerdicts.Refused(sql).Rule);

    [Fact]
    public void Check_ManyLargeConstants_AreRefusedTogether()
    {
        var product = "(10::numeric ^ 4000 + 1) * (10::numeric ^ 4000 + 1) > 0";
        Assert.Equal("function-too-large", GuardVerdicts.Refused($"SELECT 1 WHERE {string.Join(" AND ", Enumerable.Repeat(product, 500))}").Rule);
        product = "repeat('x', 40000) > ''";
        Assert.Equal("function-too-large", GuardVerdicts.Refused($"SELECT 1 WHERE {string.Join(" AND ", Enumerable.Repeat(product, 3_000))}").Rule);
    }

    [Theory]
    [InlineData("SELECT 10 ^ 6, power(1.05, 30), (1 + 0.05 / 12) ^ (12 * 30), 2 ^ 0.5, 1.1 ^ 365")]
    [InlineData("SELECT power(10, floor(log(12345))), exp(1), sqrt(2), factorial(20), 5 % 3")]
    [InlineData("SELECT price * 1.19 ^ n, amount * power(1.02, year - 2000) FROM t")]
    [InlineData("SELECT 100.0 * sum(a) / NULLIF(sum(b), 0), 100 * 60 * 60 * 24 * 365 FROM t")]
    [InlineData("SELECT repeat('-', 20) || repeat('=', 20), rpad(name, 30, '.') FROM t WHERE sku = '12e99999'")]
    [InlineData("SELECT now() - interval '1 day' * 30, '2024-01-01'::date + 365, date_trunc('month', now()) - '1 month'::interval")]
    [InlineData("SELECT jsonb_path_query(a, '$.**.price') FROM t")]
    [InlineData("SELECT repeat('*', CASE WHEN a THEN 3 ELSE n END) FROM t")]
    [InlineData("SELECT 'x'::char(10), '1.5'::numeric(10, 2), B'101'::bit(8)")]
    public void Check_OrdinaryConstants_AreApproved(string sql) => GuardVerdicts.Approved(sql);

    private static string Nested(string level) => Around("{0}", level, "SELECT id AS x FROM tickets");

    private static string Around(string whole, string level, string innermost = "a")
    {
        var sql = innermost;
        for (var i = 0; i < Levels; i++)
        {
            sql = level.Replace("{0}", sql, StringComparison.Ordinal);
        }

        return whole.Replace("{0}", sql, StringComparison.Ordinal);
    }

    private static string With(string materialized) => $"WITH q0 AS (SELECT id AS x FROM t), {string.Join(", ", Enumerable.Range(1, Levels).Select(i =>
        $"q{i} {materialized} (SELECT x * x AS x FROM q{i - 1})"))} SELECT * FROM q{Levels}";
}
