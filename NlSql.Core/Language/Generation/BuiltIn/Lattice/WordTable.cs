using System.Collections.Frozen;
using System.Text.Json;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// The words that hold sentences of one language together, read from an embedded JSON table: each cue by its class, which the rules of the grammar
/// name. Another language is another table.
/// </summary>
internal sealed partial class WordTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };
    private readonly FrozenDictionary<string, string[]> classesOf;
    private readonly FrozenDictionary<string, string> parts;

    private WordTable(Table table)
    {
        Dropped = table.Dropped.ToFrozenSet();
        Loaded = table.Loaded.ToFrozenSet();
        Fillers = table.Fillers.Where(f => !Loaded.Contains(f)).ToFrozenSet();
        classesOf = table.Cues.SelectMany(c => c.Value.Select(phrase => (Phrase: Plain(phrase), Class: c.Key)))
            .GroupBy(c => c.Phrase, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Select(c => c.Class).Distinct().ToArray());
        LongestCue = classesOf.Keys.Max(k => k.Count(c => c == ' ') + 1);
        Verbs = table.Verbs.ToFrozenDictionary();
        VagueDates = table.VagueDates.ToFrozenSet();
        Origins = table.Origins.ToFrozenSet();
        Destinations = table.Destinations.ToFrozenSet();
        Halves = table.Halves.ToFrozenDictionary();
        Places = table.Places.ToFrozenDictionary();
        Half = table.Half;
        NegativePrefix = table.NegativePrefix;
        AgeVerb = table.AgeVerb;
        PersonWords = table.PersonWords;
        MeasureVerbs = table.MeasureVerbs.ToFrozenSet();
        PayingVerbs = table.PayingVerbs.ToFrozenSet();
        MemberWords = table.MemberWords.ToFrozenSet();
        NumberNouns = table.NumberNouns.ToFrozenSet();
        ThingWords = table.ThingWords.ToFrozenSet();
        WorthWords = table.WorthWords.ToFrozenSet();
        DueWords = table.DueWords.ToFrozenSet();
        PersonNouns = table.PersonNouns.ToFrozenSet();
        PersonThings = table.PersonThings;
        Regardless = table.Regardless.ToFrozenSet();
        Throughout = table.Throughout.ToFrozenSet();
        RoleAliases = table.RoleAliases.ToFrozenDictionary();
        Reporting = table.Reporting.ToFrozenSet();
        Superior = table.Superior;
        ParentWords = table.ParentWords.ToFrozenSet();
        SubPrefix = table.SubPrefix;
        ValueRoles = table.ValueRoles.ToFrozenDictionary();
        Weekdays = table.Weekdays.ToFrozenDictionary(p => p.Key, p => (p.Value[0], p.Value[1]));
        ToDate = table.ToDate.ToFrozenDictionary();
        Feasts = table.Feasts.ToFrozenDictionary(p => p.Key, p => (p.Value[0], p.Value[1]));
        Clock = new ClockWords
        {
            Fixed = table.Clock.Fixed.ToFrozenDictionary(),
            Forenoon = table.Clock.Forenoon.ToFrozenSet(),
            Afternoon = table.Clock.Afternoon.ToFrozenSet(),
            Hours = table.Clock.Hours.ToFrozenSet(),
            Verbs = table.Clock.Verbs.ToFrozenDictionary(p => p.Key, p => p.Value.ToFrozenSet()),
            Units = table.Clock.Units.ToFrozenDictionary(),
            Lengths = table.Clock.Lengths.ToFrozenSet(),
            NoLengths = table.Clock.NoLengths.ToFrozenSet(),
            Ends = table.Clock.Ends.ToFrozenDictionary(p => p.Key, p => p.Value.ToFrozenSet()),
            Stays = table.Clock.Stays.ToFrozenSet(),
        };
        Comparing = table.Comparing.ToFrozenSet();
        Beginnings = table.Beginnings.ToFrozenSet();
        Endings = table.Endings.ToFrozenSet();
        parts = table.Parts.ToDictionary(p => Plain(p.Key), p => p.Value).ToFrozenDictionary();
        Units = table.Units.ToFrozenSet();
        States = [.. table.States.Select(s => s with { Words = [.. s.Words.Select(Plain)], Over = [.. s.Over.Select(Plain)] })];
        MeasuringVerbs = table.MeasuringVerbs.ToFrozenDictionary();
        AskingVerbs = table.AskingVerbs.ToFrozenSet();
        EverVerbs = table.EverVerbs.ToFrozenSet();
        OurVerbs = table.OurVerbs.ToFrozenSet();
        PayMeans = table.PayMeans.ToFrozenSet();
        Abbreviated = table.Abbreviated.ToFrozenSet();
        GivingVerbs = table.GivingVerbs.ToFrozenSet();
        PlainVerbs = PlainVerbForms.Of(table.PlainVerbs);
        RelatingVerbs = PlainVerbForms.Of(table.RelatingVerbs);
        PhrasalVerbs = table.PhrasalVerbs.ToFrozenDictionary();
        Partners = table.Partners.ToFrozenDictionary();
    }

    public static WordTable English { get; } = Load("en-grammar");

    /// <summary>Words that are written short, with a point that ends no sentence: "no.", "incl.".</summary>
    public FrozenSet<string> Abbreviated { get; }

    /// <summary>Verbs after which "us" is who gets it: "costs us".</summary>
    public FrozenSet<string> GivingVerbs { get; }

    /// <summary>Words and signs that no rule needs to see.</summary>
    public FrozenSet<string> Dropped { get; }

    /// <summary>Words that may stand unread without changing what is asked.</summary>
    public FrozenSet<string> Fillers { get; }

    /// <summary>Function words that change what is asked: where one stays unread, the question is not understood.</summary>
    public FrozenSet<string> Loaded { get; }

    public int LongestCue { get; }

    /// <summary>Words that cues are made of.</summary>
    public IEnumerable<string> CueWords => classesOf.Keys.SelectMany(k => k.Split(' ')).Distinct();

    /// <summary>Past forms of verbs and the words that names of date columns are made of.</summary>
    public FrozenDictionary<string, string> Verbs { get; }

    /// <summary>Words of date columns that say when something else happened than the row itself.</summary>
    public FrozenSet<string> VagueDates { get; }

    /// <summary>Words of keys that say where a row comes from.</summary>
    public FrozenSet<string> Origins { get; }

    /// <summary>Words of keys that say where it goes to.</summary>
    public FrozenSet<string> Destinations { get; }

    public FrozenDictionary<string, int> Halves { get; }

    /// <summary>Places in an order: "third" is 3.</summary>
    public FrozenDictionary<string, int> Places { get; }

    public string Half { get; }

    /// <summary>"un" of "unshipped".</summary>
    public string NegativePrefix { get; }

    /// <summary>The verb of the date from which ages are counted.</summary>
    public string AgeVerb { get; }

    /// <summary>Columns that tables of people have.</summary>
    public IReadOnlyList<string> PersonWords { get; }

    /// <summary>Words after which a clause says what does not matter: "whatever".</summary>
    public FrozenSet<string> Regardless { get; }

    /// <summary>Words before things that are all taken together: "across all orders".</summary>
    public FrozenSet<string> Throughout { get; }

    /// <summary>What tables of people are called.</summary>
    public IReadOnlyList<string> PersonThings { get; }

    /// <summary>Verbs that speak of an amount: "spent".</summary>
    public FrozenSet<string> MeasureVerbs { get; }
    public FrozenSet<string> NumberNouns { get; }

    /// <summary>Those of <see cref="MeasureVerbs"/> that are said of who pays.</summary>
    public FrozenSet<string> PayingVerbs { get; }

    /// <summary>Words that, behind a name of people, say no more than the name: "members" of "staff members".</summary>
    public FrozenSet<string> MemberWords { get; }

    /// <summary>Words in names of tables that say no more than that a row is one of the thing: "header" of order_header.</summary>
    public FrozenSet<string> ThingWords { get; }

    /// <summary>Words that, behind a thing, speak of what it comes to: "value" of "order value".</summary>
    public FrozenSet<string> WorthWords { get; }

    /// <summary>Words of dates until which something was to happen.</summary>
    public FrozenSet<string> DueWords { get; }

    /// <summary>Words for people whatever they are: "people".</summary>
    public FrozenSet<string> PersonNouns { get; }

    /// <summary>Words for somebody above, by another word for the same: "boss".</summary>
    public FrozenDictionary<string, string[]> RoleAliases { get; }

    /// <summary>Verb and preposition before the one who is above: "report to".</summary>
    public FrozenSet<string> Reporting { get; }

    /// <summary>The word under which <see cref="RoleAliases"/> has all words for somebody above.</summary>
    public string Superior { get; }

    /// <summary>Words of keys that lead to what is above in a hierarchy.</summary>
    public FrozenSet<string> ParentWords { get; }

    /// <summary>"sub" of "subcategory".</summary>
    public string SubPrefix { get; }

    /// <summary>Words of keys to codes by values that say what is coded: "female" is a gender.</summary>
    public FrozenDictionary<string, string[]> ValueRoles { get; }

    /// <summary>Days of the week by name, first and last; 1 is Monday.</summary>
    public FrozenDictionary<string, (int First, int Last)> Weekdays { get; }

    public FrozenDictionary<string, string> ToDate { get; }

    /// <summary>Days with a name of their own, by month and day.</summary>
    public FrozenDictionary<string, (int Month, int Day)> Feasts { get; }

    public ClockWords Clock { get; }

    /// <summary>Words that set one period against another.</summary>
    public FrozenSet<string> Comparing { get; }

    /// <summary>Words for the first day of a period.</summary>
    public FrozenSet<string> Beginnings { get; }

    /// <summary>Words for the last day of a period.</summary>
    public FrozenSet<string> Endings { get; }

    /// <summary>What may follow a number without changing it: "euros".</summary>
    public FrozenSet<string> Units { get; }

    /// <summary>What is said of things that have not come to their end.</summary>
    public IReadOnlyList<LastingState> States { get; }

    /// <summary>Verbs that a number follows, by what is measured: "rated 4" is a rating.</summary>
    public FrozenDictionary<string, string> MeasuringVerbs { get; }

    /// <summary>Verbs that open a question whose own verb comes after who does it: "did".</summary>
    public FrozenSet<string> AskingVerbs { get; }
    public FrozenSet<string> EverVerbs { get; }

    /// <summary>Words of columns that say how something was paid.</summary>
    public FrozenSet<string> PayMeans { get; }

    /// <summary>What the house does with all that it has: "how many flats do we manage".</summary>
    public FrozenSet<string> OurVerbs { get; }

    /// <summary>Verbs that say no more than that a row came to be, or where it is: "papers published in 2024".</summary>
    public PlainVerbForms PlainVerbs { get; }

    /// <summary>Verbs that say no more than that two things belong together, where both are named: "books borrowed by members".</summary>
    public PlainVerbForms RelatingVerbs { get; }

    /// <summary>Verbs of two words, by the one that names are made of: "called off" is cancelled.</summary>
    public FrozenDictionary<string, string> PhrasalVerbs { get; }

    /// <summary>Whom a verb speaks of: "buy from" of suppliers.</summary>
    public FrozenDictionary<string, string[]> Partners { get; }

    /// <summary>The names of all classes of cues.</summary>
    public IEnumerable<string> Classes => classesOf.Values.SelectMany(c => c).Distinct(StringComparer.Ordinal);

    public IReadOnlyList<string> ClassesOf(string phrase) => classesOf.TryGetValue(phrase, out var classes) ? classes : [];

    /// <summary>The part of a date that a phrase names: "day of week" is <c>weekday</c>.</summary>
    public string? PartOf(string phrase) => parts.GetValueOrDefault(phrase);

    private string Plain(string phrase) =>
        phrase.Contains(' ', StringComparison.Ordinal) ? string.Join(' ', phrase.Split(' ').Where(w => !Dropped.Contains(w))) : phrase;

    private static WordTable Load(string table)
    {
        var name = $"{typeof(Lexicon).Namespace}.{table}.json";
        using var stream = typeof(WordTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The word table {name} is not in the assembly.");
        return new WordTable(JsonSerializer.Deserialize<Table>(stream, Json) ?? throw new InvalidOperationException($"The word table {name} is empty."));
    }
}

/// <summary>A state that lasts until some day.</summary>
/// <param name="Words">Said as long as it lasts: "still open".</param>
/// <param name="Over">Said when it is over.</param>
/// <param name="Ends">Words of dates on which it ends.</param>
internal sealed record LastingState(string[] Words, string[] Over, string[] Ends);
