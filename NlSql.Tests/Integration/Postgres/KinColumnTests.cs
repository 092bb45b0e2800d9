using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres;

/// <summary>A parent shows the rows of its children, and a child has its parent's columns: a mark of one is a mark of the other.</summary>
public sealed class KinColumnTests(PostgresFixture postgres)
{
    private const string Tables = """
        CREATE SCHEMA away;
        CREATE TABLE thing (id int, label text, email text);
        CREATE TABLE being (id int, code text, tag text, note text);
        CREATE TABLE robot (model text) INHERITS (being);
        CREATE TABLE toy () INHERITS (being);
        CREATE TABLE puppet () INHERITS (robot);
        CREATE TABLE away.alien () INHERITS (being);
        COMMENT ON COLUMN away.alien.note IS 'personal data';
        CREATE TABLE events (id int, secret text, word text) PARTITION BY LIST (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1) PARTITION BY LIST (id);
        CREATE TABLE events_1_1 PARTITION OF events_1 FOR VALUES IN (1);
        CREATE TABLE events_2 PARTITION OF events FOR VALUES IN (2);
        COMMENT ON COLUMN events_1_1.secret IS 'PII';
        INSERT INTO being SELECT i, 'b' || i % 3, 't' || i % 3, 'n' || i % 3 FROM generate_series(1, 60) i;
        INSERT INTO robot SELECT i, 'canary ' || i % 3, 't' || i % 3, 'n' || i % 3, 'm' FROM generate_series(1, 60) i;
        INSERT INTO puppet SELECT * FROM robot;
        INSERT INTO toy SELECT i, 'y' || i % 3, 't' || i % 3, 'n' || i % 3 FROM generate_series(1, 60) i;
        INSERT INTO events SELECT 1 + i % 2, 'canary ' || i % 3, 'w' || i % 3 FROM generate_series(1, 60) i;
        CREATE VIEW of_leaf AS SELECT secret AS x, word AS y FROM events_1_1;
        CREATE VIEW of_other AS SELECT secret AS x, word AS y FROM events_2;
        CREATE VIEW of_parent AS SELECT code AS x, tag AS y FROM being;
        ANALYZE;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader;
        """;

    [Fact]
    public async Task Read_MarkOfAChild_IsItsParentsAndItsChildrens()
    {
        var catalog = await ReadAsync(new SiteKnowledge { PersonalColumns = [new ColumnPattern("robot.code")] });

        Assert.True(IsPersonal(catalog, "robot.code"));
        Assert.True(IsPersonal(catalog, "being.code"));
        Assert.True(IsPersonal(catalog, "puppet.code"));
        Assert.True(IsPersonal(catalog, "of_parent.x"));
        Assert.False(IsPersonal(catalog, "toy.code"));
        Assert.False(IsPersonal(catalog, "being.tag"));
        Assert.False(IsPersonal(catalog, "of_parent.y"));
        Assert.NotEmpty(catalog.Table("being").Column("tag").Statistics.Samples);
        Assert.DoesNotContain(catalog.Tables.SelectMany(table => table.Columns).SelectMany(c => c.Statistics.Samples), sample =>
            sample.Value.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_MarkOfAParent_IsItsChildrens()
    {
        var catalog = await ReadAsync(new SiteKnowledge { PersonalColumns = [new ColumnPattern("being.code")] });

        Assert.All(["being.code", "robot.code", "toy.code", "puppet.code"], column => Assert.True(IsPersonal(catalog, column)));
        Assert.False(IsPersonal(catalog, "toy.tag"));
    }

    /// <summary>The table itself may not be read, nor is its schema; its rows are shown all the same.</summary>
    [Fact]
    public async Task Read_MarkOfAChildOutOfSight_IsItsParents() =>
        Assert.True(IsPersonal(await ReadAsync(SiteKnowledge.Nothing), "being.note"));

    [Fact]
    public async Task Read_MarkOfAPartition_IsItsTablesAndItsViews()
    {
        var catalog = await ReadAsync(SiteKnowledge.Nothing);

        Assert.True(IsPersonal(catalog, "events.secret"));
        Assert.True(IsPersonal(catalog, "of_leaf.x"));
        Assert.False(IsPersonal(catalog, "events.word"));
        Assert.False(IsPersonal(catalog, "of_leaf.y"));
    }

    [Fact]
    public async Task Read_MarkOfATable_IsItsPartitionsInViews()
    {
        var catalog = await ReadAsync(new SiteKnowledge { PersonalColumns = [new ColumnPattern("events.secret")] });

        Assert.True(IsPersonal(catalog, "of_other.x"));
        Assert.False(IsPersonal(catalog, "of_other.y"));
    }

    [Fact]
    public async Task Read_ColumnBarredInATable_IsHiddenInViewsOfItsPartitions()
    {
        var catalog = await ReadAsync(new SiteKnowledge { BarredColumns = [new ColumnPattern("events.word")] });

        Assert.True(IsPersonal(catalog, "of_other.y"));
    }

    [Fact]
    public async Task Read_ColumnThatTheSiteCallsNotPersonal_IsNotForItsKin() =>
        Assert.False(IsPersonal(
            await ReadAsync(new SiteKnowledge { PersonalColumns = [new ColumnPattern("robot.code")], NotPersonalColumns = [new ColumnPattern("being.code")] }),
            "being.code"));

    private static bool IsPersonal(SchemaCatalog catalog, string name) =>
        name.Split('.') is [var table, var column] && catalog.Table(table).Column(column).IsPersonal;

    private async Task<SchemaCatalog> ReadAsync(SiteKnowledge site)
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        return await Catalogs.ReadAsync(database, site, ("DB_SCHEMAS", "public"));
    }
}
