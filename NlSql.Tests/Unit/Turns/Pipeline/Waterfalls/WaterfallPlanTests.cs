using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Turns.Pipeline.Waterfalls;

namespace NlSql.Tests.Unit.Turns.Pipeline.Waterfalls;

public sealed class WaterfallPlanTests
{
    [Fact]
    public void Joins_AndConditions_AreStepsOfTheirOwn()
    {
        var steps = Plan("SELECT a.x, count(*) FROM a JOIN b ON b.a_id = a.id LEFT JOIN c USING (k) WHERE a.x > 1 AND b.y = 'z' "
            + "GROUP BY 1 HAVING count(*) > 2 ORDER BY 2 LIMIT 5");

        Assert.Equal(
            ["Table: a", "Join: JOIN b ON b.a_id = a.id", "Join: LEFT JOIN c USING (k)", "Filter: WHERE a.x > 1", "Filter: WHERE b.y = 'z'",
                "Group: GROUP BY a.x", "Having: HAVING count(*) > 2", "Result: LIMIT 5"],
            steps.Select(Shown));
        Assert.Equal("SELECT count(*) FROM a", OneLine(steps[0].Count));
        Assert.Equal("SELECT count(*) FROM a JOIN b ON b.a_id = a.id LEFT JOIN c USING (k) WHERE a.x > 1", OneLine(steps[3].Count));
        Assert.DoesNotContain("HAVING", steps[5].Count, StringComparison.Ordinal);
        Assert.DoesNotContain("ORDER BY", steps[6].Count, StringComparison.Ordinal);
        Assert.Contains("LIMIT 5", steps[7].Count, StringComparison.Ordinal);
    }

    [Fact]
    public void CommaList_TakesTheConditionsThatBringTablesTogether()
    {
        var steps = Plan("SELECT 1 FROM a, b, c WHERE a.id = b.id AND a.x > 3 AND c.k = b.k");

        Assert.Equal(["Table: a", "Join: JOIN b ON a.id = b.id", "Join: JOIN c ON c.k = b.k", "Filter: WHERE a.x > 3"], steps.Select(Shown));
        Assert.Equal("SELECT count(*) FROM a, b WHERE a.id = b.id", OneLine(steps[1].Count));
        Assert.Equal("SELECT count(*) FROM a, b, c WHERE a.id = b.id AND c.k = b.k", OneLine(steps[2].Count));
        Assert.Equal("SELECT count(*) FROM a, b, c WHERE a.id = b.id AND c.k = b.k AND a.x > 3", OneLine(steps[3].Count));
    }

    [Fact]
    public void With_AndSubQueries_AreOneStepEach()
    {
        var steps = Plan("WITH t AS (SELECT id FROM a WHERE id > 2) SELECT DISTINCT t.id FROM t JOIN (SELECT id FROM b LIMIT 3) s ON s.id = t.id");

        Assert.Equal([WaterfallStepKind.Table, WaterfallStepKind.Join, WaterfallStepKind.Result], steps.Select(step => step.Step.Kind));
        Assert.All(steps, step => Assert.Contains("WITH t AS", step.Count, StringComparison.Ordinal));
        Assert.Equal("DISTINCT", steps[2].Step.Label);
    }

    [Fact]
    public void Union_HasItsSides()
    {
        var steps = Plan("SELECT id FROM a WHERE id > 1 UNION ALL (SELECT id FROM b) ORDER BY 1");

        Assert.Equal(["Branch: SELECT … FROM a", "Branch: SELECT … FROM b", "Result: UNION ALL"], steps.Select(Shown));
        Assert.Contains("id > 1", steps[0].Count, StringComparison.Ordinal);
    }

    /// <summary>LIMIT, what it is taken in order of, and names of its own belong to a side.</summary>
    [Fact]
    public void Union_SidesThatAreCut_AreCountedAsTheyAre()
    {
        var steps = Plan("WITH w AS (SELECT 1) (SELECT id FROM a ORDER BY x LIMIT 3) UNION ALL "
            + "(WITH w AS (SELECT i FROM b) SELECT i FROM w ORDER BY i) UNION ALL (SELECT id FROM c ORDER BY y OFFSET 2)");

        Assert.Equal(["Branch: SELECT … FROM a", "Branch: SELECT … FROM w", "Branch: SELECT … FROM c", "Result: UNION ALL"], steps.Select(Shown));
        Assert.Equal("WITH w AS (SELECT 1) SELECT count(*) FROM (SELECT id FROM a ORDER BY x LIMIT 3) AS counted", OneLine(steps[0].Count));
        Assert.Equal(
            "WITH w AS (SELECT 1) SELECT count(*) FROM (WITH w AS (SELECT i FROM b) SELECT i FROM w) AS counted", OneLine(steps[1].Count));
        Assert.Equal("WITH w AS (SELECT 1) SELECT count(*) FROM (SELECT id FROM c ORDER BY y OFFSET 2) AS counted", OneLine(steps[2].Count));
    }

    [Fact]
    public void Union_OperationThatIsCutInAnother_IsOneSide()
    {
        var steps = Plan("(SELECT id FROM a UNION SELECT id FROM b ORDER BY 1 LIMIT 5) EXCEPT SELECT id FROM c");

        Assert.Equal(["Branch: SELECT … FROM a UNION SELECT … FROM b", "Branch: SELECT … FROM c", "Result: EXCEPT"], steps.Select(Shown));
        Assert.EndsWith("ORDER BY 1 LIMIT 5) AS counted", OneLine(steps[0].Count), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("VALUES (1), (2)")]
    public void Statement_WithoutTables_HasNoSteps(string sql) => Assert.Empty(Plan(sql));

    [Fact]
    public void Statement_OfVeryManyConditions_EndsWithAllOfThem()
    {
        var steps = Plan("SELECT 1 FROM a WHERE " + string.Join(" AND ", Enumerable.Range(0, 200).Select(i => $"x <> {i}")));

        Assert.Equal(40, steps.Count);
        Assert.Contains("x <> 199", steps[^1].Count, StringComparison.Ordinal);
        Assert.Contains("x <> 100", steps[^1].Count, StringComparison.Ordinal);
    }

    [Fact]
    public void Effects_AreTheStepsToLookAt()
    {
        var state = new Waterfall([.. Plan("SELECT 1 FROM a JOIN b ON b.i = a.i JOIN c ON c.i = a.i WHERE a.i > 3").Select(step => step.Step)]);

        state = state.With(0, 10).With(1, 30).With(2, 20).With(3, 0);

        Assert.Equal(
            [WaterfallEffect.None, WaterfallEffect.Multiplied, WaterfallEffect.Lost, WaterfallEffect.Emptied], state.Steps.Select(step => step.Effect));
        Assert.Equal(4, state.Done);
        Assert.True(state.With(1, null).Steps[1].IsLeftOut);
    }

    /// <summary>Tables a, b and c, each with the columns id, i, k, x, y and a_id.</summary>
    private static IReadOnlyList<PlannedStep> Plan(string sql)
    {
        var statement = StatementReader.ReadOne(sql)!;
        string[] names = ["id", "i", "k", "x", "y", "a_id"];
        var infos = ((string[])["a", "b", "c"]).Select(table => new TableInfo
        {
            Name = new RelationName("public", table),
            Columns = [.. names.Select(name => new ColumnInfo { Name = name, DataType = "integer", Kind = ColumnKind.Integer })],
        }).ToList();
        var graph = SchemaGraph.Build(infos, [], NameWords.Of(infos, WordSegmenter.None));
        return WaterfallPlan.Of(statement, StatementReading.Of(statement, name => graph.Find(new RelationName("public", name.Text("relname")))));
    }

    private static string Shown(PlannedStep step) => $"{step.Step.Kind}: {step.Step.Label}";

    private static string OneLine(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
