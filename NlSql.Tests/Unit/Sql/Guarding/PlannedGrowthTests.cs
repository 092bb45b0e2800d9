using System.Globalization;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Statements that kept a PostgreSQL busy beyond its timeout, or took it more than 256 MB, while it planned them.</summary>
public sealed class PlannedGrowthTests
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

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
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
