using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Finds all that the words of a question may mean: cues, names, values, numbers, periods.</summary>
internal sealed class LatticeBuilder(Lexicon lexicon, WordTable words, INameSource names, PeriodReader periods)
{
    private const double SureCue = 0.85;
    private const double UnknownVerb = 0.5;
    private const double SureVerb = 0.95;

    /// <summary>"the first order", where nothing else is called so.</summary>
    private const double PlainEnd = 0.8;

    public QuestionLattice Build(IReadOnlyList<Token> tokens, CancellationToken cancellationToken)
    {
        var places = new List<int>();
        var placeOf = new int[tokens.Count + 1];
        for (var i = 0; i < tokens.Count; i++)
        {
            placeOf[i] = places.Count;
            if (!IsDropped(tokens, i))
            {
                places.Add(i);
            }
        }

        placeOf[tokens.Count] = places.Count;
        var found = new List<Reading>();
        var nameReader = new NameReader(lexicon, words, names);
        var valueReader = new ValueReader(lexicon, words, names);
        var peopleReader = new PeopleReader(lexicon, words, names);
        var kindReader = new KindReader(names);
        foreach (var i in places)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddCues(tokens, places, placeOf[i], found);
            AddPeriods(tokens, i, placeOf, found);
            if (IsUnitOfNumber(tokens, i))
            {
                found.Add(new Reading(Symbols.Measuring, placeOf[i], 1, new CueWord(Symbols.Measuring) { Text = tokens[i].Lower }, SureCue));
            }

            Add(Numbers(tokens, i), Symbols.Number, i, placeOf, found);
            Add(nameReader.At(tokens, i), i, placeOf, found);
            Add(valueReader.At(tokens, i), i, placeOf, found);
            Add(peopleReader.At(tokens, i), i, placeOf, found);
            Add(kindReader.At(tokens, i), i, placeOf, found);
        }

        found.AddRange(PieceCosts.Compared(found, tokens, places, lexicon));
        AddIdle(tokens, places, found);
        var isOpen = OpenPlaces.Of(found, tokens, places, lexicon, words);
        new EverydayReader(names).AddTo(found, tokens, places, isOpen);
        new PartValueReader(lexicon, words, names).AddTo(found, tokens, places, isOpen);
        new DeedReader(names).AddTo(found, tokens, places);
        for (var place = 0; place + 1 < places.Count; place++)
        {
            // "diagnosed with asthma", "referred by Dr. Varga": what the verb says is in what follows it.
            var (verb, next) = (tokens[places[place]], tokens[places[place + 1]]);
            if (EnglishInflection.IsParticiple(verb.Lower) && words.ClassesOf(next.Lower).Any(c => c is "in" or "with") && !found.Exists(r => r.First == place))
            {
                found.Add(new Reading("be", place, 1, new CueWord("be"), UnknownVerb));
            }
        }

        var plain = new PlainVerbs(words, tokens, places, found);
        var idle = plain.Idle();
        found = PieceCosts.Of([.. found.Where(r => !plain.IsOfDoer(r))], tokens, places, words);
        return new QuestionLattice(tokens, places, [.. places.Select((p, i) => IsUnitOfNumber(tokens, p) ? PlaceKind.Filler
            : (i == 0 && Asks(tokens[p])) || Allows(tokens, p) || IsWholeState(tokens, p)
            ? PlaceKind.Content : KindOf(tokens[p]))],
            found.ToLookup(r => r.First)).Without(idle);
    }

    /// <summary>", whatever their job was": says of the rest of a clause that it does not matter.</summary>
    private void AddIdle(IReadOnlyList<Token> tokens, List<int> places, List<Reading> found)
    {
        var first = places.FindIndex(Math.Min(1, places.Count), p => words.Regardless.Contains(tokens[p].Lower));
        if (first > 0 && tokens[places[first] - 1].Text == ",")
        {
            var end = places.FindIndex(first, p => tokens[p].Text == ",");
            var count = (end < 0 ? places.Count : end) - first;
            found.Add(new Reading("idle", first, count, new CueWord("idle"), SureCue));
        }
    }

    /// <summary>A letter in capitals inside a sentence is a name or a grade, no article.</summary>
    private bool IsDropped(IReadOnlyList<Token> tokens, int i) =>
        IsOurs(tokens, i) || (tokens[i].Kind != TokenKind.Quoted && words.Dropped.Contains(tokens[i].Lower)
            && !(tokens[i].IsCapitalised && tokens[i].Text.Length == 1) && !Stops.IsAt(tokens, i));

    /// <summary>"who joined us in 2025", "what costs us most": no country, where it is written small and follows what was done.</summary>
    private static bool IsOurs(IReadOnlyList<Token> tokens, int i) => tokens[i] is { Text: "us", Kind: TokenKind.Word } && i > 0
        && (tokens[i - 1].Lower.EndsWith("ed", StringComparison.Ordinal) || WordTable.English.GivingVerbs.Contains(tokens[i - 1].Lower));

    /// <summary>"when" and "where" at the beginning ask for something of their own.</summary>
    private bool Asks(Token token) => words.ClassesOf(token.Lower).Any(c => c is "when" or "where");

    /// <summary>"can carry": what there is room for is not what was carried.</summary>
    private bool Allows(IReadOnlyList<Token> tokens, int i) => words.ClassesOf(tokens[i].Lower).Contains("can")
        && tokens.Skip(i + 1).Any(t => words.ClassesOf(t.Lower).Contains("holds"));

    /// <summary>"... and are still with us": nothing else says it where only words of grammar follow in its clause.</summary>
    private bool IsWholeState(IReadOnlyList<Token> tokens, int i) => i > 1 && words.ClassesOf(tokens[i].Lower).Contains("still")
        && words.ClassesOf(tokens[i - 1].Lower).Contains("be")
        && tokens.Skip(i + 1).TakeWhile(t => t.Kind != TokenKind.Punctuation && !words.ClassesOf(t.Lower).Contains("and"))
            .All(t => KindOf(t) == PlaceKind.Filler);

    /// <summary>"100 units", "20 euros"</summary>
    private bool IsUnitOfNumber(IReadOnlyList<Token> tokens, int i) => i > 0 && words.Units.Contains(tokens[i].Lower) && tokens[i - 1].Kind == TokenKind.Number;

    private PlaceKind KindOf(Token token)
    {
        if (token.Kind == TokenKind.Punctuation)
        {
            return char.IsLetterOrDigit(token.Text[0]) || token.Text is ">" or "<" or ">=" or "<=" or "=" or "!=" or "<>" or "%" or "+" ? PlaceKind.Content
                : PlaceKind.Filler;
        }

        var isFiller = !words.Loaded.Contains(token.Lower)
            && (words.Fillers.Contains(token.Lower) || words.ClassesOf(token.Lower).Contains("light") || lexicon.Stopwords.Contains(token.Lower)
                || lexicon.LightVerbs.Contains(token.Lower));
        return isFiller && token.Kind == TokenKind.Word ? PlaceKind.Filler : PlaceKind.Content;
    }

    private void AddCues(IReadOnlyList<Token> tokens, List<int> places, int place, List<Reading> found)
    {
        if (Stops.IsAt(tokens, places[place]))
        {
            found.Add(new Reading(Symbols.Stop, place, 1, new CueWord(Symbols.Stop), SureCue));
        }

        for (var count = Math.Min(words.LongestCue, places.Count - place); count > 0; count--)
        {
            var stretch = places.GetRange(place, count);
            if (stretch.Any(p => tokens[p].Kind == TokenKind.Quoted))
            {
                continue;
            }

            var phrase = count == 1 ? tokens[stretch[0]].Lower : string.Join(' ', stretch.Select(p => tokens[p].Lower));
            foreach (var kind in words.ClassesOf(phrase).Where(k => place > 0 || (k != "rel" && !(k == "with" && count > 1))))
            {
                found.Add(new Reading(kind, place, count, new CueWord(kind) { Text = phrase }, SureCue));
            }

            if (lexicon.FindCue(phrase) is { Dimension: { } dimension } cue)
            {
                var isMore = cue.Kind is CueKind.Greater or CueKind.Most;
                var isComparative = cue.Kind is CueKind.Greater or CueKind.Less;
                found.Add(new Reading(isComparative ? Symbols.Comparative : Symbols.Superlative, place, count, new DegreeWord(dimension, isMore), 0.9));
            }

            if (phrase is "first" or "last" && place > 0 && !IsNumber(tokens, places, place + 1)
                && lexicon.FindCue(phrase == "first" ? "earliest" : "latest") is { Dimension: { } time, Kind: var end })
            {
                found.Add(new Reading(Symbols.Superlative, place, count, new DegreeWord(time, end == CueKind.Most), PlainEnd));
            }

            if (count == 1 && tokens[stretch[0]] is { Kind: TokenKind.Word } verb
                && lexicon.Dimensions.FirstOrDefault(d => d.Verbs.Any(v => IsForm(verb.Lower, v))) is { } graded)
            {
                found.Add(new Reading(Symbols.GradedVerb, place, 1, new DegreeWord(graded, graded.Sign > 0), 0.95));
            }

            if (words.Weekdays.TryGetValue(phrase, out var days))
            {
                found.Add(new Reading(Symbols.Weekday, place, count, new WeekdayWord(days.First, days.Last), 1));
            }

            if (words.PartOf(phrase) is { } part)
            {
                found.Add(new Reading(Symbols.Unit, place, count, new UnitWord(part, false, true), 1));
            }
        }

        AddUnit(tokens, places, place, found);
    }

    private static bool IsNumber(IReadOnlyList<Token> tokens, List<int> places, int place) =>
        place < places.Count && tokens[places[place]] is { Kind: TokenKind.Number } or { Kind: TokenKind.Word, Number: > 0 };

    /// <summary>"earns", "earned", "earning" of "earn"</summary>
    private static bool IsForm(string word, string verb) =>
        word.StartsWith(verb, StringComparison.Ordinal) && word[verb.Length..] is "" or "s" or "ed" or "ing";

    private void AddUnit(IReadOnlyList<Token> tokens, List<int> places, int place, List<Reading> found)
    {
        var token = tokens[places[place]];
        if (token.Kind != TokenKind.Word)
        {
            return;
        }

        if (lexicon.Fiscal.Contains(token.Lower) && place + 1 < places.Count
            && lexicon.Periods.TryGetValue($"fiscal {tokens[places[place + 1]].Lemma}", out var fiscal))
        {
            found.Add(new Reading(Symbols.Unit, place, 2, new UnitWord(fiscal, false, false), 1));
        }
        else if (lexicon.Periods.TryGetValue(token.Lower, out var unit) || lexicon.Periods.TryGetValue(token.Lemma, out unit))
        {
            var isAdjective = unit != token.Lemma && !token.Lower.StartsWith("dat", StringComparison.Ordinal);
            found.Add(new Reading(Symbols.Unit, place, 1, new UnitWord(unit, isAdjective, false), isAdjective ? 1 : 0.9));
        }

        if (words.Places.TryGetValue(token.Lower, out var nth))
        {
            found.Add(new Reading(Symbols.Place, place, 1, new NumberWord(nth), 0.9));
        }
    }

    private void AddPeriods(IReadOnlyList<Token> tokens, int i, int[] placeOf, List<Reading> found)
    {
        foreach (var (length, range) in periods.At(tokens, i))
        {
            Add(Symbols.Period, length, range);
        }

        if (periods.MomentAt(tokens, i) is var (count, moment))
        {
            Add(Symbols.Moment, count, moment);
        }

        AddClock(tokens, i, placeOf, found);
        if (periods.StretchAt(tokens, i) is var (taken, stretch))
        {
            Add(Symbols.Stretch, taken, stretch);
        }

        void Add(string symbol, int length, DateRange range)
        {
            if (!range.IsEmpty)
            {
                found.Add(new Reading(symbol, placeOf[i], placeOf[i + length] - placeOf[i], new PeriodWords(range), 1));
            }
        }
    }

    private void AddClock(IReadOnlyList<Token> tokens, int i, int[] placeOf, List<Reading> found)
    {
        var clock = new ClockReader(words);
        if (clock.At(tokens, i) is var (length, time))
        {
            found.Add(new Reading(Symbols.Clock, placeOf[i], placeOf[i + length] - placeOf[i], new ClockWord(time), 1));
        }

        if (words.Clock.Verbs.TryGetValue(tokens[i].Lower, out var columns))
        {
            found.Add(new Reading(Symbols.ClockVerb, placeOf[i], 1, new ClockVerb(columns), SureVerb));
        }

        if (words.Clock.Units.TryGetValue(tokens[i].Lower, out var seconds))
        {
            found.Add(new Reading(Symbols.LengthUnit, placeOf[i], 1, new LengthUnit(seconds), 1));
        }
    }

    /// <summary>"500", "3 million", "two dozen", "a hundred thousand"</summary>
    private static (int Length, Part Part, double Score)? Numbers(IReadOnlyList<Token> tokens, int i)
    {
        var token = tokens[i];
        if (token.Kind != TokenKind.Number && !(token.Kind == TokenKind.Word && token.Number > 0 && decimal.IsInteger(token.Number)))
        {
            return null;
        }

        var (value, count) = (token.Number, 1);
        while (i + count < tokens.Count && tokens[i + count] is { Kind: TokenKind.Word, Number: 12 or >= 100 } scale)
        {
            if (value > decimal.MaxValue / scale.Number)
            {
                return null;
            }

            value *= scale.Number;
            count++;
        }

        return (count, new NumberWord(value), token.Kind == TokenKind.Number ? 0.97 : 0.85);
    }

    private static void Add((int Length, Part Part, double Score)? one, string symbol, int i, int[] placeOf, List<Reading> found)
    {
        if (one is var (length, part, score))
        {
            found.Add(new Reading(symbol, placeOf[i], placeOf[i + length] - placeOf[i], part, score));
        }
    }

    private static void Add(IEnumerable<(string Symbol, int Length, Part Part, double Score)> parts, int i, int[] placeOf, List<Reading> found)
    {
        foreach (var (symbol, length, part, score) in parts)
        {
            found.Add(new Reading(symbol, placeOf[i], placeOf[i + length] - placeOf[i], part, score));
        }
    }
}
