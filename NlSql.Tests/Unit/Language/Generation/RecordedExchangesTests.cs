using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat.Exchanges;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>Prompts and answers that are recorded, and answered out of the record.</summary>
public sealed class RecordedExchangesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-exchanges-").FullName;

    private string Pack => Path.Combine(folder, "pack.jsonl");

    [Fact]
    public async Task Replay_WhatWasRecorded_GivesTheSameDraftWithoutTheModel()
    {
        ModelHarness.Outcome recorded;
        await using (var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.PlainJson("<think>so</think>\n```sql\nSELECT 1\n```")))
        await using (var harness = new ModelHarness(model.Url, ("LLM_RECORD", Pack), ("LLM_API_KEY", "sk-secret")))
        {
            recorded = await harness.GenerateAsync(ModelHarness.Ask("How many?"));
        }

        using var refusing = ScriptedModel.Refusing();
        await using var replaying = new ModelHarness(refusing.Url, ("LLM_REPLAY", Pack), ("LLM_RETRIES", "0"));
        var replayed = await replaying.GenerateAsync(ModelHarness.Ask("How many?"));

        Assert.Equal(("SELECT 1", "model:scripted"), (replayed.Draft.Sql, replayed.Draft.Generator));
        var work = recorded.Draft.Work!;
        Assert.Equal(work, replayed.Draft.Work! with { Corrections = work.Corrections, Steps = work.Steps });
        var text = await File.ReadAllTextAsync(Pack, TestContext.Current.CancellationToken);
        Assert.Contains("How many?", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Pack));
    }

    [Fact]
    public async Task Replay_AnotherPrompt_IsAFailureOfTheModelAndSendsNothing()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1"));
        await using (var harness = new ModelHarness(model.Url, ("LLM_RECORD", Pack)))
        {
            await harness.GenerateAsync(ModelHarness.Ask("How many?"));
        }

        await using var replaying = new ModelHarness(model.Url, ("LLM_REPLAY", Pack));
        var outcome = await replaying.GenerateAsync(ModelHarness.Ask("How many others?"));

        Assert.Equal("built-in", outcome.Draft.Generator);
        Assert.Contains(outcome.Notes, note => note.Contains("no answer to this prompt", StringComparison.Ordinal));
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Replay_WithRecordInTheSameFile_AsksForWhatIsNewOnly()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1"));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var harness = new ModelHarness(model.Url, ("LLM_RECORD", Pack), ("LLM_REPLAY", Pack));
            await harness.GenerateAsync(ModelHarness.Ask("How many?"));
            await harness.GenerateAsync(ModelHarness.Ask("How many others?"));
        }

        Assert.Equal(2, model.Requests.Count);
        Assert.Equal(2, File.ReadAllLines(Pack).Length);
    }

    [Fact]
    public async Task Record_AnswerThatFails_IsNotKept()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.HalfStream("```sql\nSELECT"));
        await using var harness = new ModelHarness(model.Url, ("LLM_RECORD", Pack), ("LLM_RETRIES", "0"));

        await harness.GenerateAsync(ModelHarness.Ask("How many?"));

        Assert.False(File.Exists(Pack));
    }

    [Fact]
    public async Task Replay_FileThatIsNoPack_IsNamedWithItsLine()
    {
        await File.WriteAllTextAsync(Pack, "not json\n{}\n", TestContext.Current.CancellationToken);
        using var refusing = ScriptedModel.Refusing();
        await using var harness = new ModelHarness(refusing.Url, ("LLM_REPLAY", Pack));

        var failure = await Assert.ThrowsAsync<PipelineFailureException>(() => harness.GenerateAsync(ModelHarness.Ask("How many?")));

        Assert.Contains($"Line 1 of {Pack}", failure.Failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A killed process leaves half a line; what is recorded behind it must not make the file unreadable.</summary>
    [Theory]
    [InlineData(40, 3)]
    [InlineData(4, 3)]
    [InlineData(int.MaxValue, 4)]
    public void Add_BehindALastLineWithoutItsEnd_KeepsWhatIsWholeAndStaysReadable(int bytes, int lines)
    {
        var pack = ExchangePack.Open(Pack);
        pack.Add(Some("a"));
        var line = File.ReadAllText(Pack);
        File.WriteAllText(Pack, line + line.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)[..Math.Min(bytes, line.Length - 1)]);

        pack = ExchangePack.Open(Pack);
        pack.Add(Some("c"));
        pack.Add(Some("d"));

        pack = ExchangePack.Open(Pack);
        Assert.All((string[])["a", "c", "d"], key => Assert.NotNull(pack.Find(key)));
        Assert.Equal(lines == 4, pack.Find("b") is not null);
        Assert.Equal(lines, File.ReadAllLines(Pack).Length);
    }

    /// <summary>A full disk leaves half a line behind, which the next exchange must not be glued to.</summary>
    [Fact]
    public void Add_HalfALineWrittenMeanwhile_CutsItOff()
    {
        var pack = ExchangePack.Open(Pack);
        pack.Add(Some("a"));
        File.AppendAllText(Pack, "{\"key\":\"b\",\"mod");

        pack.Add(Some("c"));

        Assert.NotNull(ExchangePack.Open(Pack).Find("c"));
        Assert.Equal(2, File.ReadAllLines(Pack).Length);
    }

    [Fact]
    public void Open_OneLineOfAnotherKind_IsRefusedRatherThanCutOff()
    {
        File.WriteAllText(Pack, "somebody's notes");

        Assert.Throws<PipelineFailureException>(() => ExchangePack.Open(Pack));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Exchange Some(string key) => new(key, "m", [new ExchangeMessage("user", "How many?")], "SELECT 1", null, null, null, null, null);
}
