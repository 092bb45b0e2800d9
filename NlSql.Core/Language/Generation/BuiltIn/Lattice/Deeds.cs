using System.Collections.Frozen;
using System.Text.Json;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// What is done by whom, and what the rows of it are called, read from an embedded JSON table: who borrows is a member, and a loan is kept of it. Another
/// language is another table.
/// </summary>
internal sealed class Deeds
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };
    private readonly FrozenDictionary<string, Deed> byVerb;

    private Deeds(Table table)
    {
        byVerb = table.Deeds.SelectMany(d => d.Verbs.Select(v => (Verb: v, Deed: d))).ToFrozenDictionary(p => p.Verb, p => p.Deed, StringComparer.Ordinal);
        Used = table.Used.ToFrozenSet();
        Pieces = table.Pieces.ToFrozenSet();
        Money = table.Money.ToFrozenSet();
        Stock = table.Stock.ToFrozenSet();
        Opinions = table.Opinions.ToFrozenSet();
        Raters = table.Deeds.Where(d => d.Rows.Contains("review")).SelectMany(d => d.Doers ?? []).ToFrozenSet();
        Leasts = table.Leasts.ToFrozenSet();
        Plain = table.Plain.ToFrozenSet();
        Ourselves = table.Ourselves.ToFrozenSet();
        Capacities = table.Capacities.ToFrozenSet();
    }

    public static Deeds English { get; } = Load("en-deeds");

    /// <summary>Verbs that say of a thing no more than that something was done with it: "vouchers that were never used".</summary>
    public FrozenSet<string> Used { get; }

    /// <summary>What things are counted by: "10 units".</summary>
    public FrozenSet<string> Pieces { get; }

    /// <summary>What amounts are paid in: "10 euros".</summary>
    public FrozenSet<string> Money { get; }

    /// <summary>Words of columns that say how much there is of a thing.</summary>
    public FrozenSet<string> Stock { get; }

    /// <summary>Words of columns in which several say what they think of a thing: of their numbers the average counts.</summary>
    public FrozenSet<string> Opinions { get; }

    /// <summary>Those who say what they think of things, lemmas.</summary>
    public FrozenSet<string> Raters { get; }

    /// <summary>Words of columns that say how much there should be of a thing at least.</summary>
    public FrozenSet<string> Leasts { get; }

    /// <summary>Words of columns that say how many a thing has room for.</summary>
    public FrozenSet<string> Capacities { get; }

    /// <summary>Those whose house it is: what they spend is a cost.</summary>
    public FrozenSet<string> Ourselves { get; }

    /// <summary>Nouns that say so little that alone they stand for no longer text that they are in: "size" for "wrong size".</summary>
    public FrozenSet<string> Plain { get; }

    /// <summary>The deed that a verb speaks of, as it stands or in the third person; null for other words.</summary>
    public Deed? Of(Token verb) => byVerb.GetValueOrDefault(verb.Lower) ?? (verb.Lower.EndsWith('s') ? byVerb.GetValueOrDefault(verb.Lemma) : null);

    /// <summary>That of two words: "checked out".</summary>
    public Deed? Of(Token verb, Token next) => byVerb.GetValueOrDefault($"{verb.Lower} {next.Lower}");

    /// <summary>Lemmas of those who do what the question speaks of.</summary>
    public IEnumerable<string> Doers(IReadOnlyList<Token> tokens) =>
        tokens.Select(Of).OfType<Deed>().SelectMany(d => d.Doers ?? []).Distinct(StringComparer.Ordinal);

    private static Deeds Load(string table)
    {
        using var stream = typeof(Deeds).Assembly.GetManifestResourceStream($"{typeof(Lexicon).Namespace}.{table}.json")
            ?? throw new InvalidOperationException($"The word table {table} is not in the assembly.");
        return new Deeds(JsonSerializer.Deserialize<Table>(stream, Json) ?? throw new InvalidOperationException($"The word table {table} is empty."));
    }

    private sealed record Table(Deed[] Deeds, string[] Used, string[] Pieces, string[] Money, string[] Stock, string[] Opinions, string[]
        Leasts, string[] Plain, string[] Capacities, string[] Ourselves);
}

/// <param name="Verbs">Forms that are no noun.</param>
/// <param name="Rows">What tables of it are called, lemmas, likeliest first.</param>
/// <param name="Doers">Who does it, lemmas.</param>
internal sealed record Deed(string[] Verbs, string[] Rows, string[]? Doers);
