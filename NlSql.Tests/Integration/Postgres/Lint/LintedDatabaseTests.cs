using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Schema.Words;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Lint;

/// <summary>What warnings say of data that is there, and what their fixes make of it.</summary>
public sealed class LintedDatabaseTests(PostgresFixture postgres)
{
    private const string Tables = """
        CREATE TABLE club (id int PRIMARY KEY, title text NOT NULL, fee int NOT NULL);
        CREATE TABLE member (id int PRIMARY KEY, name text NOT NULL, country text NOT NULL, sponsor_id int REFERENCES member, joined_at timestamp NOT NULL);
        CREATE TABLE membership (member_id int REFERENCES member, club_id int REFERENCES club, PRIMARY KEY (member_id, club_id));
        INSERT INTO club SELECT g, 'Club ' || g, 7 + g FROM generate_series(1, 12) g;
        INSERT INTO member SELECT g, 'Name ' || g % 190, (ARRAY['France','Italy','Spain'])[1 + g % 3], CASE WHEN g > 100 THEN g - 100 END,
            TIMESTAMP '2024-01-01 09:30' + g * INTERVAL '1 day 1 hour' FROM generate_series(1, 200) g;
        INSERT INTO membership SELECT g, 1 + (g + h) % 12 FROM generate_series(1, 200) g, generate_series(0, 2) h;
        CREATE AGGREGATE own_total (int) (SFUNC = int4pl, STYPE = int);
        ANALYZE;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader;
        """;

    private static readonly StatementLint Lint = new(WordKnowledge.Plain, SiteFacts.None, NullLogger<StatementLint>.Instance);

    [Theory]
    [InlineData("SELECT count(m.id) FROM member m JOIN membership s ON s.member_id = m.id", LintRules.FanOut, "600", "200")]
    [InlineData("SELECT count(*) FROM member m WHERE m.id NOT IN (SELECT sponsor_id FROM member x)", LintRules.NotInNull, "0", "100")]
    [InlineData("SELECT count(*) FROM member WHERE country = 'france'", LintRules.LetterCase, "0", "66")]
    [InlineData("SELECT count(*) FROM member WHERE country = 'Itly'", LintRules.UnknownValue, "0", "67")]
    [InlineData("SELECT sum(fee / 2) FROM club", LintRules.IntegerDivision, "78", "81.0000000000000000")]
    [InlineData("SELECT count(*) FROM member WHERE joined_at BETWEEN '2024-01-01' AND '2024-01-11'", LintRules.LastDay, "9", "10")]
    [InlineData("SELECT count(sponsor_id) FROM member", LintRules.CountNulls, "100", "200")]
    [InlineData("SELECT count(*) FROM (SELECT name, count(*) FROM member GROUP BY name) q", LintRules.GroupByName, "190", "200")]
    [InlineData("SELECT count(*) FROM member a, membership b WHERE a.country = 'Spain' AND b.club_id = 1", LintRules.JoinWithoutKey, "3216", "16")]
    public async Task Fix_Applied_AnswersWhatWasMeant(string sql, string rule, string wrong, string right)
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        var catalog = await Catalogs.ReadAsync(database);

        var warning = Assert.Single(Lint.Check(sql, catalog, ["public"]), warning => warning.Rule == rule);

        Assert.Equal(wrong, await OneAsync(database, sql));
        Assert.Equal(right, await OneAsync(database, warning.Sql!));
        Assert.DoesNotContain(Lint.Check(warning.Sql!, catalog, ["public"]), again => again.Rule == rule);
    }

    [Theory]
    [InlineData("SELECT title FROM club LIMIT 1", true)]
    [InlineData("SELECT lower(title), abs(fee) FROM club LIMIT 1", true)]
    [InlineData("SELECT bit_or(fee) FROM club LIMIT 1", false)]
    [InlineData("SELECT own_total(fee) FROM club LIMIT 1", false)]
    [InlineData("SELECT own_total(fee), 1 FROM club LIMIT 1", false)]
    [InlineData("SELECT 1, own_total(fee) FROM club LIMIT 1", true)]
    public async Task Order_OfALimit_IsOneThatPostgreSqlTakes(string sql, bool isOffered)
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        var catalog = await Catalogs.ReadAsync(database);

        var fixes = Lint.Check(sql, catalog, ["public"]).Where(warning => warning.Rule == LintRules.LimitWithoutOrder).Select(warning => warning.Sql);

        foreach (var mended in fixes.OfType<string>())
        {
            Assert.True(isOffered, mended);
            await OneAsync(database, $"SELECT count(*) FROM ({mended}) q");
        }

        Assert.Equal(isOffered, fixes.OfType<string>().Any());
    }

    [Fact]
    public async Task PersonalColumn_InAComparison_IsNotToldOf()
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        var catalog = await Catalogs.ReadAsync(database, new SiteKnowledge { PersonalColumns = [new ColumnPattern("member.country")] });

        Assert.Empty(Lint.Check("SELECT count(*) FROM member WHERE country = 'france'", catalog, ["public"]));
    }

    private static async Task<string?> OneAsync(TestDatabase database, string sql)
    {
        await using var command = database.Reader.CreateCommand($"SELECT ({sql})::text");
        return (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
