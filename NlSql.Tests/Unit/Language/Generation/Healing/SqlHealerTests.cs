using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Tests.Unit.Language.Schema;

namespace NlSql.Tests.Unit.Language.Generation.Healing;

public sealed class SqlHealerTests
{
    [Theory]
    [InlineData("SELECT name FROM singer")]
    [InlineData("SELECT s.name, count(*) FROM singer AS s GROUP BY s.name ORDER BY count(*) DESC LIMIT 3")]
    [InlineData("SELECT stadium_name AS place FROM venues.stadium ORDER BY place")]
    [InlineData("SELECT title FROM concert c WHERE EXISTS (SELECT 1 FROM singer_in_concert x WHERE x.concert_id = c.concert_id)")]
    [InlineData("WITH big AS (SELECT stadium_id, capacity AS seats FROM venues.stadium) SELECT seats FROM big WHERE seats > 5")]
    [InlineData("SELECT d.n FROM (SELECT count(*) AS n FROM singer) AS d")]
    [InlineData("SELECT anything FROM generate_series(1, 3) AS g(x)")]
    [InlineData("SELECT stadium_id FROM concert JOIN venues.stadium USING (stadium_id)")]
    [InlineData("SELECT singer_id, name FROM singer GROUP BY singer_id")]
    [InlineData("SELECT name FROM singer UNION SELECT title FROM concert ORDER BY name")]
    [InlineData("DELETE FROM singr")]
    [InlineData("SELECT FROM WHERE")]
    public void Heal_NothingToMend_ComesBackAsItWas(string sql)
    {
        var healed = Heal(sql);

        Assert.Equal((sql, null), (healed.Sql, healed.Note));
    }

    [Theory]
    [InlineData("SELECT name FROM singer WHERE country = \u2018France\u2019", "country = 'France'")]
    [InlineData("SELECT \u201cname\u201d FROM singer WHERE country = \u201cFrance\u201d", "country = 'France'")]
    [InlineData("SELECT name FROM singer WHERE country = 'it\u2019s'", "country = 'it\u2019s'")]
    public void Heal_TypographicQuotes_AreMadeStraightOutsideOfTexts(string sql, string expected) =>
        Assert.Contains(expected, Heal(sql).Sql, StringComparison.Ordinal);

    [Theory]
    [InlineData("status = 'PAID'", "= 'paid'", true)]
    [InlineData("status IN ('New', 'paid')", "('new', 'paid')", true)]
    [InlineData("status <> 'paid'", "<> 'paid'", false)]
    [InlineData("status = 'lost'", "= 'lost'", false)]
    [InlineData("status LIKE 'PAID'", "'PAID'", false)]
    public void Heal_TextInAnotherCaseThanStored_IsWrittenAsStored(string condition, string expected, bool isChanged)
    {
        var catalog = SmallCatalog.Catalog;
        var healed = SqlHealer.Heal(
            $"SELECT id FROM sales.\"Order Lines\" WHERE {condition}", SchemaGraph.Of(catalog, WordKnowledge.Plain.Dictionary), SmallCatalog.Everything);

        Assert.Contains(expected, healed.Sql, StringComparison.Ordinal);
        Assert.Equal(isChanged, healed.Note is not null);
    }

    [Theory]
    [InlineData("SELECT T1.title FROM singer AS T1 JOIN singer_in_concert AS T2 ON T1.singer_id = T2.singer_id JOIN concert AS T3 ON T2.concert_id = "
        + "T3.concert_id", "t3.title")]
    [InlineData("SELECT T1.nmae FROM singer AS T1", "t1.name")]
    [InlineData("SELECT T1.singer_name FROM singer AS T1", "t1.name")]
    [InlineData("SELECT singername FROM singer", "singer.name")]
    [InlineData("SELECT StadiumName FROM venues.stadium", "stadium.stadium_name")]
    [InlineData("SELECT date FROM singer", "singer.birth_date")]
    [InlineData("SELECT singer.name FROM singer AS T1", "t1.name")]
    [InlineData("SELECT T1 name FROM singer AS T1", "t1.name")]
    [InlineData("SELECT T9.name FROM singer AS T1", "t1.name")]
    [InlineData("SELECT country FROM singer AS s JOIN venues.stadium AS v ON v.country = s.country", "s.country")]
    public void Heal_ColumnElsewhere_IsTakenFromWhereItIs(string sql, string expected)
    {
        var healed = Heal(sql);

        Assert.StartsWith($"SELECT {expected} FROM", OneLine(healed.Sql), StringComparison.Ordinal);
        Assert.StartsWith("Corrected by the schema: ", healed.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT title, capacity FROM concert", "SELECT title, stadium.capacity FROM concert JOIN venues.stadium ON concert.stadium_id = "
        + "stadium.stadium_id")]
    [InlineData("SELECT c.title FROM concert AS c WHERE stadium.capacity > 9", "SELECT c.title FROM concert AS c JOIN venues.stadium ON c.stadium_id = "
        + "stadium.stadium_id WHERE stadium.capacity > 9")]
    [InlineData(
        "SELECT singer.title FROM singer",
        "SELECT concert.title FROM singer JOIN singer_in_concert ON singer.singer_id = singer_in_concert.singer_id JOIN concert ON "
        + "singer_in_concert.concert_id = concert.concert_id")]
    [InlineData("SELECT stadium_id FROM concert WHERE capacity > 9", "SELECT concert.stadium_id FROM concert JOIN venues.stadium ON concert.stadium_id = "
        + "stadium.stadium_id WHERE stadium.capacity > 9")]
    [InlineData(
        "SELECT count(*) FROM concert WHERE concert_id IN (SELECT concert_id FROM concert WHERE capacity > 5)",
        "SELECT count(*) FROM concert WHERE concert_id IN (SELECT concert_id FROM concert JOIN venues.stadium ON concert.stadium_id = stadium.stadium_id "
        + "WHERE stadium.capacity > 5)")]
    public void Heal_TableForgotten_IsJoinedInAlongKeys(string sql, string expected) => Assert.Equal(expected, OneLine(Heal(sql).Sql));

    [Theory]
    [InlineData(
        "SELECT s.name FROM singer AS s JOIN concert AS c ON s.singer_id = c.singer_id",
        "SELECT s.name FROM singer AS s JOIN singer_in_concert ON s.singer_id = singer_in_concert.singer_id JOIN concert AS c ON "
        + "singer_in_concert.concert_id = c.concert_id")]
    [InlineData(
        "SELECT c.title FROM concert AS c JOIN venues.stadium AS v ON c.venue_id = v.id",
        "SELECT c.title FROM concert AS c JOIN venues.stadium AS v ON c.stadium_id = v.stadium_id")]
    [InlineData(
        "SELECT c.title FROM concert AS c JOIN singer_in_concert AS x USING (id)",
        "SELECT c.title FROM concert AS c JOIN singer_in_concert AS x ON c.concert_id = x.concert_id")]
    public void Heal_JoinOnColumnsThatAreNotThere_GoesAlongTheKeys(string sql, string expected) => Assert.Equal(expected, OneLine(Heal(sql).Sql));

    [Theory]
    [InlineData("SELECT name FROM singers", "SELECT name FROM singer")]
    [InlineData("SELECT singers.name FROM singers", "SELECT singer.name FROM singer")]
    [InlineData("SELECT capacity FROM public.stadium", "SELECT capacity FROM venues.stadium")]
    [InlineData("SELECT name FROM singer WHERE country = \"France\"", "SELECT name FROM singer WHERE country = 'France'")]
    [InlineData("SELECT name FROM singer WHERE country IN (\"France\", \"Old 'K\")", "SELECT name FROM singer WHERE country IN ('France', 'Old ''K')")]
    [InlineData("SELECT country, name, count(*) FROM singer GROUP BY country", "SELECT country, name, count(*) FROM singer GROUP BY country, name")]
    [InlineData("SELECT year(birth_date), ifnull(name, '-') FROM singer", "SELECT EXTRACT(year FROM birth_date), coalesce(name, '-') FROM singer")]
    [InlineData("SELECT strftime('%Y-%m', birth_date) FROM singer", "SELECT to_char(birth_date, 'YYYY-MM') FROM singer")]
    [InlineData("SELECT strftime('%H:%M', birth_date) FROM singer", "SELECT to_char(birth_date, 'HH24:MI') FROM singer")]
    [InlineData("SELECT date_format(birth_date, '%M %Y, %H:%i') FROM singer", "SELECT to_char(birth_date, 'FMMonth YYYY, HH24:MI') FROM singer")]
    [InlineData("SELECT date_format(birth_date, '%YT%m') FROM singer", "SELECT to_char(birth_date, 'YYYY\"T\"MM') FROM singer")]
    [InlineData("SELECT name FROM singer; SELECT 2", "SELECT name FROM singer")]
    public void Heal_OtherSlips_AreMended(string sql, string expected) => Assert.Equal(expected, OneLine(Heal(sql).Sql), ignoreCase: true);

    [Fact]
    public void Heal_NoKeysAtAll_JoinsByTheOnlyColumnThatTheTablesShare()
    {
        var graph = new SmallSchema().Table("hotels", "hotel text", "city_name text").Table("museums", "museum text", "city_name text").Build();

        var healed = SqlHealer.Heal("SELECT h.hotel FROM hotels h JOIN museums m ON h.town = m.town", graph, RetrievedSchema.Empty);

        Assert.Equal("SELECT h.hotel FROM hotels AS h JOIN museums AS m ON h.city_name = m.city_name", OneLine(healed.Sql));
    }

    [Fact]
    public void Heal_KeysDeclaredElsewhere_JoinsNotByASharedName()
    {
        var graph = new SmallSchema()
            .Table("hotels", "hotel text", "city_name text").Table("museums", "museum text", "city_name text")
            .Table("rooms", "id pk", "kind").Table("kinds", "id pk").Key("rooms.kind", "kinds.id")
            .Build();
        const string Sql = "SELECT h.hotel FROM hotels AS h JOIN museums AS m ON h.town = m.town";

        Assert.Equal(Sql, OneLine(SqlHealer.Heal(Sql, graph, RetrievedSchema.Empty).Sql));
    }

    [Fact]
    public void Heal_SeveralThings_NamesEachOnce()
    {
        var healed = Heal("SELECT T1.nmae, T1.nmae FROM singers AS T1");

        Assert.Equal(["singers is singer", "t1.nmae is t1.name"], healed.Clauses);
        Assert.Equal("Corrected by the schema: singers is singer; t1.nmae is t1.name.", healed.Note);
    }

    [Fact]
    public void Note_VeryManyThings_IsShort()
    {
        var names = string.Join(", ", Enumerable.Range(0, 200).Select(number => $"\"n{number}\""));

        var healed = Heal($"SELECT 1 FROM singer WHERE country IN ({names})");

        Assert.Equal(200, healed.Corrections.Count);
        Assert.EndsWith("; and 188 more.", healed.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT favourite_colour FROM singer")]
    [InlineData("SELECT capacity / somewhere_else FROM venues.stadium")]
    [InlineData("SELECT a FROM nowhere_to_be_found")]
    [InlineData("SELECT T1.favourite_colour FROM singer AS T1")]
    [InlineData("SELECT strftime('%s', birth_date) FROM singer")]
    [InlineData("SELECT date_format(birth_date, '%Y-%') FROM singer")]
    [InlineData("SELECT date_format(birth_date, name) FROM singer")]
    public void Heal_NothingNear_LeavesItToTheGuardAndTheDatabase(string sql) => Assert.Equal(sql, Heal(sql).Sql);

    [Fact]
    public void Heal_DeepNesting_DoesNotEndTheProcess()
    {
        var sql = $"SELECT nmae FROM singer WHERE {string.Concat(Enumerable.Repeat("(", 3000))}1{string.Concat(Enumerable.Repeat(")", 3000))} = 1";

        Assert.NotEmpty(Heal(sql).Sql);
    }

    private static HealedSql Heal(string sql) => SqlHealer.Heal(sql, SchemaGraph.Of(ConcertCatalog.Catalog, WordSegmenter.None), ConcertCatalog.Found);

    private static string OneLine(string sql) =>
        string.Join(' ', sql.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .Replace("( ", "(", StringComparison.Ordinal)
            .Replace(" )", ")", StringComparison.Ordinal);
}
