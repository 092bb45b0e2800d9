using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Finds the verbs of a question that say nothing beside what stands around them: "papers published per year" are papers per year. A verb that is in the
/// schema, that speaks of a date, or that stands like an adjective ("reviewed products") has to be understood; so has one that relates two things where only
/// one of them is named: "books that were borrowed" are not all books.
/// </summary>
internal sealed class PlainVerbs(WordTable words, IReadOnlyList<Token> tokens, IReadOnlyList<int> places, IReadOnlyList<Reading> found)
{
    /// <summary>How many words there may be between a verb and what it relates to: "borrowed more than two".</summary>
    private const int Farthest = 5;

    private static readonly string[] Helpers = ["with", "rel", "be", "asked", "we", "to", "there", "open", "who", "which"];

    /// <summary>The places that may go.</summary>
    public IReadOnlySet<int> Idle() => Enumerable.Range(1, Math.Max(0, places.Count - 1)).Where(IsIdle).ToHashSet();

    private bool IsIdle(int place)
    {
        var token = tokens[places[place]];
        var isPast = IsPast(token.Lower);
        if (IsOurs(place) || IsEndOfAsked(place) || IsOfAll(place))
        {
            return true;
        }

        if (token.Kind != TokenKind.Word || !(words.PlainVerbs.Contain(token.Lower) || (words.RelatingVerbs.Contain(token.Lower) && AreBothNamed(place)))
            || found.Any(r => r.Symbol is not ("be" or Symbols.Deed) && IsOver(r)))
        {
            return false;
        }

        bool IsOver(Reading reading) => reading.First <= place && place < reading.First + reading.Count;

        var isAfterThing = found.Any(r => r.First + r.Count == place && IsThing(r));
        var isBeforeThing = found.Any(r => r.First == place + 1 && IsThing(r));
        var before = words.ClassesOf(tokens[places[place - 1]].Lower);
        if (before.Any(c => c is "not" or "no" or "never" or "without"))
        {
            // "who never published a paper" has none; "never published" says something of its own.
            return isBeforeThing && before.Contains("never");
        }

        var isHelped = before.Any(c => Helpers.Contains(c));
        return isPast ? isAfterThing || isHelped || !isBeforeThing
            : (isAfterThing && IsAsked(place)) || before.Any(c => c is "rel" or "we" or "asked" or "who");
    }

    /// <summary>
    /// Readings that "by" cannot have where those follow who did what the verb says: "orders placed by customers in Berlin" are not broken down, "orders
    /// placed by customer" are.
    /// </summary>
    public bool IsOfDoer(Reading reading) => reading is { First: > 0, Count: 1, Symbol: "by" or "terms" }
        && words.ClassesOf(tokens[places[reading.First]].Lower).Contains("by") && tokens[places[reading.First - 1]].Lower is var verb
        && (IsPast(verb) || words.ClassesOf(verb).Contains("light"))
        && found.Any(r => r.First == reading.First + 1 && r.Part is TableName && AreKnown(r));

    private bool IsPast(string word) => words.PlainVerbs.Past.Contains(word) || words.RelatingVerbs.Past.Contains(word);

    /// <summary>
    /// What the verb relates to follows it ("borrowed by members", "diagnosed with asthma"), or both stand before it ("which books do members borrow"). What
    /// things are broken down by is not what they are related to.
    /// </summary>
    private bool AreBothNamed(int place)
    {
        var next = found.Where(r => r.First > place && r.First <= place + Farthest && (IsThing(r) || r.Part is ValueWord or KindWord or PersonWord))
            .OrderBy(r => r.First).FirstOrDefault();
        var isAfter = next is not null
            && !found.Any(r => r.First > place && r.First < next.First && (r.Symbol == "per" || (r.Symbol == "by" && !IsDoer(next))));
        return isAfter || found.Where(r => r.First < place && r.Part is TableName).Select(r => r.First).Distinct().Count() > 1;
    }

    private bool IsDoer(Reading reading) => reading.Part is TableName ? AreKnown(reading) : reading.Part is not ColumnName;

    /// <summary>"customers", "the customer"</summary>
    private bool AreKnown(Reading thing) => tokens[places[thing.First + thing.Count - 1]] is var noun
        && (noun.Lower != noun.Lemma || places[thing.First] > places[thing.First - 1] + 1);

    /// <summary>"did the customers post", "at which harbours do the boats call": the verb comes after who does it.</summary>
    private bool IsAsked(int place) => places.Take(place).Any(p => words.AskingVerbs.Contains(tokens[p].Lower));

    /// <summary>"How many machinists do we employ": those that there are.</summary>
    private bool IsOurs(int place) => tokens[places[place]].Lower is var verb
        && (words.RelatingVerbs.Present.Contains(verb) || words.OurVerbs.Contains(verb))
        && words.ClassesOf(tokens[places[place - 1]].Lower).Any(c => c is "we" or "asked") && places.Take(place).Any(p => tokens[p].Lower is "do" or "does");

    /// <summary>"the highest bonus ever paid": of all that there have been; where the thing itself may be in such a state, that is meant.</summary>
    private bool IsOfAll(int place) => tokens[places[place - 1]].Lower == "ever" && words.EverVerbs.Contains(tokens[places[place]].Lower)
        && found.Any(r => r.Symbol is Symbols.Superlative or "max" or "min" or "most" or "fewest" or "highest" or "lowest")
        && !found.Any(r => r.First == place && r.Part is ValueWord said && said.Values.Any(v => AreNamed(v.Column.Table)));

    private bool AreNamed(Schema.TableNode table) => found.Any(r => r.Part is TableName name && name.Tables[0].Node == table);

    /// <summary>"How many goals did each team score": the verb of what was asked before, though a column may be called so.</summary>
    private bool IsEndOfAsked(int place)
    {
        var after = place + 1 < places.Count ? tokens[places[place + 1]] : null;
        return words.RelatingVerbs.Present.Contains(tokens[places[place]].Lower) && tokens[places[place]].Lower == tokens[places[place]].Lemma && IsAsked(place)
            && found.Any(r => r.First + r.Count == place && r is { Symbol: Symbols.Table }) && found.Any(r => r.First < place && r.Symbol == "per")
            && (after is null || words.ClassesOf(after.Lower).Any(c => c is "in" or "within" or "comma"))
            && found.Where(r => r.First < place && r.Part is TableName or ColumnName or MeasureName).Select(r => r.First).Distinct().Count() > 1;
    }

    private static bool IsThing(Reading reading) => reading.Part is TableName or ColumnName;
}
