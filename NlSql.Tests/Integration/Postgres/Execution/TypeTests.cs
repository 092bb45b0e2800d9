using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

public sealed class TypeTests(PostgresFixture postgres, TypeTests.TypeDatabase types) : IClassFixture<TypeTests.TypeDatabase>, IDisposable
{
    private static readonly string[] SinceFourteen = ["'Infinity'::numeric", "'{[1,2),[5,6)}'::int4multirange"];

    private readonly ExecutorHarness harness = new();

    public static TheoryData<string, object?, ColumnKind> Values => new()
    {
        { "NULL::int", null, ColumnKind.Integer },
        { "32767::smallint", 32767L, ColumnKind.Integer },
        { "9223372036854775807", long.MaxValue, ColumnKind.Integer },
        { "12::oid", 12L, ColumnKind.Integer },
        { "1.50::numeric(10,2)", 1.50m, ColumnKind.Decimal },
        { "1e30::numeric + 0.5", "1000000000000000000000000000000.5", ColumnKind.Decimal },
        { "'NaN'::numeric", "NaN", ColumnKind.Decimal },
        { "'Infinity'::numeric", "Infinity", ColumnKind.Decimal },
        { "1.0::numeric / 3", 0.33333333333333333333m, ColumnKind.Decimal },
        { "0.1::float8 + 0.2::float8", 0.1 + 0.2, ColumnKind.Float },
        { "'NaN'::float8", double.NaN, ColumnKind.Float },
        { "'-Infinity'::float8", double.NegativeInfinity, ColumnKind.Float },
        { "1.5::float4", 1.5, ColumnKind.Float },
        { "true", true, ColumnKind.Boolean },
        { "''::text", "", ColumnKind.Text },
        { "'grüße 🌍 <b>'", "grüße 🌍 <b>", ColumnKind.Text },
        { "'ab'::char(4)", "ab  ", ColumnKind.Text },
        { "DATE '2024-02-29'", new DateOnly(2024, 2, 29), ColumnKind.Date },
        { "DATE 'infinity'", "infinity", ColumnKind.Date },
        { "DATE '0044-03-15 BC'", "0044-03-15 BC", ColumnKind.Date },
        { "DATE '12024-01-01'", "12024-01-01", ColumnKind.Date },
        { "TIMESTAMP '2024-01-02 03:04:05.678901'", new DateTime(2024, 1, 2, 3, 4, 5).AddTicks(6789010), ColumnKind.Timestamp },
        { "TIMESTAMP '-infinity'", "-infinity", ColumnKind.Timestamp },
        { "TIMESTAMPTZ '2024-01-02 03:04:05+05:30'", new DateTimeOffset(2024, 1, 1, 21, 34, 5, TimeSpan.Zero), ColumnKind.TimestampTz },
        { "TIMESTAMPTZ '4713-01-02 00:00:00+00 BC'", "4713-01-02 00:00:00+00 BC", ColumnKind.TimestampTz },
        { "TIME '24:00'", "24:00:00", ColumnKind.Time },
        { "INTERVAL '1 year 2 mons -3 days 04:05:06.789'", "1 year 2 mons -3 days +04:05:06.789", ColumnKind.Interval },
        { "ARRAY[1,NULL,3]", "{1,NULL,3}", ColumnKind.Array },
        { "ARRAY[['a','b'],['c','d,\"e']]", "{{a,b},{c,\"d,\\\"e\"}}", ColumnKind.Array },
        { "int4range(1, 5)", "[1,5)", ColumnKind.Other },
        { "'{[1,2),[5,6)}'::int4multirange", "{[1,2),[5,6)}", ColumnKind.Other },
        { "'{\"a\": [1, 2]}'::jsonb", "{\"a\": [1, 2]}", ColumnKind.Json },
        { "'{\"b\":1}'::json", "{\"b\":1}", ColumnKind.Json },
        { "ROW(1, 'a', NULL)", "(1,a,)", ColumnKind.Other },
        { "'\\xdeadbeef'::bytea", "\\xdeadbeef", ColumnKind.Binary },
        { "to_tsvector('simple', 'big cats')", "'big':1 'cats':2", ColumnKind.Other },
        { "'big & cat'::tsquery", "'big' & 'cat'", ColumnKind.Other },
        { "'6f2c0000-0000-4000-8000-000000000001'::uuid", "6f2c0000-0000-4000-8000-000000000001", ColumnKind.Uuid },
        { "'192.168.0.0/24'::cidr", "192.168.0.0/24", ColumnKind.Other },
        { "B'1010'", "1010", ColumnKind.Other },
        { "12.5::float8::numeric::money", "$12.50", ColumnKind.Other },
        { "point(1,2)", "(1,2)", ColumnKind.Other },
        { "'<a>1</a>'::xml", "<a>1</a>", ColumnKind.Other },
        { "'pg_class'::regclass", "pg_class", ColumnKind.Other },
        { "'postgres=r/postgres'::aclitem", "postgres=r/postgres", ColumnKind.Other },
        { "'happy'::mood", "happy", ColumnKind.Enum },
        { "ARRAY['happy','sad']::mood[]", "{happy,sad}", ColumnKind.Array },
        { "ROW('x', 1.5)::pair", "(x,1.5)", ColumnKind.Other },
        { "'5'::positive", 5L, ColumnKind.Integer },
        { "int8range(NULL, NULL)::text::int8range", "(,)", ColumnKind.Other },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task RunAsync_AnyType_ComesBack(string expression, object? expected, ColumnKind kind)
    {
        Assert.SkipWhen(SinceFourteen.Contains(expression) && await postgres.MajorVersionAsync() < 14, "PostgreSQL 13 does not have this value.");

        var result = await harness.Executor.RunAsync(
            types.Database.Reader, ExecutorHarness.Approve($"SELECT {expression} AS value"), ExecutorHarness.Tag, null, TestContext.Current.CancellationToken);

        Assert.Equal(kind, Assert.Single(result.Columns).Kind);
        Assert.Equal(expected, Assert.Single(Assert.Single(await harness.RowsAsync(result))));
    }

    [Theory]
    [InlineData("'happy'::mood", "public.mood", ColumnKind.Enum)]
    [InlineData("ARRAY['happy']::mood[]", "public.mood[]", ColumnKind.Array)]
    [InlineData("ROW('x', 1.5)::pair", "public.pair", ColumnKind.Other)]
    [InlineData("'a'::tsvector", "tsvector", ColumnKind.Other)]
    [InlineData("1.5::numeric(10, 2)", "numeric(10, 2)", ColumnKind.Decimal)]
    public async Task RunAsync_DriverLoadsNoTypes_HasItsName(string expression, string name, ColumnKind kind)
    {
        var builder = new NpgsqlDataSourceBuilder(types.Database.ReaderConnectionString);
        await using var source = builder.ConfigureTypeLoading(static loading => loading.EnableTypeLoading(false)).Build();
        await CatalogSession.ReadAsync(
            source,
            async connection =>
            {
                await OwnTypes.ReadAsync(connection, TestContext.Current.CancellationToken);
                return true;
            },
            TestContext.Current.CancellationToken);

        var result = await harness.Executor.RunAsync(
            source, ExecutorHarness.Approve($"SELECT {expression} AS value"), ExecutorHarness.Tag, null, TestContext.Current.CancellationToken);

        Assert.Equal((name, kind), (Assert.Single(result.Columns).DataType, result.Columns[0].Kind));
    }

    [Fact]
    public async Task RunAsync_TypeMadeAfterThePoolOpened_ComesBackAsText()
    {
        await using var database = await postgres.CreateAsync(null, TestContext.Current.CancellationToken);
        await using (await database.Reader.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
        }

        await database.ExecuteAsync("CREATE TYPE late AS ENUM ('x')");

        var result = await harness.Executor.RunAsync(
            database.Reader,
            ExecutorHarness.Approve("SELECT 'x'::late AS a, ARRAY['x'::late] AS b"),
            ExecutorHarness.Tag,
            null,
            TestContext.Current.CancellationToken);

        Assert.Equal(["x", "{x}"], Assert.Single(await harness.RowsAsync(result)));
    }

    public void Dispose() => harness.Dispose();

    /// <summary>One database for the whole table of types.</summary>
    public sealed class TypeDatabase(PostgresFixture postgres) : IAsyncLifetime
    {
        public TestDatabase Database { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Database = await postgres.CreateAsync(
            """
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE TYPE pair AS (name text, amount numeric);
            CREATE DOMAIN positive AS int CHECK (VALUE > 0);
            """,
            CancellationToken.None);

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }
}
