using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Translator;

/// <summary>Whatever the types of the columns, the translator writes SQL that PostgreSQL runs, or declines.</summary>
public sealed class TypedQuestionTests(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TYPE season AS ENUM ('summer', 'winter');
        CREATE DOMAIN price AS money;
        CREATE TABLE invoices (
            id int PRIMARY KEY, token uuid, amount money, fee price, payload json, extra jsonb, tags text[], seasons season[], place point, note xml,
            scan bytea, took interval, at time, is_vip boolean, due_on date, model_year text, state season, customer text);
        INSERT INTO invoices SELECT
            i, gen_random_uuid(), i * 100, i, '{"a": 1}', '{"a": 1}', '{summer,sale}', '{summer}', point(1, 2), '<a/>',
            'x', '1 hour', '10:00', i % 2 = 0, '2024-05-01', '2024', 'summer', CASE i % 2 WHEN 0 THEN 'Ann' ELSE 'Bob' END FROM generate_series(1, 10) i;
        CREATE TABLE lines (invoice_id int REFERENCES invoices, number int, cost money, PRIMARY KEY (invoice_id, number));
        INSERT INTO lines SELECT i, 1, 5 FROM generate_series(1, 10) i;
        CREATE DOMAIN rebate AS numeric(12, 2) CHECK (VALUE >= 0);
        CREATE TABLE rebates (id int PRIMARY KEY, discount rebate);
        INSERT INTO rebates SELECT i, i FROM generate_series(1, 10) i;
        CREATE TABLE gifts (id int PRIMARY KEY, tags text[], seasons season[]);
        INSERT INTO gifts VALUES
            (1, '{red,Handmade}', '{summer}'), (2, '{handmade}', '{winter,summer}'), (3, '{handmade soap}', '{}'), (4, '{NULL}', NULL), (5, '{}', '{winter}'),
            (6, NULL, '{summer}'), (7, '{100% wool}', NULL), (8, '{100 g wool}', NULL), (9, '{HANDMADE,NULL}', NULL);
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader;
        ANALYZE;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("average amount of invoices", "550.0000000000000000")]
    [InlineData("total amount of invoices", "5500.00")]
    [InlineData("median amount of invoices", "550")]
    [InlineData("maximum amount of invoices", "1000.00")]
    [InlineData("average fee of invoices", "5.5000000000000000")]
    [InlineData("number of invoices with amount over 500", "5")]
    [InlineData("number of invoices with amount above the average", "5")]
    [InlineData("number of invoices with model year 2024", "10")]
    public async Task Translate_MoneyAndText_IsComputedWith(string question, string expected)
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        var catalog = await Catalogs.ReadAsync(database);

        var draft = Draft(catalog, question);

        Assert.True(draft.Sql is not null, draft.Declined?.Reason);
        await using var command = database.Reader.CreateCommand(draft.Sql);
        Assert.Equal(expected, Convert.ToString(await command.ExecuteScalarAsync(Token), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>A cast would keep PostgreSQL from using an index on the column.</summary>
    [Fact]
    public async Task Translate_DomainOverANumber_IsNotCast()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);

        var draft = Draft(await Catalogs.ReadAsync(database), "number of rebates with discount over 5");

        Assert.True(draft.Sql is not null, draft.Declined?.Reason);
        Assert.DoesNotContain("::", draft.Sql, StringComparison.Ordinal);
        await using var command = database.Reader.CreateCommand(draft.Sql);
        Assert.Equal(5L, await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Translate_ElementOfAnArray_IsLookedForInIt()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        var catalog = await Catalogs.ReadAsync(database);
        var invoices = catalog.Tables.Single(t => t.Name.Name == "invoices").Name;
        foreach (var (question, column, rows) in ((string, string, long)[])[
            ("number of summer invoices", "tags", 10),
            ("number of summer invoices", "seasons", 10),
            ("number of invoices without summer", "tags", 0)
        ])
        {
            var at = question.IndexOf("summer", StringComparison.Ordinal);
            var link = new ValueLink("summer", at, 6, invoices, column, "summer", null, 1);
            var draft = new BuiltInTranslator(new SessionClock(TimeProvider.System)).Translate(
                new GenerationRequest
                {
                    Question = question,
                    Catalog = Only(catalog, column),
                    Schema = RetrievedSchema.Empty with { ValueLinks = [link] }
                }, Token);

            Assert.True(draft.Sql is not null, draft.Declined?.Reason);
            await using var command = database.Reader.CreateCommand(draft.Sql);
            Assert.Equal(rows, await command.ExecuteScalarAsync(Token));
        }
    }

    /// <summary>
    /// What nobody has seen in the column may stand there in another case; a row without the array has no such element. Answered only when the best guess is
    /// asked for: that it stands there at all is not known.
    /// </summary>
    [Theory]
    [InlineData("number of gifts with tag handmade", 3)]
    [InlineData("number of gifts with tags HandMade", 3)]
    [InlineData("number of gifts without tag handmade", 6)]
    [InlineData("number of gifts with tag '100% wool'", 1)]
    [InlineData("number of gifts with season Summer", 3)]
    [InlineData("number of gifts with season autumn", 0)]
    public async Task Translate_ElementThatIsNotKnown_IsFoundInAnyCase(string question, long rows)
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        var catalog = await Catalogs.ReadAsync(database);

        var draft = new BuiltInTranslator(new SessionClock(TimeProvider.System)).Translate(
            new GenerationRequest { Question = question, Catalog = Unseen(catalog, "gifts"), Schema = RetrievedSchema.Empty, AnswerAlways = true },
            Token);

        Assert.True(draft.Sql is not null, draft.Declined?.Reason);
        var approved = GuardVerdicts.Approved(draft.Sql);
        await using var command = database.Reader.CreateCommand(approved.Text);
        Assert.Equal(rows, await command.ExecuteScalarAsync(Token));
    }

    [Theory]
    [InlineData("number of invoices by payload", "payload")]
    [InlineData("number of different payload", "payload")]
    [InlineData("number of invoices by place", "place")]
    [InlineData("number of invoices by note", "note")]
    public async Task Translate_TypeWithoutEquality_IsDeclined(string question, string column)
    {
        await using var database = await postgres.CreateAsync(Schema, Token);

        var draft = Draft(await Catalogs.ReadAsync(database), question);

        Assert.Null(draft.Sql);
        Assert.Contains($"invoices.{column}, which is of type", draft.Declined?.Reason, StringComparison.Ordinal);
    }

    private static SqlDraft Draft(SchemaCatalog catalog, string question) =>
        new BuiltInTranslator(new SessionClock(TimeProvider.System)).Translate(
            new GenerationRequest { Question = question, Catalog = catalog, Schema = RetrievedSchema.Empty },
            Token);

    /// <summary>That table alone, and nothing known of what it holds.</summary>
    private static SchemaCatalog Unseen(SchemaCatalog catalog, string table) => catalog with
    {
        ForeignKeys = [],
        Tables = [
            .. catalog.Tables.Where(t => t.Name.Name == table)
                .Select(t => t with { Columns = [.. t.Columns.Select(c => c with { Statistics = new ColumnStatistics() })] })
        ],
    };

    /// <summary>Of the columns that hold seasons only one, so that no other is meant.</summary>
    private static SchemaCatalog Only(SchemaCatalog catalog, string column) => catalog with
    {
        Tables = [
            .. catalog.Tables.Select(t => t with { Columns = [.. t.Columns.Where(c => c.Name == column || c.Name is not ("tags" or "seasons" or "state"))] })
        ],
    };
}
