using System.Collections.Frozen;
using System.Text.Json;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>
/// Everything the translator knows of one natural language, read from an embedded JSON table. Code never names a word of
/// the language: another language is another table.
/// </summary>
internal sealed class Lexicon
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    private readonly FrozenDictionary<string, Cue> cues;
    private readonly FrozenDictionary<string, FrozenSet<string>> synonyms;
    private readonly FrozenDictionary<string, FrozenSet<string>> houseNames;

    private Lexicon(LexiconTable table, BusinessCalendar calendar, IReadOnlyList<string[]> house)
    {
        Calendar = calendar;
        Fiscal = table.Fiscal.ToFrozenSet();
        FiscalYear = table.FiscalYear;
        Stopwords = table.Stopwords.ToFrozenSet();
        Phrases = table.Phrases.ToDictionary(p => p.Key, p => p.Value.Split(' ')).ToFrozenDictionary();
        Codes = table.Codes.ToFrozenDictionary();
        Numbers = table.Numbers.ToFrozenDictionary();
        Months = table.Months.ToFrozenDictionary();
        Periods = table.Periods.ToFrozenDictionary();
        Relatives = table.Relatives.ToFrozenDictionary();
        Days = table.Days.ToFrozenDictionary();
        Ordinals = table.Ordinals.ToFrozenDictionary();
        BeforeMonths = table.BeforeMonths.ToFrozenSet();
        RangeJoints = table.RangeJoints.ToFrozenSet();
        Anchored = table.Anchored.ToFrozenSet();
        RatioJoints = table.RatioJoints.ToFrozenSet();
        Defining = table.Defining;
        QuotientPhrase = table.QuotientPhrase;
        Units = table.Units.ToFrozenSet();
        LightVerbs = table.LightVerbs.ToFrozenSet();
        WriteVerbs = table.WriteVerbs.ToFrozenSet();
        PoliteWords = table.PoliteWords.ToFrozenSet();
        Rates = table.Rates.ToFrozenSet();
        Plans = table.Plans.ToFrozenSet();
        StateColumns = table.StateColumns.ToFrozenSet();
        VoidedStates = table.VoidedStates.ToFrozenSet();
        Measures = table.Measures;
        FollowUps = table.FollowUps;
        Dimensions = [
            .. table.Dimensions.Select(d => new Dimension(d.Words, d.Verbs ?? [], d.Columns, d.Reversed ?? [], d.Superlatives ?? [], d.Sign, d.Temporal))
        ];
        cues = BuildCues(table, Dimensions);
        LongestCue = cues.Keys.Max(k => k.Count(c => c == ' ') + 1);
        synonyms = BuildSynonyms(table.Synonyms);
        houseNames = BuildSynonyms(house);
    }

    public static Lexicon English { get; } = Load("en", BusinessCalendar.Usual, []);

    /// <summary>Where the weeks and fiscal years that its words speak of begin.</summary>
    public BusinessCalendar Calendar { get; }

    /// <summary>Words before a year or a quarter that make it one of the fiscal year.</summary>
    public FrozenSet<string> Fiscal { get; }

    /// <summary>The short form before a number: "fy" of "FY2024".</summary>
    public string FiscalYear { get; }

    public FrozenSet<string> Stopwords { get; }

    public FrozenSet<string> Units { get; }

    /// <summary>Forms of verbs that say no more than that a thing or an event was there: "placed", "made".</summary>
    public FrozenSet<string> LightVerbs { get; }

    /// <summary>Verbs that ask for a change of the data when a question begins with them.</summary>
    public FrozenSet<string> WriteVerbs { get; }

    /// <summary>Words that may stand before the verb of a request: "please", "can you".</summary>
    public FrozenSet<string> PoliteWords { get; }

    /// <summary>Words of columns whose values are averaged rather than added up.</summary>
    public FrozenSet<string> Rates { get; }

    /// <summary>Words of columns that hold what is hoped for rather than what happened.</summary>
    public FrozenSet<string> Plans { get; }

    /// <summary>Last words of columns that say what has become of a row.</summary>
    public FrozenSet<string> StateColumns { get; }

    /// <summary>What such columns say of rows that were called off.</summary>
    public FrozenSet<string> VoidedStates { get; }

    public IReadOnlyList<MeasureConcept> Measures { get; }

    public FollowUpWords FollowUps { get; }

    /// <summary>Phrases of questions that mean the same as other words of identifiers.</summary>
    public FrozenDictionary<string, string[]> Phrases { get; }

    /// <summary>Words and the spellings under which data usually holds them.</summary>
    public FrozenDictionary<string, string[]> Codes { get; }

    public FrozenDictionary<string, decimal> Numbers { get; }

    public FrozenDictionary<string, int> Months { get; }

    public FrozenDictionary<string, string> Periods { get; }

    public FrozenDictionary<string, int> Relatives { get; }

    public FrozenDictionary<string, int> Days { get; }

    /// <summary>Places in an order other than the first.</summary>
    public FrozenDictionary<string, int> Ordinals { get; }

    /// <summary>Words after which the name of a month is one, though it may be another word elsewhere: "may".</summary>
    public FrozenSet<string> BeforeMonths { get; }

    /// <summary>What stands between the two ends of a stretch of time: "to".</summary>
    public FrozenSet<string> RangeJoints { get; }

    /// <summary>Words for the period before another one that is named, rather than before today's: "previous".</summary>
    public FrozenSet<string> Anchored { get; }

    /// <summary>What stands between the two sides of a ratio.</summary>
    public FrozenSet<string> RatioJoints { get; }

    /// <summary>What stands between a term and its definition.</summary>
    public IReadOnlyList<string> Defining { get; }

    /// <summary>A quotient in words; {0} and {1} stand for its sides.</summary>
    public string QuotientPhrase { get; }

    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Words in the longest cue.</summary>
    public int LongestCue { get; }

    public Cue? FindCue(string phrase) => cues.GetValueOrDefault(phrase);

    public IEnumerable<string> SynonymsOf(string word) => synonyms.TryGetValue(word, out var set) ? set : [];

    public bool AreSynonyms(string a, string b) => synonyms.TryGetValue(a, out var set) && set.Contains(b);

    /// <summary>The site itself says that the two names mean the same.</summary>
    public bool AreHouseNames(string a, string b) => houseNames.TryGetValue(a, out var set) && set.Contains(b);

    /// <summary>The same language with more words that mean the same; each group as lemmas, a name of several words written together.</summary>
    public static Lexicon EnglishWith(IReadOnlyList<string[]> synonyms, BusinessCalendar? calendar = null) =>
        synonyms.Count == 0 && calendar is null ? English : Load("en", calendar ?? BusinessCalendar.Usual, synonyms);

    private static Lexicon Load(string language, BusinessCalendar calendar, IReadOnlyList<string[]> more)
    {
        var name = $"NlSql.Core.Language.Generation.BuiltIn.Language.{language}.json";
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The word table {name} is not in the assembly.");
        var table = JsonSerializer.Deserialize<LexiconTable>(stream, Json) ?? throw new InvalidOperationException($"The word table {name} is empty.");
        return new Lexicon(table with { Synonyms = [.. table.Synonyms, .. more] }, calendar, more);
    }

    private static FrozenDictionary<string, Cue> BuildCues(LexiconTable table, IReadOnlyList<Dimension> dimensions)
    {
        var result = new Dictionary<string, Cue>();
        foreach (var (kind, phrases) in table.Cues)
        {
            foreach (var phrase in phrases)
            {
                result.TryAdd(phrase, new Cue(Enum.Parse<CueKind>(kind), null));
            }
        }

        foreach (var dimension in dimensions)
        {
            foreach (var word in dimension.Words)
            {
                var comparative = new Cue(dimension.Sign > 0 ? CueKind.Greater : CueKind.Less, dimension);
                foreach (var form in EnglishInflection.Comparatives(word))
                {
                    result[$"{form} than"] = comparative;
                }

                foreach (var form in EnglishInflection.Superlatives(word).Concat(dimension.Superlatives))
                {
                    var superlative = new Cue(dimension.Sign > 0 ? CueKind.Most : CueKind.Fewest, dimension);
                    result[form] = superlative;
                    result["the " + form] = superlative;
                }

                var opposite = new Cue(dimension.Sign > 0 ? CueKind.Fewest : CueKind.Most, dimension with { Sign = -dimension.Sign });
                result["least " + word] = opposite;
                result["the least " + word] = opposite;
            }
        }

        return result.ToFrozenDictionary();
    }

    private static FrozenDictionary<string, FrozenSet<string>> BuildSynonyms(IEnumerable<string[]> groups)
    {
        var result = new Dictionary<string, HashSet<string>>();
        foreach (var group in groups)
        {
            foreach (var word in group)
            {
                if (!result.TryGetValue(word, out var set))
                {
                    result[word] = set = [];
                }

                set.UnionWith(group);
            }
        }

        return result.ToFrozenDictionary(p => p.Key, p => p.Value.ToFrozenSet());
    }

    private sealed record LexiconTable(
        string[] Stopwords,
        Dictionary<string, string[]> Cues,
        DimensionRow[] Dimensions,
        string[][] Synonyms,
        Dictionary<string, string> Phrases,
        Dictionary<string, string[]> Codes,
        string[] LightVerbs,
        string[] WriteVerbs,
        string[] PoliteWords,
        string[] Rates,
        string[] Plans,
        string[] StateColumns,
        string[] VoidedStates,
        MeasureConcept[] Measures,
        FollowUpWords FollowUps,
        string[] Units,
        Dictionary<string, decimal> Numbers,
        Dictionary<string, int> Months,
        Dictionary<string, string> Periods,
        string[] Fiscal,
        string FiscalYear,
        Dictionary<string, int> Relatives,
        Dictionary<string, int> Days,
        Dictionary<string, int> Ordinals,
        string[] BeforeMonths,
        string[] RangeJoints,
        string[] Anchored,
        string[] RatioJoints,
        string[] Defining,
        string QuotientPhrase);

    private sealed record DimensionRow(string[] Words, string[]? Verbs, string[] Columns, string[]? Reversed, string[]? Superlatives, int Sign, bool Temporal);
}
