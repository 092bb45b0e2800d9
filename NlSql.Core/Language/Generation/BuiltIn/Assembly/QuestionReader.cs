using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>One way to understand a question.</summary>
/// <param name="Score">0 to 1: how much of the question it covers, how well the words fit, and how little of it was guessed.</param>
/// <param name="Covered">Tokens of content that are in the answer.</param>
/// <param name="Missing">Tokens of content that are not.</param>
/// <param name="Words">What each name and value was taken for.</param>
internal sealed record ReadAnswer(Answer Answer, double Score, IReadOnlyList<Span> Covered, IReadOnlyList<Span> Missing, IReadOnlyList<ReadWord> Words)
{
    /// <summary>Tables that keep what each verb says was done.</summary>
    public IReadOnlyList<IReadOnlyList<TableNode>> Deeds { get; init; } = [];
}

/// <summary>Reads a question: a lattice of readings, a chart of constituents, covers of the sentence, frames.</summary>
internal sealed class QuestionReader(Lexicon lexicon)
{
    private const int MostAnswers = 16;

    /// <summary>How many "the largest stores" are.</summary>
    public const int Some = 10;

    /// <summary>Covers that are worse than the best by more than this are not looked at.</summary>
    private const double Hopeless = 2.5;
    private const double Related = 0.9;
    private readonly WordTable words = WordTable.English;
    private readonly ConditionalWeakTable<SchemaModel, SchemaNames> known = [];

    /// <summary>The ways to understand a question, best first, at most 16; empty when it says nothing of the schema.</summary>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public IReadOnlyList<ReadAnswer> Read(
        IReadOnlyList<Token> tokens, SchemaModel schema, DateOnly today, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var lattice = LatticeOf(tokens, schema, today, calendar, cancellationToken);
        return lattice.Places.Count == 0 ? [] : Answers(SaidCovers.Of(lattice, 0, cancellationToken), schema, today, cancellationToken);
    }

    /// <summary>The ways to understand a question together with what was said afterwards to change it.</summary>
    /// <param name="turns">The question first; places of tokens are those in all of them, one after the other.</param>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public IReadOnlyList<ReadAnswer> Read(
        IReadOnlyList<TurnWords> turns, SchemaModel schema, DateOnly today, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        SaidCovers? said = null;
        foreach (var turn in turns)
        {
            var lattice = LatticeOf(turn.Tokens, schema, today, calendar, cancellationToken);
            var next = SaidCovers.Of(lattice, said?.Lattice.Tokens.Count ?? 0, cancellationToken);
            said = said is null ? next : said.Then(next, turn);
        }

        return said is null || said.Covers.Count == 0 ? [] : Answers(said, schema, today, cancellationToken);
    }

    private QuestionLattice LatticeOf(
        IReadOnlyList<Token> tokens, SchemaModel schema, DateOnly today, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var names = known.GetValue(schema, s => new SchemaNames(s, lexicon, words));
        return new LatticeBuilder(lexicon, words, names, new PeriodReader(lexicon, words, today, calendar)).Build(tokens, cancellationToken);
    }

    private List<ReadAnswer> Answers(SaidCovers said, SchemaModel schema, DateOnly today, CancellationToken cancellationToken)
    {
        var (lattice, covers) = (said.Lattice, said.Covers);
        var tokens = lattice.Tokens;
        var reach = new Reach(schema.Joins);
        var doers = Deeds.English.Doers(tokens).ToHashSet();
        var found = new Dictionary<string, ReadAnswer>();
        foreach (var cover in covers.Where(c => c.Score > covers[0].Score - Hopeless))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = Assemble(cover, new Choices(new Dictionary<int, int>()));
            foreach (var (number, _) in first.OrderBy(o => o.Loss).Take(4))
            {
                Assemble(cover, new Choices(new Dictionary<int, int> { [number] = 1 }));
            }
        }

        return [.. found.Values.OrderByDescending(a => a.Score).Take(MostAnswers)];

        List<(int Number, double Loss)> Assemble(Cover cover, Choices choices)
        {
            var scene = new Scene(schema.Tables, reach, lexicon, words, today, choices) { Doers = doers };
            var sentence = new Sentence(cover, IsYesNo(lattice));
            sentence.AreSeveral = sentence.Shows is [{ At: { Count: > 0 } at }] && IsPlural(tokens[at.End - 1]);
            if (sentence is { Limit.IsOpen: true, AreSeveral: true, Shows: [EntityPart] })
            {
                sentence.Widen(Some);
            }

            Widen(sentence, tokens);
            scene.Choices.Doubt(cover.Constituents.Any(c => c.Symbol is "Entity" or "Attr" && PassesOver(c.Part.At, lattice)) ? Related : 1);

            scene.Fitness = new Fitness(scene, sentence);
            if (new FrameAssembler(scene).Assemble(sentence) is { } answer)
            {
                var read = Judge(answer, cover, said, scene, sentence);
                var text = FrameText.Of(answer);
                if (!found.TryGetValue(text, out var known) || known.Score < read.Score)
                {
                    found[text] = read;
                }
            }

            return choices.Open;
        }
    }

    /// <summary>"best-selling tools" are some, "most common diagnoses" all in that order.</summary>
    private static void Widen(Sentence sentence, IReadOnlyList<Token> tokens)
    {
        if (sentence is { Best: { Count: 0 } best, Shows: [EntityPart], AreSeveral: true }
            && best.Degree?.Dimension.Columns.Any(Deeds.English.Opinions.Contains) == true)
        {
            sentence.Replace(best with { IsOpen = true });
        }

        if (sentence is { Best: { IsOpen: true, Count: 0 }, Shows: [EntityPart { At: { Count: > 0 } things }], By.Count: 0 }
            && IsPlural(tokens[things.End - 1]))
        {
            sentence.WidenBest(Some);
        }

        if (sentence is { Best: { Count: 0, IsNth: false, HasOtherEnd: false, Of: null } ranked, AreSeveral: true, Orders: [var again], Limit: null }
            && Restated.IsIn(again, ranked))
        {
            sentence.Replace(ranked with { IsAll = true });
            sentence.Orders.Clear();
        }

        if (sentence.Common is { IsOpen: true, Of: EntityPart { At: { Count: > 0 } kinds } } && IsPlural(tokens[kinds.End - 1]))
        {
            sentence.WidenCommon();
        }
    }

    /// <summary>"customers reviewed products" is no one thing: the verb that was passed over relates the two.</summary>
    private bool PassesOver(Span at, QuestionLattice lattice) => Enumerable.Range(at.First, at.Count)
        .Any(i => words.RelatingVerbs.Contain(lattice.Tokens[i].Lower) && !lattice.Places.Contains(i));

    private static bool IsPlural(Token token) => token.Lower != token.Lemma && token.Lower.EndsWith('s');

    private static ReadAnswer Judge(Answer answer, Cover cover, SaidCovers said, Scene scene, Sentence sentence)
    {
        var lattice = said.Lattice;
        var together = scene.Ungrouped.Where(at => !AreTogether(lattice.Tokens, at));
        var lost = scene.Lost.Concat(sentence.Surplus.Select(s => s.At)).Concat(together).ToList();
        List<Span> covered = [], missing = [];
        for (var i = 0; i < lattice.Places.Count; i++)
        {
            if (lattice.Kinds[i] == PlaceKind.Content)
            {
                var token = new Span(lattice.Places[i], 1);
                (cover.Unread.Contains(i) || lost.Exists(l => l.Overlaps(token)) ? missing : covered).Add(token);
            }
        }

        if (LooseGroups.In(lattice, answer) is { } group && !missing.Exists(m => m.Overlaps(group)))
        {
            covered.RemoveAll(c => c.Overlaps(group));
            missing.Add(group);
        }

        var content = Math.Max(1, covered.Count + missing.Count);
        var read = (double)covered.Count / content;
        return new ReadAnswer(answer, said.FitOf(cover) * read * read * scene.Choices.Quality, covered, missing, scene.Choices.Words)
        {
            Deeds = DeedsOf(lattice),
        };
    }

    /// <summary>"across all orders", not "by order".</summary>
    private static bool AreTogether(IReadOnlyList<Token> tokens, Span things) =>
        tokens.Skip(things.First - 2).Take(2 + things.Count).Any(t => WordTable.English.Throughout.Contains(t.Lower));

    /// <summary>Verbs that are no part of a longer phrase: "no longer sold" is what a thing is.</summary>
    private static List<IReadOnlyList<TableNode>> DeedsOf(QuestionLattice lattice)
    {
        var readings = lattice.Readings.SelectMany(r => r).ToList();
        return [.. readings.Where(d => d.Symbol == Symbols.Deed
                && !readings.Exists(r => r.Count > d.Count && r.First <= d.First && d.First < r.First + r.Count))
            .Select(d => (IReadOnlyList<TableNode>)[.. ((TableName)d.Part).Tables.Select(t => t.Node)])];
    }

    /// <summary>"Are there", "did we", "does any": the question opens with a verb.</summary>
    private bool IsYesNo(QuestionLattice lattice)
    {
        var first = lattice.Tokens[lattice.Places[0]];
        return words.ClassesOf(first.Lower) is var classes && (classes.Contains("be") || first.Lemma is "have") && !classes.Contains("open");
    }
}
