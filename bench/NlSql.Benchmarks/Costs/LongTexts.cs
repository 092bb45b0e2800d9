using System.Text;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Drafting;

namespace NlSql.Benchmarks.Costs;

/// <summary>Texts of the allowed length, of kinds that are dear to somebody who reads them.</summary>
internal static class LongTexts
{
    private static readonly string[] People = ["Anna", "Bert", "Carla", "Dora", "Emil", "Frida", "Gustav", "Hanna"];

    private static readonly string[] Columns =
        ["customer", "order line", "invoice", "payment amount", "product name", "unit price", "country", "due date", "tax rate"];

    /// <summary>As long as a question or an instruction may be.</summary>
    public static IEnumerable<(string Name, string Text)> Questions { get; } =
    [
        ("combining marks", Question(_ => "e\u0301")),
        ("marks on one letter", "e" + Question(_ => "\u0301")[1..]),
        ("marks of many classes", "e" + Question(_ => "\u0301\u0323\u0327\u0345\u05b0")[1..]),
        ("Hangul jamo", Question(_ => "\u1112\u1161\u11ab")),
        ("Hangul syllables", Question(i => ((char)(0xAC00 + (i % 11000))).ToString())),
        ("ideographs", Question(i => ((char)(0x4E00 + (i % 20000))).ToString())),
        ("emoji", Question(_ => "\U0001F600")),
        ("one long word", Question(_ => "a")),
        ("a long word of words", Question(_ => "ordercustomerproduct")),
        ("long words", Question(i => $"{new string((char)('a' + (i % 26)), 60)} ")),
        ("short words", Question(_ => "of order ")),
        ("different words", Question(i => $"{Letters(i)} ")),
        ("words of the schema", Question(i => $"{Columns[i % Columns.Length]} ")),
        ("misspelt words of the schema", Question(i => $"{Columns[i % Columns.Length].Insert(i % 4, "x")} ")),
        ("numbers", Question(i => $"{i} ")),
        ("dates", Question(i => FormattableString.Invariant($"2024-{1 + (i % 12):00}-{1 + (i % 28):00} "))),
        ("quotes", Question(i => $"'x{i}' ")),
        ("open quotes", Question(_ => "'")),
        ("commas", Question(_ => "a, ")),
        ("names", Question(i => $"{People[i % 8]} {People[i / 8 % 8]}son, ")),
        ("conditions", Question(i => $"amount above {i} and ")),
        ("sentences", Question(i => $"How many orders in {2000 + (i % 25)}? ")),
        ("parentheses", Question(_ => "(")),
        ("pluses", Question(_ => "+")),
        ("comments", Question(_ => "/*")),
        ("a statement", "SELECT " + Question(_ => "a + ")[8..] + "1"),
    ];

    /// <summary>As long as a statement may be.</summary>
    public static IEnumerable<(string Name, string Text)> Statements { get; } =
    [
        ("a list of numbers", Statement("SELECT * FROM t WHERE id IN (0", i => $",{i}", ")")),
        ("a list of texts", Statement("SELECT * FROM t WHERE n IN (''", i => $",'{i}'", ")")),
        ("a list of short numbers", Statement("SELECT * FROM t WHERE id IN (0", _ => ",1", ")")),
        ("columns", Statement("SELECT a", _ => ",a", " FROM t")),
        ("columns with a table", Statement("SELECT t.a", _ => ",t.a", " FROM t")),
        ("columns with names", Statement("SELECT a", i => $",a b{i}", " FROM t")),
        ("different columns", Statement("SELECT a", i => $",c{i}", " FROM t")),
        ("stars", Statement("SELECT *", _ => ",*", " FROM t")),
        ("conditions", Statement("SELECT 1 FROM t WHERE a>0", _ => " OR a>1", "")),
        ("tests for null", Statement("SELECT 1 FROM t WHERE a IS NULL", _ => " OR a IS NULL", "")),
        ("additions of parts", Statement("SELECT 1", _ => ",1+1", "")),
        ("texts", Statement("SELECT ''", _ => ",''", "")),
        ("casts", Statement("SELECT 1", _ => ",a::int", " FROM t")),
        ("calls", Statement("SELECT 1", _ => ",f()", "")),
        ("arrays", Statement("SELECT ARRAY[0", _ => ",1", "]")),
        ("nested arrays", Statement("SELECT 1", _ => ",ARRAY[1]", "")),
        ("rows", Statement("VALUES (1)", _ => ",(1)", "")),
        ("wide rows", Statement("VALUES (1,1,1,1)", _ => ",(1,1,1,1)", "")),
        ("sort keys", Statement("SELECT a FROM t ORDER BY a", _ => ",a", "")),
        ("group keys", Statement("SELECT 1 FROM t GROUP BY a", _ => ",a", "")),
        ("cases", Statement("SELECT CASE WHEN a THEN 1", _ => " WHEN a THEN 1", " END FROM t")),
        ("subscripts", Statement("SELECT 1", _ => ",a[1]", " FROM t")),
        ("fields", Statement("SELECT 1", _ => ",(a).b", " FROM t")),
        ("unions", Statement("SELECT 1", _ => " UNION ALL SELECT 1", "")),
        ("statements", Statement("SELECT 1", _ => ";SELECT 1", "")),
        ("empty statements", Statement("SELECT 1", _ => ";", "")),
        ("one long text", Statement("SELECT '", _ => "x", "'")),
        ("one text of quotes", Statement("SELECT '", _ => "''", "'")),
        ("one escaped text", Statement("SELECT E'", _ => "\\n", "'")),
        ("one long name", Statement("SELECT ", _ => "x", "")),
        ("long names", Statement("SELECT a", i => $",\"{new string('x', 60)}{i}\"", " FROM t")),
        ("one long number", Statement("SELECT ", _ => "9", "")),
        ("white space", Statement("SELECT", _ => " ", "1")),
        ("comments", Statement("SELECT 1", _ => "/**/", "")),
        ("comments to the end", Statement("SELECT 1", _ => "--\n", "")),
        ("parentheses", Statement("SELECT ", _ => "(", "")),
        ("a chain", Statement("SELECT 1", _ => "+1", "")),
        ("open text", Statement("SELECT ", _ => "'", "")),
        ("commas", Statement("SELECT ", _ => ",", "")),
        ("syntax error at the end", Statement("SELECT a", _ => ",a", " FROM")),
        ("ideographs", Statement("SELECT '", _ => "\u6f22", "'")),
        ("names of letters", Statement("SELECT \u00e9", _ => ",\u00e9", "")),
        ("statements of letters", Statement("SELECT \u00e9", _ => ";SELECT \u00e9", "")),
        ("letters up to an error", Statement("SELECT \u00e9", _ => ",\u00e9", " FROM")),
        ("hexadecimal digits", Statement("SELECT 0x0", _ => "f", "")),
        ("a lock", Statement("SELECT 1 FROM t WHERE a IN (0", _ => ",1", ") FOR UPDATE OF t")),
        ("a table made", Statement("SELECT 1 INTO x FROM t WHERE a IN (0", _ => ",1", ")")),
        ("a JSON array", Statement("SELECT JSON_ARRAY(a", _ => ",a", ") FROM t")),
        ("a JSON array of numbers", Statement("SELECT JSON_ARRAY(1", _ => ",1", ")")),
        ("a JSON object", Statement("SELECT JSON_OBJECT(a:a", _ => ",a:a", ") FROM t")),
        ("columns of a JSON table", Statement("SELECT 1 FROM JSON_TABLE('{}', '$' COLUMNS (a int", _ => ",a int", ")) q")),
        ("names of control characters", Statement("SELECT 1", _ => ",\"\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\"", " FROM t")),
        ("texts of control characters", Statement("SELECT ''", _ => ",'\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001'", " FROM t")),
        ("escaped texts", Statement("SELECT 1", _ => ",E'\\u0061'", " FROM t")),
        ("dates", Statement("SELECT 1", _ => ",DATE'1'", " FROM t")),
        ("keys of a window", Statement("SELECT count(*) OVER (ORDER BY a", _ => ",a", ") FROM t")),
        ("order of an aggregate", Statement("SELECT array_agg(a ORDER BY a", _ => ",a", ") FROM t")),
        ("long sums", Statement($"SELECT 1{Repeated("+a", 300)}", _ => $",1{Repeated("+a", 300)}", " FROM t")),
        ("long JSON steps", Statement($"SELECT a{Repeated("->1", 300)}", _ => $",a{Repeated("->1", 300)}", " FROM t")),
        ("nested cases", Statement(
            "SELECT 1", _ => $",{Repeated("CASE WHEN a THEN 1 ELSE ", 200)}a{Repeated(" END", 200)}", " FROM t")),
        ("nested rows", Statement("SELECT 1", _ => $",{Repeated("ROW(", 200)}1{Repeated(")", 200)}", " FROM t")),
        ("a long dotted call", Statement("SELECT a", _ => ".a", "()")),
        ("tables", Statement("SELECT 1 FROM t", _ => ",t", "")),
        ("queries by name", Statement("WITH a AS (SELECT 1)", _ => ",a AS (SELECT 1)", " SELECT 1")),
        ("windows", Statement("SELECT 1 FROM t WINDOW w AS ()", _ => ",w AS ()", "")),
        ("parameters", Statement("SELECT $1", _ => ",$1", "")),
        ("casts of casts", Statement($"SELECT a{Repeated("::int", 300)}", _ => $",a{Repeated("::int", 300)}", " FROM t")),
        ("tables to clean", Statement("VACUUM t", _ => ",t", "")),
        ("columns of an index", Statement("CREATE INDEX ON t (a", _ => ",a", ")")),
        ("tables to lock", Statement("SELECT 1 FROM t FOR UPDATE OF t", _ => ",t", "")),
        ("columns deep inside", Statement($"SELECT {Repeated("(SELECT ", 90)}a IN (a", _ => ",a", $"){Repeated(")", 90)} FROM t")),
        ("calls within calls", Statement($"SELECT {Repeated("abs(", 250)}a IN (a", _ => ",a", $"){Repeated(")", 250)} FROM t")),
        ("paths within paths", Statement($"SELECT {Repeated("(a @? ", 250)}ARRAY['**'", _ => ",'**'", $"]{Repeated(")", 250)} FROM t")),
        ("names of wide queries", Statement($"SELECT {Wide} FROM t ORDER BY c1", _ => ",c1", "")),
        ("places of wide queries", Statement($"SELECT {Wide} FROM t ORDER BY 1", _ => ",1", "")),
        ("rows of wide queries", Statement($"SELECT 1 FROM (SELECT {Wide} FROM t) q WHERE q IS NULL", _ => " OR q IS NULL", "")),
        ("joins of wide queries", WideJoins()),
        ("stars of wide queries", Statement(
            $"WITH RECURSIVE q AS (SELECT {Wide} FROM t UNION ALL SELECT q.* FROM q) SEARCH DEPTH FIRST BY c1 SET o SELECT q.*", _ => ",q.*", " FROM q")),
        ("queries backwards", Statement(
            $"WITH RECURSIVE q0 AS (SELECT y FROM t), {Backwards(45)} SELECT {Repeated("y + ", 100)}y IN (y", _ => ",y", ") FROM q45")),
    ];

    /// <summary>1,600 columns, about as many as PostgreSQL takes in a query.</summary>
    private static string Wide => string.Join(',', Enumerable.Range(1, 1_600).Select(i => FormattableString.Invariant($"a c{i}")));

    private static string Repeated(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    /// <summary>Each join has all columns of those within it.</summary>
    private static string WideJoins() => $"WITH q AS (SELECT {Wide} FROM t) SELECT 1 FROM {Repeated("(", 90)}q{string.Concat(
        Enumerable.Range(1, 90).Select(i => FormattableString.Invariant($" CROSS JOIN q q{i}) j{i}")))}";

    /// <summary>Each WITH query reads the one behind it.</summary>
    private static string Backwards(int count) => string.Join(
        ',', Enumerable.Range(1, count).Reverse().Select(i => FormattableString.Invariant($"q{i} AS (SELECT y FROM q{i - 1})")));

    private static string Question(Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < QuestionCheck.MaxLength; i++)
        {
            text.Append(part(i));
        }

        return text.ToString(0, QuestionCheck.MaxLength);
    }

    /// <summary>As many parts as the limits of bytes and of words let through.</summary>
    private static string Statement(string before, Func<int, string> part, string after)
    {
        var (fewest, most) = (0, SqlGuard.MaxLength);
        while (most - fewest > 1)
        {
            var middle = (fewest + most) / 2;
            var bytes = Encoding.UTF8.GetBytes(Parts(middle));
            (fewest, most) = bytes.Length <= SqlGuard.MaxLength && CostlyText.Find(bytes)?.Cost != Cost.ManyWords ? (middle, most) : (fewest, middle);
        }

        return Parts(fewest);

        string Parts(int count)
        {
            var text = new StringBuilder(before);
            for (var i = 0; i < count && text.Length <= SqlGuard.MaxLength; i++)
            {
                text.Append(part(i));
            }

            return text.Append(after).ToString();
        }
    }

    private static string Letters(int number) =>
        string.Concat(number.ToString("000000", System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));
}
