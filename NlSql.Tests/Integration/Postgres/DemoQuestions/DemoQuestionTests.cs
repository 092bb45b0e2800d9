using System.Text.Json;
using NlSql.Core.Generation;
using NlSql.Core.Generation.BuiltIn;
using NlSql.Core.Retrieval;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.DemoQuestions;

/// <summary>The questions of docs/demo-questions.md, asked of the demo company; the rows are compared with those of a hand-written query.</summary>
public sealed class DemoQuestionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Translate_EachDemoQuestion_GivesTheRowsOfTheReferenceQuery()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var demo = await postgres.DemoAsync();
        var catalog = await Catalogs.ReadAsync(demo);
        var translator = new BuiltInTranslator(TimeProvider.System);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Integration/Postgres/DemoQuestions/questions.jsonl"), cancellationToken))
        {
            var question = JsonSerializer.Deserialize<DemoQuestion>(line, JsonSerializerOptions.Web)!;
            var request = new GenerationRequest { Question = question.Question, Catalog = catalog, Schema = RetrievedSchema.Empty };
            var drafted = await translator.GenerateAsync(request, cancellationToken).OfType<SqlDrafted>().SingleAsync(cancellationToken);
            asked++;
            if (drafted.Draft.Sql is not { } sql || !IsSame(await RowsAsync(demo.Reader, question.Gold, cancellationToken), await RowsAsync(demo.Reader, sql, cancellationToken)))
            {
                wrong.Add($"{question.Question}\n{drafted.Draft.Sql ?? drafted.Draft.Declined?.Reason}");
            }
        }

        Assert.True(asked >= 24, $"{asked} questions");
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    /// <summary>Every column of the reference is among those of the answer, with the same rows; the answer may show more columns.</summary>
    private static bool IsSame(List<string[]> reference, List<string[]> answer)
    {
        if (reference.Count != answer.Count || reference.Count == 0)
        {
            return false;
        }

        return Assignments(reference[0].Length, answer[0].Length).Any(columns =>
            Sorted(reference.Select(row => string.Join('\u001F', row))).SequenceEqual(Sorted(answer.Select(row => string.Join('\u001F', columns.Select(c => row[c]))))));
    }

    private static List<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    private static IEnumerable<int[]> Assignments(int wanted, int available) => wanted == 0
        ? [[]]
        : Assignments(wanted - 1, available).SelectMany(start => Enumerable.Range(0, available).Except(start).Select(next => (int[])[.. start, next]));

    private static async Task<List<string[]>> RowsAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Text(reader.GetValue(i)))]);
        }

        return rows;
    }

    private static string Text(object value) => value switch
    {
        decimal number => Math.Round(number, 6).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private sealed record DemoQuestion(string Question, string Gold);
}
