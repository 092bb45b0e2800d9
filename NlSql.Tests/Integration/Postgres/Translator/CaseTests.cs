using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Evaluation;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Translator;

/// <summary>
/// Questions on schemas of other shapes than the demo's, asked the whole way; rows are compared, not text. Each case says what comes of it now: a case
/// that is not right is a known limit, and one that gets better has to be noted as such, so that it cannot get worse again unseen.
/// </summary>
public sealed class CaseTests(PostgresFixture postgres) : IDisposable
{
    private const string Folder = "Cases";
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-cases-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ferry", "public")]
    [InlineData("clinic", "public")]
    [InlineData("works", "sales,goods,staff")]
    [InlineData("stall", "public")]
    [InlineData("uploads", "public")]
    [InlineData("hives", "public")]
    public async Task Ask_EachCase_ComesOutAsNoted(string name, string schemas)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Folder, $"{name}.sql"), Token);
        var grants = string.Concat(schemas.Split(',')
            .Select(s => $"GRANT USAGE ON SCHEMA {s} TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA {s} TO nlsql_reader;"));
        await using var database = await postgres.CreateAsync(sql + grants, Token);
        List<EvalCase> cases = [];
        List<string> noted = [];
        foreach (var path in new[] { $"{name}.jsonl", $"{name}-turns.jsonl" }.Select(f => Path.Combine(AppContext.BaseDirectory, Folder, f)).Where(File.Exists))
        {
            cases.AddRange(await EvalCase.ReadAsync(new FileInfo(path), Token));
            noted.AddRange((await File.ReadAllLinesAsync(path, Token)).Select(l => JsonSerializer.Deserialize<Noted>(l, JsonSerializerOptions.Web)!.Now));
        }

        await using var services = ProductServices.Start(database.Settings, folder);
        var settings = new EvalSettings(AnswerAlways: false, Parallelism: 1, TimeSpan.FromMinutes(1));
        var outcomes = await services.GetRequiredService<EvalRun>().RunAsync(cases, settings, null, Token);

        var changed = outcomes.Select((outcome, i) => (Is: Name(outcome), Was: noted[i], cases[i].Question, outcome.Sql, outcome.Error))
            .Where(c => c.Is != c.Was)
            .Select(c => $"{c.Question}: noted {c.Was}, is {c.Is}\n{c.Sql ?? c.Error}")
            .ToList();
        Assert.True(outcomes.Count >= 30);
        Assert.True(changed.Count == 0, string.Join("\n\n", changed));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Name(EvalOutcome outcome) => outcome switch
    {
        { Sql: null } => "declined",
        { Verdict: EvalVerdict.Exact or EvalVerdict.Subset or EvalVerdict.SetOnly } => "right",
        _ => "wrong",
    };

    private sealed record Noted(string Now);
}
