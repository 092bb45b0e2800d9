using NlSql.Core.Language.Generation.Answers;

namespace NlSql.Tests.Unit.Language.Generation;

public sealed class SqlAnswerReaderTests
{
    [Theory]
    [InlineData("```sql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```sql\r\nSELECT 1;\r\n```\r\n", "SELECT 1")]
    [InlineData("```\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```postgresql\n\nSELECT 1\n\n```", "SELECT 1")]
    [InlineData("Here is the query:\n\n```sql\nSELECT a\n  FROM t\n```\nIt reads t.", "SELECT a\n  FROM t")]
    [InlineData("```sql SELECT 1 ```", "SELECT 1")]
    [InlineData("```sql\nSELECT 1```", "SELECT 1")]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("select a,\n  b\nfrom t;\nThis reads t.", "select a,\n  b\nfrom t")]
    [InlineData("WITH x AS (SELECT 1)\nSELECT * FROM x", "WITH x AS (SELECT 1)\nSELECT * FROM x")]
    [InlineData("(SELECT 1) UNION (SELECT 2)", "(SELECT 1) UNION (SELECT 2)")]
    [InlineData("<think>\nSELECT wrong\n</think>\n```sql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("<think>short</think>SELECT 1", "SELECT 1")]
    [InlineData("<think>one</think> <think>two</think>SELECT 1", "SELECT 1")]
    [InlineData("```sql\nSELECT 1\n```\n```sql\nSELECT 1;\n```", "SELECT 1")]
    [InlineData("```sql\nSELECT 1\n```\n```\nid | name\n```", "SELECT 1")]
    [InlineData("```sql\nSELECT 1\n```\n```sql\nSELECT 2\n", "SELECT 1")]
    [InlineData("<thinking>SELECT wrong</thinking>\nSELECT 1", "SELECT 1")]
    [InlineData("SQLQuery: SELECT 1", "SELECT 1")]
    [InlineData("**SQL Query:**\nSELECT 1", "SELECT 1")]
    [InlineData("**Final SQL:** SELECT 1;", "SELECT 1")]
    [InlineData("```\nSQLQuery: SELECT a\nFROM t\n```", "SELECT a\nFROM t")]
    [InlineData("\"SELECT 1\"", "SELECT 1")]
    [InlineData("Answer: 'SELECT 1;'", "SELECT 1")]
    [InlineData("`SELECT 1`", "SELECT 1")]
    [InlineData("\u201cSELECT a FROM t\u201d", "SELECT a FROM t")]
    [InlineData("\"SELECT \\\"a\\\" FROM t\"", "SELECT \"a\" FROM t")]
    [InlineData("{\"sql\": \"SELECT 1\", \"why\": \"so\"}", "SELECT 1")]
    [InlineData("```json\n{\n  \"query\": \"SELECT a\\nFROM t\"\n}\n```", "SELECT a\nFROM t")]
    [InlineData("Here:\n{ \"sql_query\": \"SELECT 1;\" }", "SELECT 1")]
    [InlineData("{\"sql\": \"drop everything\"}", "")]
    [InlineData("~~~", "")]
    [InlineData("```sql\nSELECT '`' || \"a`b\" FROM t\n```", "SELECT '`' || \"a`b\" FROM t")]
    [InlineData("```\nsql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```\nSQL\nSELECT 1\n```", "SELECT 1")]
    [InlineData("With these tables I cannot help.", "")]
    [InlineData("Select the right table first.", "")]
    [InlineData("```\n\n```", "")]
    [InlineData("", "")]
    public void Read_AnyShape_FindsTheStatement(string answer, string sql)
    {
        foreach (var pieceLength in (int[])[1, 3, 7, 1000])
        {
            var (reader, written) = ReadAll(answer, pieceLength);

            Assert.Equal(sql, reader.Sql);
            Assert.Equal(sql, written.Trim().TrimEnd(';').Trim());
        }
    }

    [Theory]
    [InlineData("```sql\nSELECT 1\n```\n\n```sql\nSELECT 1\n```\n", true)]
    [InlineData("```sql\nSELECT 1\n```\n\n```sql\nSELECT 2\n", false)]
    [InlineData("```sql\nSELECT 1\n```\nunderstood: one => 1\nThat is all.\n", false)]
    [InlineData("```sql\nSELECT 1\n", false)]
    public void IsOver_AnswerRepeatsItself_NeedNotBeWaitedFor(string answer, bool expected) => Assert.Equal(expected, ReadAll(answer, 1000).Reader.IsOver);

    [Theory]
    [InlineData("SELECT name FROM singer WHERE cou", "SELECT name FROM singer WHERE cou")]
    [InlineData("SELECT name\nFROM singer WHERE country = 1", "SELECT name\nFROM singer WHERE country = 1")]
    [InlineData("Select the rows from the first tab", "")]
    [InlineData("select a\nfrom t\nunderstood: a => b", "select a\nfrom t\n")]
    public void Read_BareStatement_HandsOnBeforeTheLineEnds(string soFar, string expected) => Assert.Equal(expected, new SqlAnswerReader().Read(soFar));

    [Theory]
    [InlineData("```sql\nSELECT 1\n```\nWait, better:\n```sql\nSELECT 2\n```", "SELECT 2", "the last complete one was taken")]
    [InlineData("```sql\nSELECT 1\n```\n<think>again</think>\n```sql\nSELECT 2\n```", "SELECT 2", "the last complete one was taken")]
    [InlineData("```sql\nSELECT 1\n```\n```sql\nSELECT 2\n```\n```sql\nSELECT 3", "SELECT 2", "was not complete")]
    [InlineData("I could try\n```sql\nSELECT wrong\n```\nbut no.\n</think>\n```sql\nSELECT 1\n```", "SELECT 1", "end of its thoughts")]
    [InlineData("SELECT wrong\n</think>SELECT 1", "SELECT 1", "end of its thoughts")]
    public void Read_SeveralStatements_LastCompleteOneCountsAndTheChoiceIsNoted(string answer, string sql, string choice)
    {
        foreach (var pieceLength in (int[])[1, 7, 1000])
        {
            var reader = ReadAll(answer, pieceLength).Reader;

            Assert.Equal(sql, reader.Sql);
            Assert.Contains(choice, reader.Choice, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("<think>first a\nthen b</think>\nSELECT 1", "first a\nthen b")]
    [InlineData("first a, then b\n</think>\nSELECT 1", "first a, then b")]
    [InlineData("cannot answer: hm\nthough yes</think>\nSELECT 1", "though yes")]
    [InlineData("SELECT 1", "")]
    public void Thought_AnyTags_IsKeptAside(string answer, string thought)
    {
        var reader = ReadAll(answer, 3).Reader;

        Assert.Equal("SELECT 1", reader.Sql);
        Assert.Null(reader.Protocol.CannotAnswer);
        Assert.Contains(thought, reader.Thought, StringComparison.Ordinal);
        Assert.Equal(thought.Length == 0, reader.Thought.Length == 0);
    }

    [Fact]
    public void IsOver_EndlessBlocks_IsCutShort() =>
        Assert.True(ReadAll(string.Concat(Enumerable.Range(0, 20).Select(i => $"```sql\nSELECT {i}\n```\n")), 1000).Reader.IsOver);

    [Fact]
    public void IsOver_EndlessProseAfterTheStatement_IsCutShort() =>
        Assert.True(ReadAll("```sql\nSELECT 1\n```\n" + string.Concat(Enumerable.Repeat("And on and on it goes.\n", 60)), 1000).Reader.IsOver);

    [Fact]
    public void Read_ManyThoughtsInOneLine_FindsTheStatementBehindThem() =>
        Assert.Equal("SELECT 1", ReadAll(string.Concat(Enumerable.Repeat("<think></think>", 100_000)) + "SELECT 1", 100_000).Reader.Sql);

    [Fact]
    public void Read_InsideTheFence_HandsOnBeforeTheLineEnds()
    {
        var reader = new SqlAnswerReader();
        reader.Read("```sql\n");

        Assert.Equal("SELECT", reader.Read("SELECT "));
        Assert.Equal(" coun", reader.Read("coun"));
        Assert.Equal("t(*)", reader.Read("t(*)"));
        Assert.Equal("\n", reader.Read("\n"));
        Assert.Equal("", reader.Read("``"));
        Assert.Equal("", reader.Read("`"));
        Assert.Equal("", reader.Finish());
        Assert.Equal("SELECT count(*)", reader.Sql);
    }

    [Theory]
    [InlineData("cannot answer: no weather here")]
    [InlineData("**Cannot answer:** no weather here")]
    [InlineData("Hm.\n- CANNOT ANSWER: no weather here")]
    public void Read_CannotAnswer_GivesTheReason(string answer)
    {
        var (reader, _) = ReadAll(answer, 4);

        Assert.Equal("no weather here", reader.Protocol.CannotAnswer);
        Assert.Empty(reader.Sql);
    }

    [Fact]
    public void Read_QuestionBack_GivesQuestionAndOptions()
    {
        var (reader, _) = ReadAll("question back: Which revenue?\n- What is net revenue by month?\n- What is gross revenue by month?\n\nThanks", 6);

        Assert.Equal("Which revenue?", reader.Protocol.QuestionBack);
        Assert.Equal(["What is net revenue by month?", "What is gross revenue by month?"], reader.Protocol.Options);
    }

    [Fact]
    public void Read_UnderstoodLines_BecomeChips()
    {
        var (reader, _) = ReadAll("```sql\nSELECT 1\n```\nunderstood: revenue => sum of \"Order Lines\".amount\nunderstood: all customers", 5);

        Assert.Equal("SELECT 1", reader.Sql);
        Assert.Equal("revenue", reader.Protocol.Understood[0].Phrase);
        Assert.Equal("sum of \"Order Lines\".amount", reader.Protocol.Understood[0].Meaning);
        Assert.Equal("all customers", reader.Protocol.Understood[1].Meaning);
    }

    private static (SqlAnswerReader Reader, string Written) ReadAll(string answer, int pieceLength)
    {
        var reader = new SqlAnswerReader();
        var written = string.Concat(answer.Chunk(pieceLength).Select(piece => reader.Read(new string(piece))));
        return (reader, written + reader.Finish());
    }
}
