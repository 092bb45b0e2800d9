using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>The measuring core of PostGIS, on servers that have it; the embedded one does not.</summary>
public sealed class PostGisTests(PostgresFixture postgres)
{
    private const string NotListed = "refused function-not-listed";

    private const string Places = """
        CREATE EXTENSION postgis;
        CREATE TABLE public.spots (id int, name text, at geometry(Point, 4326), area geometry);
        INSERT INTO public.spots VALUES
          (1, 'a', ST_SetSRID(ST_MakePoint(0, 0), 4326), ST_MakeEnvelope(0, 0, 2, 2)),
          (2, 'b', ST_SetSRID(ST_MakePoint(3, 4), 4326), ST_MakeEnvelope(1, 1, 3, 3));
        """;

    [Fact]
    public async Task Run_MeasuringFunctions_WorkAsTheyStandAndOthersAreRefused()
    {
        var demo = await postgres.DemoAsync();
        await using var asked = demo.Owner.CreateCommand("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'");
        Assert.SkipUnless(await asked.ExecuteScalarAsync(TestContext.Current.CancellationToken) is > 0L, "This server has no PostGIS to install.");
        await using var database = await GuardedDatabase.CreateAsync(postgres, Places);

        await database.ExpectAsync(
            ("SELECT ST_X(at), public.ST_Y(at), ST_AsText(at), ST_SRID(at) FROM spots WHERE id = 2", "3|4|POINT(3 4)|4326"),
            ("SELECT ST_Area(area), ST_Perimeter(area), ST_GeometryType(area), ST_NPoints(area) FROM spots WHERE id = 1", "4|8|ST_Polygon|5"),
            ("SELECT ST_Distance(a.at, b.at), ST_DWithin(a.at, b.at, 5), ST_Intersects(a.area, b.area) FROM spots a JOIN spots b ON a.id < b.id",
                "5|True|True"),
            ("SELECT name FROM spots ORDER BY at <-> ST_SetSRID(ST_MakePoint(4, 4), 4326) LIMIT 1", "b"),
            ("SELECT name FROM spots WHERE area && ST_MakeEnvelope(0, 0, 0.5, 0.5)", "a"),
            ("SELECT ST_AsText(ST_Centroid(area)), ST_Contains(area, ST_Point(1, 1.5)) FROM spots WHERE id = 1", "POINT(1 1)|True"),
            ("SELECT ST_AsText(ST_MakeLine(at ORDER BY id)) FROM spots", "LINESTRING(0 0,3 4)"),
            ("SELECT round(ST_Distance(at::geography, ST_GeographyFromText('POINT(0 1)'))::numeric, -3) FROM spots WHERE id = 1", "111000"),
            ("SELECT postgis_full_version()", NotListed),
            ("SELECT ST_AsMVT(s) FROM spots s", NotListed),
            ("SELECT ST_EstimatedExtent('vault', 'secrets', 'at')", NotListed),
            ("SELECT ST_FindExtent('spots', 'at')", NotListed),
            ("SELECT UpdateGeometrySRID('spots', 'at', 4326)", NotListed),
            ("SELECT PopulateGeometryColumns()", NotListed),
            ("SELECT DropGeometryTable('spots')", NotListed),
            ("SELECT AddGeometryColumn('spots', 'x', 4326, 'POINT', 2)", NotListed),
            ("SELECT ST_Transform(at, '+proj=merc', 4326) FROM spots", NotListed));
    }
}
