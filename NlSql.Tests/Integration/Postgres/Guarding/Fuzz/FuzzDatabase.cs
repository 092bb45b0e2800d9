using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>A database in which everything that must not be reached says CANARY, or leaves a trace.</summary>
internal static class FuzzDatabase
{
    private const string Hostile = """
        CREATE SCHEMA sales;
        CREATE TABLE vault.secrets AS SELECT 'CANARY'::text AS word;
        CREATE TABLE vault.log (at timestamptz);
        CREATE FUNCTION vault.note() RETURNS text LANGUAGE sql AS $$ INSERT INTO vault.log VALUES (now()) RETURNING 'CANARY' $$;
        CREATE SEQUENCE public.counter;
        CREATE EXTENSION hstore; CREATE EXTENSION pg_trgm; CREATE EXTENSION citext;
        CREATE TABLE public.customers (id int, name text, total numeric, at date);
        INSERT INTO public.customers VALUES (1, 'Ann', 12.5, '2024-05-01'), (2, 'Bob', 3, '2024-06-01');
        CREATE TABLE sales.orders (id int, customer_id int, total numeric, note text, tag citext, pairs hstore, data jsonb);
        INSERT INTO sales.orders VALUES (1, 1, 7, 'a', 'A', 'w=>x', '{"w":"x"}'), (2, 2, 8, 'b', 'B', 'n=>1', '[1]');
        CREATE TABLE public.payroll AS SELECT 'CANARY'::text AS name, 1 AS id, 2 AS total;
        CREATE TABLE sales.payroll AS SELECT 'open'::text AS name, 1 AS id, 2 AS total;
        CREATE FUNCTION public.bad(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('check') IS NULL; END $$;
        CREATE FUNCTION public.rowfn(customers) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT vault.fire('row') $$;
        CREATE FUNCTION public.varfn(VARIADIC anyarray) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('variadic') $$;
        CREATE FUNCTION public.anyfn(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('any') $$;
        CREATE FUNCTION public.txtfn(text) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('text') $$;
        CREATE FUNCTION public.atfn(int, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT vault.fire('at') IS NULL $$;
        CREATE FUNCTION public.writes() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT vault.note() $$;
        CREATE FUNCTION public.id(customers) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('id') $$;
        CREATE FUNCTION public.total(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('total') $$;
        CREATE FUNCTION public.lower(int) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('lower') $$;
        CREATE FUNCTION public.similarity(int, int) RETURNS real LANGUAGE sql AS $$ SELECT vault.fire('similarity')::real $$;
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
        CREATE TABLE public.holders (w d1, id int);
        CREATE OPERATOR public.=>> (FUNCTION = atfn, LEFTARG = int, RIGHTARG = text);
        ALTER EXTENSION citext ADD OPERATOR public.=>> (int, text);
        CREATE TABLE public.parted (id int, name text, total int) PARTITION BY RANGE (id);
        DO $$ BEGIN FOR i IN 0..99 LOOP EXECUTE format('CREATE TABLE public.part_%s PARTITION OF public.parted FOR VALUES FROM (%s) TO (%s)', i, i, i + 1);
        END LOOP; END $$;
        CREATE TABLE public.indexed (id int PRIMARY KEY, a int, b int, c int, d int);
        CREATE INDEX ON public.indexed (a); CREATE INDEX ON public.indexed (b); CREATE INDEX ON public.indexed (c); CREATE INDEX ON public.indexed (d);
        INSERT INTO public.indexed SELECT i, i % 50, i % 60, i % 70, i % 80 FROM generate_series(1, 5000) i;
        ANALYZE public.indexed;
        INSERT INTO public.moods (id, l) VALUES (1, 'low'), (2, 'high');
        CREATE VIEW public.people AS SELECT id, name FROM public.customers;
        SELECT lo_from_bytea(4711, 'CANARY');
        """;

    /// <summary>Named after the database, because all tests share the server's folder.</summary>
    private const string CanaryFile = """
        DO $$ BEGIN
          EXECUTE format('COPY (SELECT ''CANARY'') TO %L', current_setting('data_directory') || '/' || current_database() || '.canary');
        END $$;
        """;

    public static Task<GuardedDatabase> CreateAsync(PostgresFixture postgres) =>
        GuardedDatabase.CreateAsync(postgres, Hostile + CanaryFile, exclude: "public.payroll");
}
