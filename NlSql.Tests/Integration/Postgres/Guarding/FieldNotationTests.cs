using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary><c>row.name</c> calls a function when there is no such column: never one of the user's.</summary>
public sealed class FieldNotationTests(PostgresFixture postgres)
{
    private const string Functions = """
        CREATE SCHEMA sales;
        CREATE TABLE public.customers (id int, name text, parts int[]);
        INSERT INTO public.customers VALUES (7, 'Ann', '{1}');
        CREATE TABLE sales.orders (id int, customer_id int, total numeric);
        INSERT INTO sales.orders VALUES (1, 7, 12.5);
        CREATE VIEW public.people AS SELECT id, name FROM public.customers;
        CREATE FUNCTION public.rowfn(customers) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT vault.fire('row') $$;
        CREATE FUNCTION public.varfn(VARIADIC anyarray) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT vault.fire('variadic') $$;
        CREATE FUNCTION public.varrow(VARIADIC customers[]) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('rows') $$;
        CREATE FUNCTION public.anyfn(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('any') $$;
        CREATE FUNCTION public.deffn(anyelement, int DEFAULT 1) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('default') $$;
        CREATE DOMAIN public.rowdom AS customers;
        CREATE FUNCTION public.domfn(rowdom) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('domain') $$;
        CREATE FUNCTION public.recfn(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('record'); END $$;
        CREATE FUNCTION public.txtfn(text) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('text') $$;
        CREATE FUNCTION public.id(customers) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('id') $$;
        CREATE FUNCTION public.total(sales.orders) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('total') $$;
        CREATE FUNCTION public.name(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('name') $$;
        CREATE FUNCTION public.seq(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('seq') $$;
        """;

    /// <summary>{0} is one of the functions, {1} what may stand before its dot.</summary>
    private static readonly string[] Places =
    [
        "SELECT c.{0} FROM customers c",
        "SELECT customers.{0} FROM customers",
        "SELECT public.customers.{0} FROM public.customers",
        "SELECT (c).{0} FROM customers c",
        "SELECT 1 FROM customers c WHERE c.{0} IS NULL",
        "SELECT 1 FROM customers c ORDER BY c.{0}",
        "SELECT count(*) FROM customers c GROUP BY c.{0}",
        "SELECT count(*) FROM customers c HAVING max(c.{0}) IS NULL",
        "SELECT q.{0} FROM (SELECT * FROM customers) q",
        "SELECT q.{0} FROM (SELECT id FROM customers) q",
        "SELECT q.{0} FROM (VALUES (1)) q",
        "WITH q AS (SELECT * FROM customers) SELECT q.{0} FROM q",
        "WITH RECURSIVE q AS (SELECT 1 AS a UNION SELECT 2) SELECT q.{0} FROM q",
        "SELECT j.{0} FROM (customers a CROSS JOIN sales.orders b) AS j",
        "SELECT j.{0} FROM customers a JOIN customers b USING (id) AS j",
        "SELECT (SELECT c.{0}) FROM customers c",
        "SELECT l.y FROM customers c, LATERAL (SELECT c.{0} AS y) l",
        "SELECT f.{0} FROM unnest(ARRAY['a']) f",
        "SELECT c.{0} FROM customers AS c (a, b)",
        "SELECT c.{0} FROM customers c TABLESAMPLE SYSTEM (100)",
        "SELECT p.{0} FROM people p",
        "SELECT ('x'::text).{0}",
        "SELECT (ROW(1, 'a')).{0}",
        "SELECT (c.parts[1]).{0} FROM customers c",
        "SELECT COALESCE(c.{0}, '') FROM customers c",
        "SELECT o.{0} FROM customers c JOIN sales.orders o ON o.customer_id = c.id",
    ];

    [Fact]
    public async Task Run_FieldThatIsNoColumn_NeverCallsAFunction()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Functions);
        var cases = new List<(string, string)>();
        foreach (var function in new[] { "rowfn", "varfn", "varrow", "anyfn", "deffn", "domfn", "recfn", "txtfn" })
        {
            cases.AddRange(Places.Select(place => (place.Replace("{0}", function, StringComparison.Ordinal), "refused column-notation-call")));
        }

        if (await postgres.MajorVersionAsync() < 14)
        {
            cases.RemoveAll(c => c.Item1.EndsWith("AS j", StringComparison.Ordinal) && c.Item1.Contains("USING", StringComparison.Ordinal));
        }

        await database.ExpectAsync([.. cases]);
    }

    /// <summary>A cast of a construct has the construct's name, not the type's, and a function called like its type is an everyday thing.</summary>
    [Fact]
    public async Task Run_TypeThatIsNoName_NeverCallsAFunctionSoCalled()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            $"""
            {Functions}
            CREATE DOMAIN sku AS text;
            CREATE TYPE mood AS ENUM ('a', 'b');
            CREATE FUNCTION public.sku(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('sku'); END $$;
            CREATE FUNCTION public.mood(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('mood'); END $$;
            CREATE FUNCTION public.text(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('text'); END $$;
            CREATE FUNCTION public.int4(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('int4'); END $$;
            CREATE FUNCTION public.date(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('date'); END $$;
            CREATE FUNCTION public.extract(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('extract'); END $$;
            """);
        (string Value, string Type)[] made =
        [
            ("coalesce(name, 'x')::sku", "sku"), ("ARRAY[1]::int[]", "int4"), ("current_date::text", "text"), ("(SELECT id)::text", "text"),
            ("greatest(id, 2)::text", "text"), ("nullif('2024-01-01', name)::date", "date"), ("ROW(1)::text", "text"), ("EXISTS (SELECT 1)::text", "text"),
            ("(CASE WHEN true THEN 1 ELSE id END)::text", "text"), ("coalesce('a', 'b')::mood", "mood"), ("(coalesce(name, 'x') COLLATE \"C\")::text", "text"),
        ];
        var cases = new List<(string, string)>();
        foreach (var (value, type) in made)
        {
            cases.Add(($"SELECT q.{type} FROM (SELECT {value} FROM customers) q", "refused column-notation-call"));
            cases.Add(($"SELECT (q).{type} FROM (SELECT {value}, id FROM customers) q", "refused column-notation-call"));
            cases.Add(($"WITH q AS (SELECT {value} FROM customers) SELECT q.{type} FROM q", "refused column-notation-call"));
        }

        cases.Add(("SELECT q.extract FROM (SELECT EXTRACT(year FROM current_date) FROM customers) q", "refused column-notation-call"));
        cases.Add(("SELECT q.text, q.int4 FROM (SELECT (1 + 1)::text, '5'::int FROM customers) q", "2|5"));
        await database.ExpectAsync([.. cases]);
    }

    [Fact]
    public async Task Run_FieldThatIsAColumn_IsTheColumnWhateverFunctionsAreCalled()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Functions);

        await database.ExpectAsync(
            ("SELECT c.id, c.name FROM customers c", "7|Ann"),
            ("SELECT (c).id FROM customers c", "7"),
            ("SELECT customers.name FROM customers", "Ann"),
            ("SELECT public.customers.name FROM public.customers", "Ann"),
            ("SELECT p.name FROM people p", "Ann"),
            ("SELECT q.name FROM (SELECT * FROM customers) q", "Ann"),
            ("SELECT q.total FROM (SELECT sum(o.total) AS total FROM sales.orders o) q", "12.5"),
            ("WITH q AS (SELECT c.id, o.total FROM customers c JOIN sales.orders o ON o.customer_id = c.id) SELECT q.id, q.total FROM q", "7|12.5"),
            ("SELECT c.name, sum(o.total) AS total FROM customers AS c JOIN sales.orders AS o ON o.customer_id = c.id GROUP BY c.name", "Ann|12.5"),
            ("SELECT g.seq FROM generate_series(1, 2) AS g (seq)", "1;2"),
            ("SELECT e.key FROM json_each('{\"a\":1}') e", "a"));
    }
}
