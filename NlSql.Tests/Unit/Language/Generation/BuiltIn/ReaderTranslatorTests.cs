using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn;

public sealed class ReaderTranslatorTests
{
    [Theory]
    [InlineData("How many students are there?", "SELECT COUNT(*) AS number_of_student FROM student")]
    [InlineData("What are the names of students older than 20?", "SELECT name FROM student WHERE age > 20")]
    [InlineData("Who is the oldest student?", "SELECT id, name, age, city FROM student ORDER BY age DESC NULLS LAST LIMIT 1")]
    [InlineData("What is the average age of students per city?", "SELECT city, AVG(age) AS average_age FROM student GROUP BY city ORDER BY AVG(age) DESC "
        + "NULLS LAST")]
    [InlineData("How many students live in Berlin?", "SELECT COUNT(*) AS number_of_student FROM student WHERE city = 'Berlin'")]
    [InlineData("List the names of students in alphabetical order.", "SELECT name FROM student ORDER BY name")]
    [InlineData("Show the different cities of students.", "SELECT DISTINCT city FROM student")]
    [InlineData("Names of students that have no pets", "SELECT student.name FROM student WHERE NOT EXISTS ( SELECT 1 FROM pet WHERE pet.student_id = "
        + "student.id )")]
    [InlineData("Names of students who have a dog", "SELECT student.name FROM student WHERE EXISTS ( SELECT 1 FROM pet WHERE pet.student_id = student.id "
        + "AND pet.kind = 'dog' )")]
    [InlineData("Names of students with more than 2 pets", "SELECT student.name FROM student JOIN pet ON pet.student_id = student.id GROUP BY student.id, "
        + "student.name HAVING COUNT(*) > 2")]
    [InlineData("How many pets were born in 2024?", "SELECT COUNT(*) AS number_of_pet FROM pet WHERE born_on >= DATE '2024-01-01' AND born_on < DATE "
        + "'2025-01-01'")]
    [InlineData("How many pets were born last month?", "SELECT COUNT(*) AS number_of_pet FROM pet WHERE born_on >= DATE '2026-02-01' AND born_on < DATE "
        + "'2026-03-01'")]
    [InlineData("Which students have a name that contains \"a'b\"?", "SELECT id, name FROM student WHERE name ILIKE '%a''b%'")]
    public async Task Translate_Question_WritesTheQuery(string question, string sql)
    {
        var draft = await DraftAsync(question);

        Assert.Equal(sql, draft.Sql is null ? draft.Declined?.Reason : string.Join(' ', draft.Sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("What is the meaning of life?")]
    [InlineData("Who won the football championship?")]
    [InlineData("\U0001F600\U0001F600")]
    public async Task Translate_NothingOfTheDatabase_Declines(string question)
    {
        var draft = await DraftAsync(question);

        Assert.Null(draft.Sql);
        Assert.NotNull(draft.Declined);
    }

    [Fact]
    public async Task Translate_WordWithoutMatch_IsNamed()
    {
        var draft = await DraftAsync("What is the coastline of each student?");

        Assert.Contains("coastline", draft.NotUnderstood);
    }

    [Fact]
    public async Task Translate_Understood_SaysWhatEachWordWasTakenFor()
    {
        var draft = await DraftAsync("How many students live in Berlin?");

        Assert.Contains(draft.Understood, u => u is { Phrase: "Berlin", Meaning: "student.city = Berlin" });
    }

    [Fact]
    public async Task Translate_VeryLongQuestion_Ends() => Assert.Null((await DraftAsync(new string('x', 100_000))).Sql);

    [Fact]
    public async Task Translate_NamesThatNeedQuotes_AreQuoted()
    {
        var table = Table("Order \"Lines\"", ("Unit Price", ColumnKind.Decimal));

        var draft = await DraftAsync(
            "What is the average unit price?",
            new SchemaCatalog { DatabaseId = "q", DatabaseName = "q", Hash = "q", Tables = [table] });

        Assert.Equal("SELECT AVG(\"Unit Price\") AS \"average_Unit Price\"\nFROM \"Order \"\"Lines\"\"\"", draft.Sql);
    }

    [Fact]
    public async Task Translate_NoTables_Declines() =>
        Assert.NotNull((await DraftAsync("How many?", new SchemaCatalog { DatabaseId = "e", DatabaseName = "e", Hash = "e" })).Declined);

    private static Task<SqlDraft> DraftAsync(string question) => DraftAsync(question, School());

    private static Task<SqlDraft> DraftAsync(string question, SchemaCatalog catalog)
    {
        var request = new GenerationRequest { Question = question, Catalog = catalog, Schema = RetrievedSchema.Empty };
        return Task.FromResult(
            new ReaderTranslator(new SessionClock(new FixedTime()), WordKnowledge.Plain).Translate(request, TestContext.Current.CancellationToken));
    }

    private static SchemaCatalog School()
    {
        var student = Table("student", ("id", ColumnKind.Integer), ("name", ColumnKind.Text), ("age", ColumnKind.Integer), ("city", ColumnKind.Text));
        var pet = Table("pet", ("id", ColumnKind.Integer), ("student_id", ColumnKind.Integer), ("kind", ColumnKind.Text), ("born_on", ColumnKind.Date));
        return new SchemaCatalog
        {
            DatabaseId = "school",
            DatabaseName = "school",
            Hash = "school",
            Tables = [WithValues(student, "city", "Berlin", "Paris"), WithValues(pet, "kind", "dog", "cat")],
            ForeignKeys = [new ForeignKey(pet.Name, ["student_id"], student.Name, ["id"])],
        };
    }

    private static TableInfo Table(string name, params (string Name, ColumnKind Kind)[] columns) => new()
    {
        Name = new RelationName("public", name),
        PrimaryKey = columns[0].Name == "id" ? ["id"] : [],
        Columns = [.. columns.Select(c => new ColumnInfo { Name = c.Name, DataType = c.Kind.ToString(), Kind = c.Kind, IsNullable = false })],
    };

    private static TableInfo WithValues(TableInfo table, string column, params string[] values) => table with
    {
        Columns = [
            .. table.Columns.Select(c => c.Name == column
                ? c with { Statistics = new ColumnStatistics { Samples = [.. values.Select(v => new SampleValue(v))] } }
                : c)
        ],
    };

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
    }
}
