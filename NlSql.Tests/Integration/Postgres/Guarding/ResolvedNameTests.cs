using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>What was judged is what runs, whatever else goes by the same name along the search path.</summary>
public sealed class ResolvedNameTests(PostgresFixture postgres)
{
    private const string Shadows = """
        CREATE SCHEMA sales;
        CREATE TABLE public.payroll AS SELECT 'CANARY'::text AS who;
        CREATE TABLE sales.payroll AS SELECT 'open'::text AS who;
        CREATE TABLE public.events (id int, secret text) PARTITION BY LIST (id);
        CREATE TABLE public.events_2024 PARTITION OF public.events FOR VALUES IN (1);
        INSERT INTO public.events VALUES (1, 'CANARY');
        CREATE TABLE sales.events_2024 AS SELECT 'open'::text AS secret;
        CREATE SEQUENCE public.counter;
        CREATE TABLE sales.counter AS SELECT 'open'::text AS last_value;
        CREATE TABLE public.seen AS SELECT 'seen'::text AS x;
        """;

    [Fact]
    public async Task Run_NameThatAnotherRelationHasToo_ReadsTheOneThatWasJudged()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Shadows, exclude: "public.payroll");

        await database.ExpectAsync(
            ("SELECT who FROM payroll", "open"),
            ("SELECT p.who FROM payroll p", "open"),
            ("SELECT payroll.who FROM payroll WHERE payroll.who = 'open'", "open"),
            ("TABLE payroll", "open"),
            ("SELECT x.who FROM seen JOIN payroll AS x ON true", "open"),
            ("SELECT (SELECT who FROM payroll)", "open"),
            ("WITH w AS (SELECT * FROM payroll) SELECT * FROM w", "open"),
            ("SELECT * FROM payroll UNION ALL SELECT * FROM payroll", "open;open"),
            ("SELECT secret FROM events_2024", "open"),
            ("SELECT secret FROM ONLY events_2024", "open"),
            ("SELECT secret FROM events_2024 TABLESAMPLE SYSTEM (100)", "open"),
            ("SELECT last_value FROM counter", "open"),
            ("SELECT secret FROM events", "CANARY"),
            ("WITH payroll AS (SELECT 'mine' AS who) SELECT who FROM payroll", "mine"),
            ("WITH payroll AS (SELECT who FROM payroll) SELECT who FROM payroll", "open"),
            ("WITH RECURSIVE payroll AS (SELECT 'mine' AS who UNION SELECT who FROM payroll) SELECT who FROM payroll", "mine"),
            ("SELECT who FROM public.payroll", "refused relation-unknown"));
    }

    /// <summary>Each word is a function of the user's, too, which a server older than the word would call.</summary>
    [Fact]
    public async Task Run_WordThatTheServerIsTooOldFor_IsRefusedAndNeverCalled()
    {
        (string Call, int Since, string Function)[] words =
        [
            ("JSON_VALUE('{}'::jsonb, '$.a')", 17, "json_value(jsonb, text)"),
            ("JSON_QUERY('{}'::jsonb, '$.a')", 17, "json_query(jsonb, text)"),
            ("JSON_EXISTS('{}'::jsonb, '$.a')", 17, "json_exists(jsonb, text)"),
            ("JSON('{}')", 17, "\"json\"(text)"),
            ("JSON_SCALAR(1)", 17, "json_scalar(int)"),
            ("JSON_SERIALIZE('{}')", 17, "json_serialize(text)"),
            ("JSON_OBJECT()", 16, "json_object()"),
            ("JSON_ARRAY(1, 2)", 16, "json_array(int, int)"),
            ("JSON_ARRAY()", 16, "json_array()"),
            ("JSON_ARRAYAGG('x')", 16, "json_arrayagg(text)"),
        ];
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            "CREATE TABLE seen (x int);" + string.Concat(words.Select(word =>
                $"CREATE FUNCTION public.{word.Function} RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT vault.fire('word') $$;")));
        var version = await postgres.MajorVersionAsync();

        foreach (var (call, since, _) in words)
        {
            var outcome = await database.AskAsync($"SELECT {call}");
            Assert.Equal((call, since > version), (call, outcome == "refused word-too-new"));
            Assert.DoesNotContain(GuardedDatabase.Fired, outcome, StringComparison.Ordinal);
        }
    }

    /// <summary>A type of a newer version that the user has made on an older one.</summary>
    [Fact]
    public async Task Run_TypeOfANewerVersion_IsNeverTheUsersOwn()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            "CREATE TABLE seen (x int); CREATE DOMAIN public.int4multirange AS text CHECK (vault.fire(VALUE) IS NULL)");

        Assert.DoesNotContain(GuardedDatabase.Fired, await database.AskAsync("SELECT '{}'::int4multirange"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NumeralOfVersion16_IsTheSameNumberOnEveryServer()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, "CREATE TABLE seen (x int)");

        await database.ExpectAsync(
            ("SELECT 0xFFFFFFFFFF", "1099511627775"),
            ("SELECT 0x1F", "31"),
            ("SELECT -0b101", "-5"),
            ("SELECT 0o777777777777", "68719476735"),
            ("SELECT 1_000_000_000_000", "1000000000000"),
            ("SELECT 1_000.5_5", "1000.55"),
            ("SELECT 1_0e1_0::numeric", "100000000000"));
    }
}
