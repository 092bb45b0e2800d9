using System.Globalization;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Statements that kept a PostgreSQL busy beyond its timeout, or took it more than 256 MB, while it planned them.</summary>
public sealed partial class PlannedGrowthTests
{
    private static string Many(string item, int count, string separator = "") => string.Join(separator, Enumerable.Repeat(item, count));

    private static string Numbered(string item, int count, string separator = ", ") =>
        string.Join(separator, Enumerable.Range(0, count).Select(i => item.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));

    private static string Nested(string step, string start, int levels) =>
        Enumerable.Range(0, levels).Aggregate(start, (inner, _) => step.Replace("#", inner, StringComparison.Ordinal));

    public static TheoryData<string, string> Constants => new()
    {
        { "numbers in a JSON path", $"SELECT '[1]'::jsonb @? '$ ? ({Many("(1e60000 - 1) * (1e60000 - 3) > 0", 100, " && ")})'" },
        { "numbers in a JSON path's function", $"SELECT jsonb_path_exists('[1]', '$ ? ({Many("(1e60000 - 1) * (1e60000 - 3) > 0", 100, " && ")})')" },
        { "exponents in JSON", $"SELECT '[{Many("1e131000", 2_000, ",")}]'::jsonb::text" },
        { "lengths of an array's elements", $"SELECT '{{{Many("x", 50_000, ",")}}}'::char(9999)[]" },
        { "lengths by the array type's name", $"SELECT '{{{Many("1", 50_000, ",")}}}'::_bit(9999)" },
        { "one argument of format many times", $"SELECT format('{Many("%1$s", 5_000)}', '{Many("a", 50_000)}')" },
        { "marks around each hit", $"SELECT ts_headline('english', '{Many("cat ", 5_000)}', 'cat'::tsquery, 'StartSel={Many("a", 30_000)}')" },
        { "indents of deep JSON", $"SELECT jsonb_pretty('{Many("[", 6_000)}{Many("]", 6_000)}')" },
        { "every value at every place", $"SELECT jsonb_path_query_array('{Many("[", 5_000)}{Many("]", 5_000)}', '$.**')" },
        { "all of a value for each part of it", $"SELECT jsonb_path_exists('[{Numbered("#", 5_000, ",")}]', '$[*] ? ($[*] > 100000 && @ > 0)')" },
        { "all of a value without a step", $"SELECT '[{Numbered("#", 5_000, ",")}]'::jsonb @? '$ ? (@ == $)'" },
        { "many conditions for each part", $"SELECT jsonb_path_exists('[{Numbered("1", 8_000, ",")}]', '$[*] ? ({Numbered("@<1#", 1_500, " && ")})')" },
        { "every pair of places", $"SELECT jsonb_path_query_array('{Many("[", 800)}{Many("]", 800)}', '$.**.**')" },
        { "points of a circle", "SELECT polygon(20000000, circle '<(0,0),1>')" },
        { "digits after the point", $"SELECT ARRAY[{Many("round(1, 16383)::text", 3_000, ", ")}]" },
        { "an encoding taken for another", $"SELECT length({Nested("convert(#, 'LATIN1', 'UTF8')", @"'\xe9e9'::bytea", 25)})" },
        { "quotes in JSON", $"SELECT 1 FROM t WHERE n = {Nested("json_build_array(#)::text", @"'""""'", 26)}" },
        { "quotes in arrays", $"SELECT 1 FROM t WHERE n = {Nested("ARRAY[#]::text", @"'""""'", 26)}" },
        { "quotes in rows", $"SELECT 1 FROM t WHERE n = {Nested("ROW(#)::text", @"'""""'", 26)}" },
        { "quotes in rows that concat writes", $"SELECT 1 FROM t WHERE n = concat({Nested("concat(ROW(#))", @"'""""'", 26)})" },
        { "a text looked for in another", $"SELECT strpos('{Many("a", 120_000)}', 'b{Many("a", 60_000)}')" },
        { "a text replaced in another", $"SELECT replace('{Many("a", 120_000)}', 'b{Many("a", 60_000)}', 'x')" },
        { "signs translated by a list", $"SELECT translate('{Many("a", 120_000)}', '{Many("b", 120_000)}', 'x')" },
        { "signs trimmed by a list", $"SELECT btrim('{Many("a", 120_000)}', '{Many("b", 120_000)}a')" },
        { "a pattern within a text", $"SELECT '{Many("a", 120_000)}' LIKE '%{Many("a", 60_000)}b%'" },
        { "an array within another", $"SELECT '{{{Numbered("#", 20_000, ",")}}}'::int[] <@ '{{{Numbered("1#", 20_000, ",")}}}'::int[]" },
        { "JSON within other", $"SELECT '[{Numbered("[#]", 12_000, ",")}]'::jsonb @> '[{Numbered("[1#]", 12_000, ",")}]'::jsonb" },
        { "marks put in order", $"SELECT length(normalize('a{Many("\u0301", 30_000)}{Many("\u0316", 30_000)}', NFC))" },
        { "marks looked at for their order", $"SELECT 'a{Many("\u0301", 30_000)}{Many("\u0316", 30_000)}' IS NFC NORMALIZED" },
        { "a path beside another", $"SELECT path '({Numbered("(#,1)", 12_000, ",")})' <-> path '({Numbered("(#,9)", 12_000, ",")})'" },
    };

    public static TheoryData<string, string> Crowds => new()
    {
        { "tables", $"SELECT 1 FROM t c {Numbered("LEFT JOIN t c# ON c#.id = c.id", 110, " ")}" },
        { "queries", $"SELECT ARRAY[{Many("(SELECT id)", 2_100, ", ")}] FROM t" },
        { "aggregates", $"SELECT ARRAY[{Numbered("count(id + #)", 4_100)}] FROM t" },
        { "distinct aggregates", $"SELECT {Numbered("count(DISTINCT id + #)", 160)} FROM t" },
        { "sorted aggregates", $"SELECT {Numbered("string_agg(n, ',' ORDER BY id + #)", 160)} FROM t" },
        { "equalities", $"SELECT 1 FROM t WHERE {Numbered("id = id - #", 4_100, " AND ")}" },
        { "a cube", $"SELECT count(*) FROM t GROUP BY CUBE({Numbered("id + #", 10)})" },
        { "cubes that multiply", "SELECT count(*) FROM t GROUP BY CUBE(a, b, c, d, e), CUBE(f, g, h, i, j)" },
        { "sets", $"SELECT count(*) FROM t GROUP BY GROUPING SETS ({Numbered("(id + #)", 520)})" },
        { "cubes among sets", $"SELECT count(*) FROM t GROUP BY GROUPING SETS ({Many("CUBE(a, b, c, d, e, f, g, h)", 3, ", ")})" },
    };

    [Theory]
    [MemberData(nameof(Constants))]
    public void Check_ConstantThatGrowsOrTakesLong_IsRefused(string what, string sql) =>
        Assert.Equal((what, GuardRules.FunctionTooLarge), (what, GuardVerdicts.Refused(sql).Rule));

    [Theory]
    [MemberData(nameof(Crowds))]
    public void Check_CrowdThatIsComparedEachWithEach_IsRefused(string what, string sql) =>
        Assert.Equal((what, GuardRules.TooDeep), (what, GuardVerdicts.Refused(sql).Rule));

    [Fact]
    public void Check_ColumnThatManyFullJoinsShare_IsCountedWithAllOfThem()
    {
        var sql = $"SELECT {Many("id", 1_000, ", ")} FROM t c {Numbered("FULL JOIN t c# USING (id)", 90, " ")}";

        Assert.Equal(GuardRules.ExpansionTooLarge, GuardVerdicts.Refused(sql).Rule);
    }

    /// <summary>As much as passes once, and not twice.</summary>
    private static string Once => $"SELECT n FROM public.parted WHERE {Numbered("n = #", 40, " OR ")}";

    private static string Heavy => $"SELECT n FROM parted WHERE {Numbered("n = # AND id <> #", 100, " OR ")}";

    public static TheoryData<string, string> Copied => new()
    {
        { "conditions for each partition", $"SELECT count(*) FROM parted WHERE {Numbered("n = # AND id <> #", 100, " OR ")}" },
        { "a list for each partition", $"SELECT count(*) FROM parted WHERE n IN ({Numbered("#", 5_000)})" },
        { "long texts for each partition", $"SELECT count(*) FROM parted WHERE n IN ({Numbered($"'{Many("a", 200)}#'", 2_000)})" },
        { "values for each partition", $"SELECT {Numbered("n + #", 400)} FROM parted" },
        { "sums over many columns of each", $"SELECT {Numbered("sum(c#)", 700)} FROM wide" },
        { "columns that each partition shows", $"SELECT {Many("n", 140, ", ")} FROM parted" },
        { "conditions of a join", $"SELECT 1 FROM parted JOIN t ON {Numbered("parted.n = t.n + #", 200, " OR ")}" },
        { "conditions around a query", $"SELECT 1 FROM (SELECT * FROM parted) q WHERE {Numbered("n = #", 200, " OR ")}" },
        { "conditions around a query that groups", $"SELECT 1 FROM (SELECT n, count(*) FROM parted GROUP BY n) q WHERE {Numbered("n <> #", 200, " AND ")}" },
        { "conditions around a query that sorts", $"SELECT 1 FROM (SELECT DISTINCT n FROM parted ORDER BY n) q WHERE {Numbered("n <> #", 200, " AND ")}" },
        {
            "conditions around two queries that group",
            "SELECT 1 FROM (SELECT n, max(k) FROM (SELECT n, count(*) AS k FROM parted GROUP BY n) a GROUP BY n) q "
                + $"WHERE {Numbered("n <> #", 200, " AND ")}"
        },
        { "conditions around a view", $"SELECT 1 FROM seen WHERE {Numbered("n = #", 200, " OR ")}" },
        { "a WITH query that is read often", $"WITH w AS NOT MATERIALIZED (SELECT 1 FROM parted WHERE n > 5) SELECT 1 FROM {Numbered("w w#", 40)}" },
        { "what a query that nobody reads reads", $"WITH m AS MATERIALIZED ({Heavy}) SELECT 1 FROM (WITH u AS (SELECT * FROM m) SELECT 1) q" },
        {
            "what a query that nobody reads reads through another",
            $"WITH m AS MATERIALIZED ({Heavy}) SELECT 1 FROM (WITH c AS (SELECT * FROM m), u AS (SELECT * FROM c) SELECT 1) q"
        },
        { "branches of a UNION", $"SELECT 1 FROM ({Numbered("SELECT # AS n", 900, " UNION ALL ")}) q WHERE {Numbered("n = # - 1", 200, " OR ")}" },
        { "branches of a UNION of distinct rows", $"SELECT 1 FROM ({Numbered("SELECT # AS n", 900, " UNION ")}) q WHERE {Numbered("n = # - 1", 200, " OR ")}" },
        { "columns of each window", $"SELECT {Numbered("count(*) OVER (ORDER BY n + #)", 800)} FROM t" },
        { "windows in one value", $"SELECT concat({Numbered("count(*) OVER (ORDER BY n + #)", 800)}) FROM t" },
        { "a query for each around it", Nested("SELECT * FROM (#) q", $"SELECT {Numbered("n + # AS n#", 480)} FROM t", 95) },
        { "conditions for each query around", Nested("SELECT * FROM (#) q", $"SELECT n FROM t WHERE {Numbered("n <> #", 6_000, " AND ")}", 95) },
        { "queries that are kept apart", Nested("SELECT * FROM (# OFFSET 0) q", $"SELECT {Numbered("n + # AS n#", 480)} FROM t", 95) },
        { "a long constant by its name", $"SELECT {Many("x", 1_600, ", ")} FROM (SELECT '{Many("a", 60_000)}' AS x) q" },
        { "a computed constant by its name", $"SELECT {Many("x", 1_600, ", ")} FROM (SELECT repeat('abcdefgh', 1200) AS x) q" },
        { "a constant in VALUES", $"SELECT {Many("x", 1_600, ", ")} FROM (VALUES ('{Many("a", 60_000)}')) v (x)" },
        { "all columns of a constant", $"SELECT {Many("q.*", 1_600, ", ")} FROM (SELECT '{Many("a", 60_000)}' AS x) q" },
        { "arrays by their name", $"SELECT {Many("x || x", 200, ", ")} FROM (SELECT '{{{Many("1", 40_000, ",")}}}'::int[] AS x) q" },
        { "fields of a wide row", $"SELECT (COALESCE({Many("w", 1_400, ", ")})).* FROM wide w" },
    };

    /// <summary>Measured on PostgreSQL 18, EXPLAIN took 0.3 to more than 2.5 GB for each, and not all ended at their timeout.</summary>
    [Theory]
    [MemberData(nameof(Copied))]
    public void Check_WhatIsCopiedWhilePlanning_IsCounted(string what, string sql) =>
        Assert.Equal((what, GuardRules.ExpansionTooLarge), (what, (GuardVerdicts.Check(sql, Large) as GuardRefusal)?.Rule));

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Check_ReportOverAThousandPartitions_Passes(int conditions) => Assert.IsType<GuardApproval>(GuardVerdicts.Check(
        $"""
        WITH w AS (SELECT n, id, n + 1 AS m FROM parted WHERE id >= 5 AND n IN ({Numbered("#", 100)}))
        SELECT n, count(*), {Numbered("count(*) FILTER (WHERE m = #)", conditions)}, rank() OVER (ORDER BY count(*) DESC)
        FROM w WHERE {Numbered("m <> #", conditions / 2, " AND ")} GROUP BY n ORDER BY 2 DESC LIMIT 10
        """,
        Large));

    /// <summary>Planned in 44 MB over 700 partitions: what is around a query that aggregates is not copied for its partitions.</summary>
    [Fact]
    public void Check_ChainOfQueriesThatAggregateOverAThousandPartitions_Passes() => Assert.IsType<GuardApproval>(GuardVerdicts.Check(
        $"""
        WITH a AS (SELECT id, n, sum(n) AS s, count(*) AS k FROM parted WHERE n > 5 GROUP BY id, n),
        b AS (SELECT n, sum(s) AS s, max(k) AS k, {Numbered("sum(s) FILTER (WHERE n = #) AS s#", 12)} FROM a GROUP BY n),
        c AS (SELECT k, avg(s) AS m, {Numbered("max(s#) AS s#", 12)} FROM b GROUP BY k),
        d AS (SELECT *, rank() OVER (ORDER BY m DESC) AS place FROM c)
        SELECT * FROM d WHERE place < 10 ORDER BY place
        """,
        Large));

    /// <summary>Measured twice, each of these would come to too much.</summary>
    [Theory]
    [InlineData("WITH m AS MATERIALIZED (#) SELECT 1 FROM m a, m b")]
    [InlineData("WITH m AS (#) SELECT 1 FROM m a, m b")]
    [InlineData("WITH m AS (#) SELECT 1 FROM m")]
    [InlineData("WITH m AS (#), c AS (SELECT * FROM m) SELECT 1 FROM c")]
    [InlineData("SELECT 1 FROM within")]
    public void Check_QueryOfWith_IsCountedOnce(string sql) => Assert.IsType<GuardApproval>(GuardVerdicts.Check(
        sql.Replace("#", Once, StringComparison.Ordinal), Large));

    private static GuardScope Large
    {
        get
        {
            var (parted, wide, seen, within, plain) = (Public("parted"), Public("wide"), Public("seen"), Public("within"), Public("t"));
            var (indexed, split, many, flat) = (Public("indexed"), Public("split"), Public("many"), Public("flat"));
            return new GuardScope
            {
                AllowedSchemas = ["public"],
                SearchPath = ["public"],
                KnownRelations = new HashSet<RelationName> { parted, wide, seen, within, plain, indexed, split, many, flat },
                Children = new Dictionary<RelationName, int> { [parted] = 1_000, [wide] = 200, [split] = 400 },
                IndexColumns = new Dictionary<RelationName, int> { [indexed] = 5, [split] = 5 },
                Columns = new Dictionary<RelationName, IReadOnlyList<string>>
                {
                    [parted] = ["id", "n"],
                    [seen] = ["id", "n"],
                    [within] = ["n"],
                    [plain] = ["id", "n"],
                    [indexed] = ["a", "b"],
                    [split] = ["a", "b"],
                    [flat] = [.. Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}"))],
                    [many] = [.. Enumerable.Range(0, 1_500).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}"))],
                    [wide] = [.. Enumerable.Range(0, 1_500).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}"))],
                },
                Views = new ViewDefinitions(new Dictionary<RelationName, string>
                {
                    [seen] = "SELECT parted.id, parted.n FROM public.parted",
                    [many] = "SELECT w1.* FROM public.wide w1 NATURAL JOIN public.wide w2",
                    [within] = $"WITH m AS ({Once}) SELECT m.n FROM m",
                }),
            };
        }
    }

    private static RelationName Public(string name) => new("public", name);

    [Theory]
    [InlineData(23, true)]
    [InlineData(25, false)]
    public void Check_PartitionsOfWhatIsRead_AreCountedAsOftenAsItIsRead(int times, bool passes)
    {
        var parted = new RelationName("public", "parted");
        var scope = new GuardScope
        {
            AllowedSchemas = ["public"],
            SearchPath = ["public"],
            KnownRelations = new HashSet<RelationName> { parted },
            Children = new Dictionary<RelationName, int> { [parted] = 400 },
        };

        var verdict = GuardVerdicts.Check(Many("SELECT 1 FROM parted", times, " UNION ALL "), scope);

        Assert.Equal(passes, verdict is GuardApproval);
        Assert.True(passes || verdict is GuardRefusal { Rule: GuardRules.ExpansionTooLarge });
    }

    [Theory]
    [InlineData("SELECT jsonb_path_query_array('{\"a\": {\"b\": [1, 2]}}', '$.**.b'), jsonb_pretty('{\"a\": [1, {\"b\": 2}]}')")]
    [InlineData("SELECT round(12.5, 2)::text, format('%1$s and %1$s, %s', 'a', 'b'), polygon(12, circle '<(0,0),1>')")]
    [InlineData("SELECT json_build_object('a', json_build_object('b', json_build_array(1, ROW('x', ARRAY['y', 'z']))))::text")]
    [InlineData("SELECT n FROM t WHERE n IN ('3e84950123', 'd41d8cd98f00b204e9800998ecf8427e', '7e9') AND n LIKE '%abc%'")]
    [InlineData("SELECT date_trunc('month', now() - interval '1 month')::date, ARRAY[ARRAY['a'], ARRAY['b']]::text, ROW(1, ROW(2, 'x'))::text")]
    [InlineData("SELECT a, b, count(*) FROM t GROUP BY CUBE (a, b, c, d), GROUPING SETS ((e), (f), ())")]
    public void Check_WhatAnalystsWrite_Passes(string sql) => GuardVerdicts.Approved(sql);
}
