using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>One way to understand a question.</summary>
/// <param name="Score">0 to 1: how much of the question it covers, how well the words fit, and how little of it was guessed.</param>
/// <param name="Covered">Tokens of content that are in the answer.</param>
/// <param name="Missing">Tokens of content that are not.</param>
/// <param name="Words">What each name and value was taken for.</param>
internal sealed record ReadAnswer(Answer Answer, double Score, IReadOnlyList<Span> Covered, IReadOnlyList<Span> Missing, IReadOnlyList<ReadWord> Words)
{
    /// <summary>One period is set against another.</summary>
    public bool ComparesPeriods { get; init; }
}

/// <summary>Reads a question: a lattice of readings, a chart of constituents, covers of the sentence, frames.</summary>
internal sealed class QuestionReader(Lexicon lexicon)
{
    private const int MostAnswers = 16;

    /// <summary>How many "the largest stores" are.</summary>
    private const int Some = 10;

    /// <summary>Covers that are worse than the best by more than this are not looked at.</summary>
    private const double Hopeless = 2.5;
    private const double ContentWorth = 0.95;
    private const double FillerWorth = 0.35;
    private const double PerConstituent = 0.2;

    /// <summary>What a cover loses for each point that it scores less than the best.</summary>
    private const double BehindBest = 0.1;
    private readonly WordTable words = WordTable.English;
    private readonly ConditionalWeakTable<SchemaModel, SchemaNames> known = [];

    /// <summary>The ways to understand a question, best first, at most 16; empty when it says nothing of the schema.</summary>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public IReadOnlyList<ReadAnswer> Read(
        IReadOnlyList<Token> tokens, SchemaModel schema, DateOnly today, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var names = known.GetValue(schema, s => new SchemaNames(s, lexicon, words));
        var lattice = new LatticeBuilder(lexicon, words, names, new PeriodReader(lexicon, words, today, calendar)).Build(tokens, cancellationToken);
        if (lattice.Places.Count == 0)
        {
            return [];
        }

        var chart = new ChartParser(EnglishGrammar.Trie).Parse(lattice, cancellationToken);
        var covers = Covers.Best(lattice, chart, EnglishGrammar.Clauses, cancellationToken);
        var reach = new Reach(schema.Joins);
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
            var scene = new Scene(schema.Tables, reach, lexicon, words, today, choices);
            var sentence = new Sentence(cover, IsYesNo(lattice));
            if (sentence.Limit is { IsOpen: true } && sentence.Shows is [EntityPart { At: { Count: > 0 } at }] && IsPlural(tokens[at.End - 1]))
            {
                sentence.Widen(Some);
            }

            scene.Fitness = new Fitness(scene, sentence);
            if (new FrameAssembler(scene).Assemble(sentence) is { } answer)
            {
                var read = Judge(answer, cover, covers[0].Score, lattice, scene, sentence);
                var text = FrameText.Of(answer);
                if (!found.TryGetValue(text, out var known) || known.Score < read.Score)
                {
                    found[text] = read;
                }
            }

            return choices.Open;
        }
    }

    private static bool IsPlural(Token token) => token.Lower != token.Lemma && token.Lower.EndsWith('s');

    private static ReadAnswer Judge(Answer answer, Cover cover, double best, QuestionLattice lattice, Scene scene, Sentence sentence)
    {
        var lost = scene.Lost.Concat(sentence.Surplus.Select(s => s.At)).ToList();
        List<Span> covered = [], missing = [];
        for (var i = 0; i < lattice.Places.Count; i++)
        {
            if (lattice.Kinds[i] == PlaceKind.Content)
            {
                var token = new Span(lattice.Places[i], 1);
                (cover.Unread.Contains(i) || lost.Exists(l => l.Overlaps(token)) ? missing : covered).Add(token);
            }
        }

        var content = Math.Max(1, covered.Count + missing.Count);
        var most = lattice.Kinds.Sum(k => k == PlaceKind.Content ? ContentWorth : FillerWorth) - (PerConstituent * Math.Min(3, cover.Constituents.Count));
        var fit = Math.Max(0, Math.Clamp(best / Math.Max(0.5, most), 0, 1) - (BehindBest * (best - cover.Score)));
        var read = (double)covered.Count / content;
        return new ReadAnswer(answer, fit * read * read * scene.Choices.Quality, covered, missing, scene.Choices.Words)
        {
            ComparesPeriods = sentence.ComparesPeriods,
        };
    }

    /// <summary>"Are there", "did we", "does any": the question opens with a verb.</summary>
    private bool IsYesNo(QuestionLattice lattice)
    {
        var first = lattice.Tokens[lattice.Places[0]];
        return words.ClassesOf(first.Lower) is var classes && (classes.Contains("be") || first.Lemma is "have") && !classes.Contains("open");
    }
}
