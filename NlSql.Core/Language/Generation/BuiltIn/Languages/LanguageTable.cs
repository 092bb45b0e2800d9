using System.Collections.Frozen;
using System.Text.Json;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>
/// A language that is not the grammar's, read from an embedded JSON table: by which words it is known, what its words are called in the grammar's
/// language, and how its phrases are put. Another language is another table.
/// </summary>
internal sealed class LanguageTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };
    private readonly FrozenDictionary<string, PhraseRule[]> rulesOf;
    private readonly FrozenDictionary<string, Noun> nouns;
    private readonly FrozenDictionary<string, string> prefixes;
    private readonly FrozenDictionary<string, string> adjectives;
    private readonly FrozenDictionary<string, string> verbs;
    private readonly string[] endings;
    private readonly string[] joints;

    private LanguageTable(Table table)
    {
        Evidence = Keys(table.Evidence);
        OfGrammar = Keys(table.OfGrammar);
        Shared = Keys(table.Shared);
        Naming = Keys(table.Naming);
        Dropped = Keys(table.Dropped);
        Genitives = Keys(table.Genitives);
        Singular = Keys(table.Singular);
        BeforeYears = Keys(table.BeforeYears);
        Months = Entries(table.Months);
        Numbers = Entries(table.Numbers);
        Words = Entries(table.Words);
        Names = Entries(table.Names);
        verbs = Entries(table.Verbs);
        adjectives = Entries(table.Adjectives);
        prefixes = Entries(table.Prefixes);
        endings = table.Endings;
        joints = table.Joints;
        nouns = table.Nouns.Select(Noun.Parse).SelectMany(n => n.Forms).GroupBy(f => f.Form, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.First().Noun);
        rulesOf = table.Rules.Select(r => PhraseRule.Parse(r[0], r[1])).SelectMany(r => r.Openings.Select(o => (Opening: o, Rule: r)))
            .GroupBy(r => r.Opening, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Select(r => r.Rule).ToArray());
    }

    public static LanguageTable German { get; } = Load("de");

    /// <summary>Words by which the language is known.</summary>
    public FrozenSet<string> Evidence { get; }

    /// <summary>Words by which the grammar's own is known.</summary>
    public FrozenSet<string> OfGrammar { get; }

    /// <summary>Words that mean something in both.</summary>
    public FrozenSet<string> Shared { get; }

    /// <summary>Words behind which a name stands.</summary>
    public FrozenSet<string> Naming { get; }

    /// <summary>Articles and the like, which the grammar does not need.</summary>
    public FrozenSet<string> Dropped { get; }

    /// <summary>Articles that say "of" behind a noun.</summary>
    public FrozenSet<string> Genitives { get; }

    /// <summary>Words behind which a noun is one.</summary>
    public FrozenSet<string> Singular { get; }

    /// <summary>Words behind which a year stands by itself: "gab es 2024".</summary>
    public FrozenSet<string> BeforeYears { get; }

    public FrozenDictionary<string, string> Months { get; }

    public FrozenDictionary<string, string> Numbers { get; }

    public FrozenDictionary<string, string> Words { get; }

    /// <summary>Countries and towns; one that the database writes as the user does stays as it is.</summary>
    public FrozenDictionary<string, string> Names { get; }

    public IReadOnlyList<PhraseRule> RulesAt(string key) => rulesOf.TryGetValue(key, out var rules) ? rules : [];

    public IReadOnlyList<PhraseRule> OpenRules => RulesAt(PhraseRule.Anything);

    public string? VerbOf(string key) => Bent(key, verbs);

    public string? AdjectiveOf(string key) => Bent(key, adjectives);

    public Noun? NounOf(string key) => nouns.GetValueOrDefault(key) ?? Cases(key).Select(k => nouns.GetValueOrDefault(k)).FirstOrDefault(n => n is not null);

    /// <summary>A word of this language that is written otherwise in the grammar's.</summary>
    public bool IsOwn(SaidWord word) => word.Kind == SaidKind.Word && !OfGrammar.Contains(word.Key)
        && (nouns.GetValueOrDefault(word.Key)?.One ?? AdjectiveOf(word.Key) ?? Numbers.GetValueOrDefault(word.Key))
            is { } called
        && !Shared.Contains(word.Key) && called[0] != word.Key[0];

    /// <summary>The parts of a compound with where each begins; null for what is none.</summary>
    public IReadOnlyList<(int Start, Noun Noun)>? PartsOf(string key)
    {
        const int Shortest = 3;
        for (var end = key.Length - Shortest; end >= Shortest; end--)
        {
            if (First(key[..end]) is { } first)
            {
                if (NounOf(key[end..]) is { } last)
                {
                    return [(0, first), (end, last)];
                }

                if (PartsOf(key[end..]) is { } rest)
                {
                    return [(0, first), .. rest.Select(p => (p.Start + end, p.Noun))];
                }
            }
        }

        return null;
    }

    private Noun? First(string key)
    {
        if (prefixes.TryGetValue(key, out var prefix))
        {
            return new Noun(prefix, prefix, false, []);
        }

        var noun = nouns.GetValueOrDefault(key) ?? joints.Where(j => key.EndsWith(j, StringComparison.Ordinal))
            .Select(j => nouns.GetValueOrDefault(key[..^j.Length])).FirstOrDefault(n => n is not null);
        return noun is null ? null : noun with { IsMany = false };
    }

    private string? Bent(string key, FrozenDictionary<string, string> table) =>
        table.GetValueOrDefault(key) ?? Cases(key).Select(k => table.GetValueOrDefault(k)).FirstOrDefault(w => w is not null);

    private IEnumerable<string> Cases(string key) =>
        endings.Where(e => key.Length > e.Length + 2 && key.EndsWith(e, StringComparison.Ordinal)).Select(e => key[..^e.Length]);

    private static FrozenSet<string> Keys(string[] words) => words.Select(SaidWord.Fold).ToFrozenSet();

    private static FrozenDictionary<string, string> Entries(Dictionary<string, string> table) =>
        table.SelectMany(e => e.Key.Split(' ').Select(k => (Key: SaidWord.Fold(k), e.Value))).GroupBy(e => e.Key, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.First().Value);

    private static LanguageTable Load(string table)
    {
        var name = $"{typeof(Lexicon).Namespace}.{table}.json";
        using var stream = typeof(LanguageTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table of words {name} is not in the assembly.");
        return new LanguageTable(JsonSerializer.Deserialize<Table>(stream, Json) ?? throw new InvalidOperationException($"The table {name} is empty."));
    }

    private sealed record Table(
        string[] Evidence,
        string[] OfGrammar,
        string[] Shared,
        string[] Naming,
        string[] Dropped,
        string[] Genitives,
        string[] Singular,
        string[] BeforeYears,
        string[] Endings,
        string[] Joints,
        Dictionary<string, string> Months,
        Dictionary<string, string> Numbers,
        Dictionary<string, string> Words,
        Dictionary<string, string> Names,
        Dictionary<string, string> Verbs,
        Dictionary<string, string> Adjectives,
        Dictionary<string, string> Prefixes,
        string[] Nouns,
        string[][] Rules);
}

/// <summary>What a noun is called in the grammar's language.</summary>
/// <param name="IsMany">The form at hand may be the plural.</param>
/// <param name="Said">The forms as the user may write them, singular first.</param>
internal sealed record Noun(string One, string Many, bool IsMany, IReadOnlyList<string> Said)
{
    public IEnumerable<(string Form, Noun Noun)> Forms => Said.Select((form, i) => (form, this with { IsMany = i > 0 || IsSame })).DistinctBy(f => f.form);

    /// <summary>One "Mitarbeiter" and many are written alike.</summary>
    private bool IsSame => Many != One && (Said.Count == 1 || (Said[0].EndsWith("er", StringComparison.Ordinal) && Said[1] == $"{Said[0]}n"));

    /// <summary>"kunde kunden = customer customers": forms, and what one and many of them are called; one word on the right has no plural.</summary>
    public static Noun Parse(string line)
    {
        var sides = line.Split(" = ");
        var said = sides[0].Split(' ').Select(SaidWord.Fold).ToList();
        var called = sides[1].Split('/');
        return new Noun(called[0], called.Length > 1 ? called[1] : called[0], false, said);
    }
}
