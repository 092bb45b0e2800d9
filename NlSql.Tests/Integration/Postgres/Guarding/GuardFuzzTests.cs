using System.Globalization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>
/// Random statements out of honest and hostile words, run as a superuser wherever the guard lets them pass. Nothing that must not be reached may be.
/// NLSQL_FUZZ_COUNT asks for more of them, NLSQL_FUZZ_SEED for others; a failure names the seed that brings it back.
/// </summary>
public sealed class GuardFuzzTests(PostgresFixture postgres)
{
    private const int Count = 3_000;

    private const string Hostile = """
        CREATE SCHEMA sales;
        CREATE TABLE vault.secrets AS SELECT 'CANARY'::text AS word;
        CREATE SEQUENCE public.counter;
        CREATE TABLE public.customers (id int, name text, total numeric, at date);
        INSERT INTO public.customers VALUES (1, 'Ann', 12.5, '2024-05-01'), (2, 'Bob', 3, '2024-06-01');
        CREATE TABLE sales.orders (id int, customer_id int, total numeric, note text);
        INSERT INTO sales.orders VALUES (1, 1, 7, 'a'), (2, 2, 8, 'b');
        CREATE TABLE public.payroll AS SELECT 'CANARY'::text AS name, 1 AS id, 2 AS total;
        CREATE TABLE sales.payroll AS SELECT 'open'::text AS name, 1 AS id, 2 AS total;
        CREATE FUNCTION public.bad(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('check') IS NULL; END $$;
        CREATE FUNCTION public.rowfn(customers) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT vault.fire('row') $$;
        CREATE FUNCTION public.varfn(VARIADIC anyarray) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('variadic') $$;
        CREATE FUNCTION public.anyfn(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('any') $$;
        CREATE FUNCTION public.txtfn(text) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('text') $$;
        CREATE FUNCTION public.id(customers) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('id') $$;
        CREATE FUNCTION public.total(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('total') $$;
        CREATE FUNCTION public.lower(int) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('lower') $$;
        CREATE FUNCTION public.json_value(jsonb, text) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('json') $$;
        CREATE OPERATOR public.=?= (FUNCTION = bad, RIGHTARG = text);
        CREATE OPERATOR public.+ (FUNCTION = txtfn, RIGHTARG = text);
        CREATE DOMAIN d1 AS text CHECK (bad(VALUE));
        CREATE DOMAIN d2 AS d1;
        CREATE TYPE comp AS (w d1, n int);
        CREATE TYPE mood AS ENUM ('low', 'high');
        CREATE FUNCTION public.mood_json(mood) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN to_json(vault.fire('json')); END $$;
        CREATE FUNCTION public.mood_int(mood) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('int'); RETURN 1; END $$;
        CREATE CAST (mood AS json) WITH FUNCTION mood_json(mood);
        CREATE CAST (mood AS int) WITH FUNCTION mood_int(mood) AS IMPLICIT;
        CREATE TABLE public.moods (id int, l mood, tags d1[], c comp);
        INSERT INTO public.moods (id, l) VALUES (1, 'low'), (2, 'high');
        CREATE VIEW public.people AS SELECT id, name FROM public.customers;
        """;

    private static readonly string[] Tables =
    [
        "customers", "public.customers", "sales.orders", "orders", "payroll", "sales.payroll", "public.payroll", "moods", "people", "vault.secrets", "secrets",
        "counter", "pg_authid", "pg_catalog.pg_class", "information_schema.tables",
    ];

    private static readonly string[] Columns = ["id", "name", "total", "at", "note", "l", "tags", "c", "customer_id", "word", "rolname", "column1", "x", "y"];

    private static readonly string[] Fields =
    [
        "id", "name", "total", "x", "y", "l", "rowfn", "varfn", "anyfn", "txtfn", "lower", "pg_sleep", "current_setting", "to_json", "row_to_json", "nextval",
    ];

    private static readonly string[] Functions =
    [
        "lower", "upper", "length", "coalesce", "max", "min", "count", "to_json", "json_agg", "quote_literal", "abs", "round", "concat", "row_to_json",
        "greatest", "array_agg", "jsonb_build_object", "date_trunc", "text", "int4", "public.lower", "txtfn", "public.txtfn", "rowfn", "anyfn",
        "varfn", "vault.fire",
        "pg_sleep", "pg_read_file", "nextval", "setval", "lo_create", "set_config", "pg_advisory_lock", "query_to_xml", "pg_terminate_backend",
        "JSON_VALUE", "json_value", "dblink_exec", "bad", "array_append", "json_populate_record", "current_setting",
    ];

    private static readonly string[] Types =
    [
        "int", "text", "numeric", "date", "jsonb", "text[]", "json", "oid", "regclass", "d1", "d2", "_d1", "d2[]", "comp", "mood", "public.d1",
        "customers", "moods",
    ];

    private static readonly string[] Operators =
        ["=", "<", "+", "-", "||", "*", "<>", "=?=", "OPERATOR(public.=?=)", "OPERATOR(pg_catalog.=)", "->", "@>", "IS DISTINCT FROM"];

    private static readonly string[] Literals =
        ["1", "2", "'x'", "'{x}'", "'(x,1)'", "NULL", "'2024-05-01'", "'{\"w\":\"x\"}'", "true", "1.5", "'vault.secrets'", "0x1F"];

    [Fact]
    public async Task Approved_RandomStatements_ReachNothingThatMustNotBeReached()
    {
        var seed = Number("NLSQL_FUZZ_SEED", 1);
        var count = Number("NLSQL_FUZZ_COUNT", Count);
        await using var database = await GuardedDatabase.CreateAsync(postgres, Hostile, exclude: "public.payroll");
        var (effects, approved, ran) = (new List<string>(), 0, 0);
        for (var i = seed; i < seed + count; i++)
        {
            var sql = new Writer(new Random(i)).Select(3);
            if (GuardVerdicts.Check(sql, database.Scope) is not GuardApproval { Sql: var passed })
            {
                continue;
            }

            approved++;
            var outcome = await RunAsync(database, passed);
            ran += outcome is null ? 0 : 1;
            if (outcome?.Contains("CANARY", StringComparison.Ordinal) == true)
            {
                effects.Add($"NLSQL_FUZZ_SEED={i} NLSQL_FUZZ_COUNT=1: {sql}\n    {outcome}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Seeds {seed} to {seed + count - 1}: {approved} of {count} approved, {ran} of them gave rows."));
        Assert.True(effects.Count == 0, $"{effects.Count} statements had an effect:\n{string.Join('\n', effects)}");
        Assert.InRange(approved, count / 100, count);
        await using var traces = database.Database.Owner.CreateCommand(
            """
            SELECT (SELECT count(*) FROM pg_largeobject_metadata) + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')
                 + (SELECT is_called::int FROM counter)
            """);
        Assert.Equal(0L, await traces.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The cells, or what PostgreSQL said when that speaks of a canary; null for any other error.</summary>
    private static async Task<string?> RunAsync(GuardedDatabase database, ApprovedSql approved)
    {
        try
        {
            await using var transaction = await ReadOnlyTransaction.BeginAsync(
                database.Database.Owner,
                ExecutorHarness.Tag,
                new SessionLimits(3_000, 1_000, approved.SearchPath, "UTC"),
                TestContext.Current.CancellationToken);
            await using var command = BoundedQuery.For(approved, 100).CreateCommand(transaction.Connection, 10);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var cells = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                cells.AddRange(Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "null" : reader.GetString(column)));
            }

            return string.Join('|', cells);
        }
        catch (PostgresException error)
        {
            return error.MessageText.Contains("CANARY", StringComparison.Ordinal) ? error.MessageText : null;
        }
        catch (PipelineFailureException)
        {
            return null;
        }
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Writes one statement; what it writes depends on the random numbers alone.</summary>
    private sealed class Writer(Random random)
    {
        public string Select(int depth)
        {
            var with = depth > 1 && Chance(5) ? $"WITH {(Chance(4) ? "RECURSIVE " : "")}w AS ({Select(depth - 1)}) " : "";
            var from = $"{From(depth)}{(Chance(3) ? $" JOIN {From(depth)} ON {(Chance(2) ? "true" : Value(1))}" : "")}";
            var where = Chance(3) ? $" WHERE {Value(depth)} {Any("=", "<>", "IS NOT DISTINCT FROM")} {Value(1)}" : "";
            var tail = random.Next(8) switch
            {
                0 => $" ORDER BY {Value(1)}",
                1 => $" GROUP BY {Value(1)}",
                2 => " LIMIT 5",
                3 => $" UNION {(Chance(2) ? "ALL " : "")}SELECT {Value(1)}",
                _ => "",
            };
            return $"{with}SELECT {(Chance(8) ? "DISTINCT " : "")}{Target(depth)}{(Chance(2) ? $", {Target(depth)}" : "")} FROM {from}{where}{tail}";
        }

        private string From(int depth) => random.Next(8) switch
        {
            0 when depth > 1 => $"({Select(depth - 1)}) {Any("q", "t", "a")}",
            1 => $"(VALUES ({Any(Literals)}, {Any(Literals)})) {Any("q", "t")}",
            2 => $"unnest(ARRAY[{Value(1)}]) {Any("q", "t", "f (x)")}",
            3 => "w",
            _ => $"{Any(Tables)} {Any("t", "a", "", "t (x, y)", "AS t")}",
        };

        private string Target(int depth) => random.Next(6) switch
        {
            0 => "*",
            1 => $"{Any("t", "q", "a", "customers", "payroll")}.*",
            2 => $"{Value(depth)} AS {Any(Columns)}",
            _ => Value(depth),
        };

        private string Value(int depth) => depth <= 0
            ? Chance(2) ? Any(Literals) : Any(Columns)
            : random.Next(12) switch
            {
                0 or 1 => Any(Columns),
                2 or 3 => $"{Any("t", "q", "a", "customers", "w", "payroll", "moods")}.{Any(Fields)}",
                4 => $"({Any("t", "q", "a")}).{Any(Fields)}",
                5 => $"({Value(depth - 1)}).{Any(Fields)}",
                6 => $"{Any(Functions)}({Value(depth - 1)}{(Chance(3) ? $", {Value(depth - 1)}" : "")})",
                7 => $"({Value(depth - 1)})::{Any(Types)}",
                8 => $"{Value(depth - 1)} {Any(Operators)} {Value(depth - 1)}",
                9 => $"CASE WHEN {Value(depth - 1)} IS NULL THEN {Value(depth - 1)} ELSE {Value(depth - 1)} END",
                10 => Any(Literals),
                _ => Any("t", "q", "a", $"(SELECT {Value(depth - 1)})", $"ARRAY[{Value(depth - 1)}]", $"ROW({Value(depth - 1)}, 1)"),
            };

        private bool Chance(int oneIn) => random.Next(oneIn) == 0;

        private string Any(params string[] choices) => choices[random.Next(choices.Length)];
    }
}
