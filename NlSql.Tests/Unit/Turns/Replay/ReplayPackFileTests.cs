using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Turns.Replay.Packs;

namespace NlSql.Tests.Unit.Turns.Replay;

/// <summary>What anybody may hand in as a pack.</summary>
public sealed class ReplayPackFileTests : IDisposable
{
    private const string Turn = """{"id":"t","question":"How many?","askedAt":"2026-11-28T10:00:00Z"}""";

    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void Read_LeastPack_IsRead()
    {
        var pack = Read(Pack(Turn));

        Assert.Equal("How many?", pack.Turn.Question);
        Assert.Null(pack.Trace);
    }

    [Fact]
    public void Read_UnknownMembers_AreSkipped() => Assert.Equal("t", Read(Pack(Turn[..^1] + ""","later":{"a":[1]}}""")).Turn.Id);

    [Theory]
    [InlineData("", "is damaged")]
    [InlineData("not json", "is damaged at line 1")]
    [InlineData("""{"pack":"nlsql-replay","format":1,"turn":""", "is damaged at line 1")]
    [InlineData("[1, 2]", "is damaged")]
    [InlineData("null", "is no replay pack")]
    [InlineData("""{"hello":"world"}""", "is no replay pack")]
    [InlineData("""{"pack":"other","format":1}""", "is no replay pack")]
    [InlineData("""{"pack":"nlsql-replay","format":2,"shape":"of another time"}""", "was written by a newer NlSql (format 2, this one knows 1)")]
    [InlineData("""{"pack":"nlsql-replay","format":1}""", "is damaged")]
    public void Read_WhatIsNoPack_SaysSoInOneSentence(string text, string fault) => Refuses(text, fault);

    [Theory]
    [InlineData("""{"id":"t","question":" ","askedAt":"2026-11-28T10:00:00Z"}""", "has no question")]
    [InlineData("""{"id":"t","question":null,"askedAt":"2026-11-28T10:00:00Z"}""", "is damaged")]
    [InlineData("""{"id":"t","question":"q","askedAt":"9999-12-31T23:59:59Z"}""", "was asked at no possible time")]
    [InlineData("""{"id":"t","question":"q","askedAt":"2026-11-28T10:00:00Z","versions":null}""", "is damaged")]
    public void Read_ImpossibleTurn_SaysWhatIsWrong(string turn, string fault) => Refuses(Pack(turn), fault);

    [Theory]
    [InlineData("""{"id":"t","question":"q","askedAt":"2026-11-28T10:00:00Z","versions":[null]}""", "")]
    [InlineData("""{"id":"t","question":"q","askedAt":"2026-11-28T10:00:00Z","versions":[{}]}""", "")]
    [InlineData("""{"id":"t","question":"q","askedAt":"2026-11-28T10:00:00Z","draft":{"generator":"x","notes":[null]}}""", "")]
    [InlineData(Turn, """ "history":[null] """)]
    [InlineData(Turn, """ "history":[{"question":"q"}] """)]
    [InlineData(Turn, """ "similar":[null] """)]
    [InlineData(Turn, """ "tables":[null] """)]
    [InlineData(Turn, """ "tables":[{}] """)]
    [InlineData(Turn, """ "values":[{}] """)]
    [InlineData(Turn, """ "exchanges":[null] """)]
    [InlineData(Turn, """ "exchanges":[{"model":"m","endpoint":"e","templateHash":"h","messages":[null]}] """)]
    [InlineData(Turn, """ "exchanges":[{"model":"m","endpoint":"e","templateHash":"h","messages":[{"role":"user"}]}] """)]
    [InlineData(Turn, """ "votes":[{"writer":"w"}] """)]
    public void Read_ListsWithGapsAndItemsWithoutTheirMembers_AreDamaged(string turn, string trace) =>
        Refuses(Pack(turn, trace.Length == 0 ? "" : $",\"trace\":{Trace(trace)}"), "is damaged");

    [Fact]
    public void Read_ResultWithNulls_KeepsTheCells() => Assert.Equal(
        [null, "2"],
        Read(Pack(Turn, $",\"result\":{Result("""[[null,"2"]]""")}")).Result!.Rows![0]);

    [Fact]
    public void Read_ResultWithARowThatIsMissing_IsDamaged() => Refuses(Pack(Turn, $",\"result\":{Result("[null]")}"), "is damaged");

    [Theory]
    [InlineData("similar", """{"question":"q","sql":"SELECT 1"}""")]
    [InlineData("votes", """{"writer":"w","sql":"SELECT 1"}""")]
    public void Read_MoreThanAnyTurnHas_IsRefused(string list, string item) =>
        Refuses(Pack(Turn, $",\"trace\":{Trace($"\"{list}\":[{string.Join(',', Enumerable.Repeat(item, 10_001))}]")}"), "is longer than any turn");

    [Theory]
    [InlineData(20_001, 1, "has a question that is longer")]
    [InlineData(1, PostgresGrammar.MaxBytes + 1, "has a statement that is longer")]
    public void Read_ExampleOfABook_IsRefused(int question, int sql, string fault) => Refuses(
        Pack(Turn, $",\"trace\":{Trace($$"""
            "similar":[{"question":"{{new string('q', question)}}","sql":"{{new string('s', sql)}}"}]
            """)}"),
        fault);

    [Fact]
    public void Read_QuestionOfABook_IsRefused() =>
        Refuses(Pack(Turn.Replace("How many?", new string('x', 20_001), StringComparison.Ordinal)), "has a question that is longer");

    [Fact]
    public void Read_RowsThatDoNotFitTheColumns_AreRefused() => Refuses(
        Pack(Turn, ""","result":{"sql":"SELECT 1","columns":[{"name":"a","dataType":"integer","kind":"integer"}],"rows":[["1","2"]]}"""),
        "has rows that do not fit its columns");

    [Fact]
    public void Read_DeepNesting_IsDamaged() => Refuses(Pack(Turn, $",\"deep\":{new string('[', 5_000)}{new string(']', 5_000)}"), "is damaged");

    [Fact]
    public void Read_NoFile_SaysHowToMakeOne()
    {
        var failure = Assert.Throws<PipelineFailureException>(() => ReplayPackFile.Read(path + ".none")).Failure;

        Assert.Equal((FailureTypes.NotFound, 2), (failure.Type, ExitCodes.From(failure)));
        Assert.Contains("replay export", failure.Advice, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(path);

    private static string Pack(string turn, string more = "") =>
        $$"""{"pack":"nlsql-replay","format":1,"madeBy":"0.1.0","madeAt":"2026-11-28T10:00:00Z","turn":{{turn}}{{more}}}""";

    private static string Trace(string lists) =>
        $$"""{"version":"0.1.0","draftedAt":"2026-11-28T10:00:00Z","settings":{},{{lists}}}""";

    private static string Result(string rows) => $$"""
        {"sql":"SELECT 1","columns":[{"name":"a","dataType":"integer","kind":"integer"},{"name":"b","dataType":"integer","kind":"integer"}],"rows":{{rows}}}
        """;

    private ReplayPack Read(string text)
    {
        File.WriteAllText(path, text);
        return ReplayPackFile.Read(path);
    }

    private void Refuses(string text, string fault)
    {
        var failure = Assert.Throws<PipelineFailureException>(() => Read(text)).Failure;
        Assert.Equal((FailureTypes.ReplayUnusable, 2), (failure.Type, ExitCodes.From(failure)));
        Assert.StartsWith($"The file {path} {fault}", failure.Message, StringComparison.Ordinal);
    }
}
