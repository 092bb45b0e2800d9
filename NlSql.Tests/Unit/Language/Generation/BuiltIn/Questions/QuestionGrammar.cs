using System.Text.Json;
using CsCheck;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>
/// Makes questions about a catalog: some as a person would put them, some mere heaps of words. They are made of the schema's names and values, of every
/// phrase that the
/// translator knows, of numbers and dates of all sizes, and of what is no language at all.
/// </summary>
internal static class QuestionGrammar
{
    private static readonly string[] Numbers =
    [
        "0", "1", "2.5", "3", "10", "500", "1,000", "1,5", "2024", "0003", "2147483647", "2147483648", "3000000000", "9223372036854775808",
        "79228162514264337593543950335",
        "79228162514264337593543950336", "79228162514264337593543950335k", "99999999999999999999999999m", "7922816251426433759354395033 million",
        "0.00000000000000000000000000001",
        "1e400", "$500", "€ 12", "500 £", "zero", "dozen", "two hundred", "-5", "007", "3rd", "31st", "1st",
    ];

    private static readonly string[] Dates =
    [
        "2024-05-31", "9999-12-31", "0001-01-01", "2024-02-31", "31 February", "30 February 2024", "March 2025", "2025 March", "2024 December 5",
        "May", "May and October 2024", "Q3", "2024 Q1",
        "November to February 2025", "last month", "next year", "past 1000 years", "last 3000000000 days", "last 2.5 weeks", "tomorrow",
        "the last quarter of 2024", "2200", "1500", "from 2024 to 2023",
        "between 2024-12-31 and 2024-01-01", "between 2020 and 99999999", "between 9999-12-31 and 0001-01-01", "since 9999-12-31", "after 9999-12-31",
        "until 9999-12-31", "compared to 0001-01-01",
        "FY24", "FY 2025", "FY9999", "Q4 FY9999", "FY0001", "Q1 FY0001", "FY00", "FY2200", "fiscal year 2024", "fiscal 1500", "Q4 of fiscal 2200",
        "fiscal Q1 2024", "last fiscal quarter", "next fiscal year", "by fiscal year", "financial year 9999",
    ];

    private static readonly string[] Junk =
    [
        "purple", "Zorgon", "Black Friday", "\"Order Details\"", "\"\"", "\" \"", "'", "\"", "`select`", "''; drop table x; --", "%", "\\", "\0",
        "\uD800", "😀", "مرحبا", "ﬁ", "İ", "null", "(", ")", ",", ".",
        "?", "!=", "<", ">=", "{}", "public.orders", "a.b.c", "_", "__", "n't", "'s", "#", "…", "\u200B", "\u2028", "ORDER", "Select",
    ];

    /// <summary>Every phrase of the word table, whatever it does.</summary>
    private static readonly string[] Phrases = ReadPhrases();

    /// <summary>A question and what was asked before it.</summary>
    public static Gen<GenerationRequest> Requests(SchemaCatalog catalog)
    {
        var question = Questions(catalog);
        return Gen.Select(question, question.Array[0, 2], Gen.Bool, (asked, earlier, always) => new GenerationRequest
        {
            Question = asked,
            Catalog = catalog,
            Schema = RetrievedSchema.Empty,
            History = [.. earlier.Select(q => new PriorTurn(q, ""))],
            AnswerAlways = always,
        });
    }

    public static string Describe(GenerationRequest request) =>
        JsonSerializer.Serialize(new { request.Question, History = request.History.Select(h => h.Question), request.AnswerAlways });

    private static Gen<string> Questions(SchemaCatalog catalog)
    {
        var name = Gen.OneOf<string>([
            .. catalog.Tables.SelectMany(Named).Concat(catalog.Tables.SelectMany(t => t.Columns).SelectMany(c => Spoken(c.Name))).Distinct()
        ]);
        var table = Gen.OneOf<string>([.. catalog.Tables.SelectMany(Named)]);
        var value = Gen.OneOf<string>([
            .. catalog.Tables.SelectMany(t => t.Columns)
            .SelectMany(c => c.Statistics.Samples.Select(s => s.Value).Concat(c.EnumLabels))
            .Append("nothing")
            .Distinct()
            .Take(400)
        ]);
        var (phrase, number, date, junk) = (Gen.OneOf<string>(Phrases), Gen.OneOf<string>(Numbers), Gen.OneOf<string>(Dates), Gen.OneOf<string>(Junk));
        var word = Gen.Frequency((6, name), (6, phrase), (2, value), (2, number), (2, date), (1, junk));
        var heap = word.Array[0, 14].Select(words => string.Join(' ', words));

        var lead = Gen.OneOf<string>(
            "", "show", "which", "what is the", "how many", "number of", "average", "total", "maximum", "top 5", "the second highest",
            "percentage of", "ratio of", "list the different", "running total of");
        var comparison = Gen.OneOf<string>(
            "over", "at least", "more than", "less than the average", "more than average", "between 5 and", "=", "is not", "contains", "or",
            "with", "without", "in", "older than", "is null");
        var condition = Gen.Select(
            Gen.OneOf<string>("with", "where", "whose", "and", "or", "of", "in", "not"),
            Gen.OneOf(name, value, date),
            comparison,
            Gen.OneOf(number, date, value, name),
            (a, b, c, d) => $"{a} {b} {c} {d}");
        var end = Gen.Select(
            Gen.OneOf<string>("by", "per", "for each", "sorted by", "compared to", "month over month by", "by month and", "more than", "both"),
            name,
            (a, b) => $"{a} {b}");
        var sentence = Gen.Select(lead, table, condition.Array[0, 3], end.Array[0, 2], (a, b, c, d) => string.Join(' ', (string[])[a, b, .. c, .. d]));
        var followUp = Gen.Select(
            Gen.OneOf<string>("only", "and by", "what about", "only the top", "top", "same for", "by", "instead"),
            word,
            (a, b) => $"{a} {b}");
        var endless = Gen.Select(word, Gen.Int[200, 1200], (w, n) => string.Join(' ', Enumerable.Repeat(w, n)));
        return Gen.Frequency((50, sentence), (40, heap), (9, followUp), (1, endless));
    }

    private static IEnumerable<string> Named(TableInfo table) => Spoken(table.Name.Name).Append(table.Name.ToString());

    /// <summary>A name as it stands in the schema and as it is said.</summary>
    private static IEnumerable<string> Spoken(string name) => [name, name.Replace('_', ' ').ToLowerInvariant()];

    private static string[] ReadPhrases()
    {
        var assembly = typeof(BuiltInTranslator).Assembly;
        using var stream =
            assembly.GetManifestResourceStream(assembly.GetManifestResourceNames()
                .Single(n => n.EndsWith(".BuiltIn.Language.en.json", StringComparison.Ordinal)))!;
        using var table = JsonDocument.Parse(stream);
        return [.. table.RootElement.EnumerateObject().SelectMany(p => Texts(p.Value).Concat(Keys(p.Value))).Where(t => t.Length > 0).Distinct()];
    }

    private static IEnumerable<string> Keys(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(p => p.Name) : [];

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value)),
        _ => [],
    };
}
