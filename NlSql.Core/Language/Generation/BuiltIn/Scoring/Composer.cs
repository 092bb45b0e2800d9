using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Assembly;
using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Soundness;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>A reading of a question with the plan that answers it.</summary>
/// <param name="Score">0 to 1: of the reading and of the ways between its tables.</param>
internal sealed record Composition(ReadAnswer Read, CompiledAnswer Compiled, double Score)
{
    /// <summary>It may be answered by.</summary>
    public bool IsSure => Score >= Composer.Least + Complexity.Of(this);
}

/// <summary>What came of reading a question as a whole.</summary>
/// <param name="Best">The best reading that leaves no word out and can be planned; null when there is none.</param>
/// <param name="Likeliest">The best reading that does not contradict itself, words left out or not; null when there is none.</param>
internal sealed record Compositions(Composition? Best, ReadAnswer? Likeliest)
{
    public static Compositions None { get; } = new(null, null);
}

/// <summary>Reads a question as a whole and plans what it asks for; the best reading that leaves no word out wins.</summary>
internal sealed class Composer(Lexicon lexicon)
{
    /// <summary>What a plan loses for each point that its routes cost more than the cheapest ones for the same reading.</summary>
    private const double PerRouteCost = 0.05;
    private const double NearlyBest = 0.1;

    /// <summary>A reading of usual length that scores less is a guess.</summary>
    public const double Least = 0.98;

    private readonly QuestionReader reader = new(lexicon);

    /// <summary>The words that questions are read by, with the house's calendar.</summary>
    public Lexicon Lexicon { get; } = lexicon;

    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public Compositions Compose(IReadOnlyList<Token> tokens, SchemaModel schema, SessionClock clock, CancellationToken cancellationToken) =>
        Best(reader.Read(tokens, schema, clock.Today, clock.Calendar, cancellationToken), schema, clock, cancellationToken);

    /// <summary>A question together with what was said afterwards to change it.</summary>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public Compositions Compose(IReadOnlyList<TurnWords> turns, SchemaModel schema, SessionClock clock, CancellationToken cancellationToken) =>
        Best(reader.Read(turns, schema, clock.Today, clock.Calendar, cancellationToken), schema, clock, cancellationToken);

    private static Compositions Best(IReadOnlyList<ReadAnswer> readings, SchemaModel schema, SessionClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        var candidates = new List<Composition>();
        foreach (var read in readings)
        {
            if (read.Missing.Count > 0 || read.Covered.Count == 0 || Contradictions.In(read.Answer))
            {
                continue;
            }

            var plans = FrameCompiler.Compile(read.Answer, schema.Joins, today, clock.Calendar, cancellationToken);
            var score = read.Score - Oddities.Of(read.Answer);
            candidates.AddRange(plans.Select(p => new Composition(read, p,
                (score - Doubt(p, read.Answer) - UndoneDeeds.Of(read.Deeds, p.Plan) - (PerRouteCost * (p.RouteCost - plans[0].RouteCost)))
                * IdleConditions.Factor(p.Plan))));
        }

        candidates.Sort((a, b) => b.Score.CompareTo(a.Score));
        if (candidates.Exists(c => c.Score > candidates[0].Score - NearlyBest && UnfitTypes.In(c.Compiled.Plan) is not null))
        {
            // What was most likely asked cannot be answered: another reading would answer something else.
            return Compositions.None;
        }

        var likeliest = candidates.Count > 0 ? candidates[0].Read with { Score = candidates[0].Score }
            : readings.FirstOrDefault(r => !Contradictions.In(r.Answer));
        return new Compositions(candidates.Count > 0 ? candidates[0] : null, likeliest);
    }

    /// <summary>How much less sure a plan is for what its compiler tells of it.</summary>
    private static double Doubt(CompiledAnswer plan, Answer answer) => plan.Concerns.Select(c => c.Kind).Distinct().Sum(kind => kind switch
    {
        // Rows in force on both sides of what they share belong together: whose salary it is, and where that employee is, today.
        ConcernKind.Detour when AreInForce(answer) => 0,
        ConcernKind.Detour => 0.2,
        ConcernKind.OtherRoute => 0.08,
        ConcernKind.OddFigure => 0.2,
        // No key leads from a view either, but where one is there the tables behind it have theirs.
        ConcernKind.GuessedJoin => PlanTables.Of(plan.Plan).Any(t => t.Info.ViewDefinition is not null) ? 0.02 : 0.012,
        ConcernKind.UnknownValue => 0.1,
        ConcernKind.NotApplied => 0.2,
        _ => 0,
    });

    private static bool AreInForce(Answer answer) =>
        FrameTables.Frames(answer).All(f => FrameTables.Atoms(f.Where).OfType<InForce>().Count(force => !force.IsFormer) > 1);
}
