using System.Text.Json;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>The evaluation's own cases, when they are at hand: a folder named by NLSQL_SHARED.</summary>
public sealed class SharedCaseTests
{
    [Fact]
    public void Check_PublicGuardCases_GivesEveryExpectedVerdict()
    {
        var wrong = new List<string>();
        var cases = 0;
        foreach (var line in Lines("guard/cases_public.jsonl"))
        {
            using var document = JsonDocument.Parse(line);
            var sql = document.RootElement.GetProperty("sql").GetString()!;
            var expected = document.RootElement.GetProperty("expect").GetString();
            var verdict = GuardVerdicts.Check(sql) is Core.Sql.Guarding.GuardApproval ? "accept" : "refuse";
            cases++;
            if (verdict != expected)
            {
                wrong.Add($"{expected}: {sql}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases} are wrong:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Check_GoldQueries_AcceptsEveryOne()
    {
        var refused = new List<string>();
        var queries = 0;
        foreach (var line in Lines("bench/public.jsonl"))
        {
            using var document = JsonDocument.Parse(line);
            foreach (var gold in document.RootElement.GetProperty("gold_sql").EnumerateArray())
            {
                queries++;
                if (GuardVerdicts.Check(gold.GetString()!) is Core.Sql.Guarding.GuardRefusal refusal)
                {
                    refused.Add($"{refusal.Rule}: {refusal.Message} {gold.GetString()}");
                }
            }
        }

        Assert.True(refused.Count == 0, $"{refused.Count} of {queries} are refused:\n{string.Join('\n', refused)}");
    }

    private static IEnumerable<string> Lines(string file)
    {
        var folder = Environment.GetEnvironmentVariable("NLSQL_SHARED");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Set NLSQL_SHARED to the folder of the evaluation's files to run this.");
        return File.ReadLines(Path.Combine(folder!, file)).Where(line => line.Length > 0);
    }
}
