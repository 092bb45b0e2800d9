using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Every rule of the guard with what it is there for and a statement that it refuses: docs/guard-rules.md is made of it.</summary>
internal static class GuardRuleBook
{
    /// <summary>What the examples are judged under: two schemas, a barred column, code of the user's behind a type, an operator and a cast.</summary>
    public static GuardScope Scope { get; } = new()
    {
        ServerVersion = 16,
        AllowedSchemas = ["sales", "public"],
        SearchPath = ["public", "sales"],
        KnownRelations = new HashSet<RelationName> { new("public", "customers"), new("sales", "invoices"), new("sales", "staff") },
        ForeignOperators = new HashSet<string> { "===" },
        OneArgumentFunctions = new HashSet<string> { "full_name" },
        Columns = new Dictionary<RelationName, IReadOnlyList<string>> { [new("public", "customers")] = ["id", "name"] },
        Barred = new Dictionary<RelationName, BarredRelation> { [new("sales", "staff")] = new(new HashSet<string> { "salary" }, ["id", "name"]) },
        HiddenRowTypes = new HashSet<RelationName> { new("sales", "staff") },
        Types = new TypeBook
        {
            Known = new HashSet<RelationName> { new("public", "postcode"), new("sales", "staff") },
            Code = new Dictionary<RelationName, CodeOfType> { [new("public", "postcode")] = new() { Making = "public.check_postcode" } },
        },
        Extensions = new ExtensionFunctions([], new HashSet<string>(), []),
    };

    public static IReadOnlyList<GuardRuleEntry> Entries { get; } =
    [
        new(GuardRules.Empty, "A text without a statement.", "-- only a comment"),
        new(
            GuardRules.TooLong,
            "More than 512 KiB of text, or 1 MiB as it would be printed.",
            Shown("SELECT 1 and a million spaces", $"SELECT 1{new string(' ', 1 << 20)}")),
        new(
            GuardRules.TooDeep,
            "Trees of more than 1,400 levels, and crowds: more than 100 things to read from, 2,000 queries, 4,000 calls, 512 grouping sets.",
            Shown("SELECT 1 + 1 + ... five thousand times", Repeated("SELECT ", "1+", "1"))),
        new(
            GuardRules.TooSlow,
            "What PostgreSQL's scanner takes quadratic time for: comments in comments, long runs of signs.",
            Shown("SELECT 1 and two hundred times /*", $"SELECT 1 {string.Concat(Enumerable.Repeat("/*", 200))}")),
        new(GuardRules.TextNotPlain, "NUL characters and halves of characters.", Shown("SELECT 'a', a NUL character, '", "SELECT 'a\0'")),
        new(GuardRules.Syntax, "What PostgreSQL 18's parser does not read.", "SELECT TOP 5 * FROM customers"),
        new(GuardRules.SeveralStatements, "More than one statement.", "SELECT id FROM customers; DELETE FROM customers"),
        new(GuardRules.NotAQuery, "Anything but SELECT, VALUES, TABLE and WITH.", "EXPLAIN ANALYZE SELECT id FROM customers"),
        new(GuardRules.DataModifying, "Writing inside WITH.", "WITH gone AS (DELETE FROM customers RETURNING id) SELECT count(*) FROM gone"),
        new(GuardRules.SelectInto, "SELECT INTO, which makes a table.", "SELECT id INTO copy FROM customers"),
        new(GuardRules.RowLock, "Locking clauses.", "SELECT id FROM customers FOR UPDATE"),
        new(GuardRules.Parameter, "Parameters, which nothing fills.", "SELECT * FROM customers WHERE id = $1"),
        new(GuardRules.NodeNotListed, "Grammar that nobody has thought about yet, and XML.", "SELECT xmlelement(name a, 'x')"),
        new(
            GuardRules.WordTooNew,
            "Words that this server is too old for: it would read them as the call of whatever function is called so.",
            "SELECT JSON_VALUE('{\"a\": 1}', '$.a')"),
        new(GuardRules.FunctionNotListed, "Functions that are not on the lists.", "SELECT pg_read_file('/etc/passwd')"),
        new(
            GuardRules.FunctionSchema,
            "Functions outside pg_catalog that the site has not listed and no well-known extension owns.",
            "SELECT public.full_name(1)"),
        new(
            GuardRules.ColumnNotation,
            "Fields that would be calls: row.name is name(row) when there is no such column.",
            "SELECT c.full_name FROM customers c"),
        new(GuardRules.FunctionTooLarge, "Constants that grow while PostgreSQL plans.", "SELECT repeat('x', 900000000)"),
        new(
            GuardRules.ExpansionTooLarge,
            "Expressions that the planner would multiply by putting those of sub-queries in the place of their names.",
            Shown("SELECT x * x AS x FROM (SELECT x * x AS x FROM (... twenty times", Doubled())),
        new(GuardRules.SessionIdentity, "Words about the session.", "SELECT current_user"),
        new(GuardRules.RelationSystem, "PostgreSQL's own catalogs.", "SELECT * FROM pg_shadow"),
        new(GuardRules.RelationSchema, "Schemas that may not be read.", "SELECT * FROM hr.salaries"),
        new(GuardRules.RelationDatabase, "Names of databases.", "SELECT * FROM shop.public.customers"),
        new(GuardRules.RelationUnknown, "Names of no table or view that may be read.", "SELECT * FROM custmers"),
        new(GuardRules.ColumnBarred, "Columns that the site bars, by whatever way.", "SELECT * FROM staff"),
        new(GuardRules.TypeHidden, "Row types that would tell the columns of tables that may not be known.", "SELECT (NULL::sales.staff).*"),
        new(GuardRules.OperatorSchema, "Operators by a schema other than pg_catalog.", "SELECT 1 OPERATOR(public.+) 2"),
        new(GuardRules.OperatorForeign, "Operators that have an implementation of the user's.", "SELECT 1 === 2"),
        new(
            GuardRules.TypeNotListed,
            "Types that name objects of the database, run a parser of their own, or belong to the server's inside.",
            "SELECT 'customers'::regclass"),
        new(GuardRules.TypeSchema, "Types that are not there, or in schemas that may not be used.", "SELECT 'x'::hr.grade"),
        new(GuardRules.TypeForeign, "Types, casts and operator classes behind which code of the user's runs.", "SELECT '1234'::postcode"),
        new(GuardRules.CollationSchema, "Collations of schemas that may not be used.", "SELECT name COLLATE hr.names FROM customers"),
        new(GuardRules.SampleMethod, "Sampling methods other than BERNOULLI and SYSTEM.", "SELECT * FROM customers TABLESAMPLE system_rows (5)"),
    ];

    /// <summary>Rules that no statement brings about by itself.</summary>
    public static IReadOnlyDictionary<string, string> WithoutExample { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [GuardRules.Busy] = "Nothing: so many statements were being read that this one waited half a second in vain.",
        [GuardRules.NotReproducible] = "What would not be read back as the same tree after printing: a mistake of the printer's becomes a refusal.",
    };

    private static GuardRuleExample Shown(string words, string sql) => new(sql, words);

    private static string Repeated(string start, string step, string end) => start + string.Concat(Enumerable.Repeat(step, 5_000)) + end;

    private static string Doubled() =>
        Enumerable.Range(0, 20).Aggregate("SELECT id AS x FROM customers", (inner, i) => $"SELECT x * x AS x FROM ({inner}) q{i}");
}

/// <param name="Rule">Its slug.</param>
/// <param name="Refuses">What it is there for.</param>
/// <param name="Example">Refused by it.</param>
internal sealed record GuardRuleEntry(string Rule, string Refuses, GuardRuleExample Example);

/// <param name="Sql">The statement.</param>
/// <param name="Words">Says what it is where it is too long to be shown.</param>
internal sealed record GuardRuleExample(string Sql, string? Words)
{
    public static implicit operator GuardRuleExample(string sql) => new(sql, null);
}
