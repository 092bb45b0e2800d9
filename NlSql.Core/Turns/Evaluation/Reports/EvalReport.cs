namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>What many outcomes come to. Cases whose gold query did not run are left out of every share.</summary>
public sealed record EvalReport
{
    /// <summary>Examples of a kind of fault.</summary>
    private const int Examples = 3;

    /// <summary>Every case that counts.</summary>
    public required EvalGroup All { get; init; }

    /// <summary>By the first word of the case's source, in order of its name.</summary>
    public required IReadOnlyList<EvalGroup> BySource { get; init; }

    /// <summary>By kind of gold query; unanswerable questions are a kind of their own.</summary>
    public required IReadOnlyList<EvalGroup> ByStructure { get; init; }

    /// <summary>By database.</summary>
    public required IReadOnlyList<EvalGroup> ByDatabase { get; init; }

    /// <summary>By who wrote the answer; <c>nobody</c> where there is none.</summary>
    public required IReadOnlyList<EvalGroup> ByWriter { get; init; }

    /// <summary>Databases that nobody had in view while the product was made, as whoever ran this says; null where none are named.</summary>
    public EvalGroup? HeldOut { get; init; }

    /// <summary>The others; null where no part is named.</summary>
    public EvalGroup? Seen { get; init; }

    /// <summary>Number of cases by verdict, the better first.</summary>
    public required IReadOnlyDictionary<EvalVerdict, int> Verdicts { get; init; }

    /// <summary>What went wrong, the most frequent first.</summary>
    public required IReadOnlyList<EvalFaultGroup> Faults { get; init; }

    /// <summary>Statements that ran, right or wrong, of all that were written.</summary>
    public required Proportion Valid { get; init; }

    /// <summary>Answers that are right, of those that were given to questions that have an answer.</summary>
    public required Proportion RightOfAnswered { get; init; }

    /// <summary>Questions without an answer that were declined.</summary>
    public required Proportion DeclinedRightly { get; init; }

    /// <summary>Questions with an answer that were declined or asked back.</summary>
    public required Proportion DeclinedWrongly { get; init; }

    /// <summary>Right ones of those that were mended by the schema.</summary>
    public required Proportion Mended { get; init; }

    /// <summary>Right ones of those that the model was asked to correct.</summary>
    public required Proportion Repaired { get; init; }

    /// <summary>Null where no answer came with a confidence.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Tokens and time.</summary>
    public required EvalCost Cost { get; init; }

    /// <summary>Cases that count nowhere, because no right query of theirs ran.</summary>
    public int GoldFailed { get; init; }

    /// <summary>Counts the outcomes.</summary>
    /// <param name="heldOut">Names of databases that were held out; null where nobody said.</param>
    public static EvalReport Of(IReadOnlyList<EvalOutcome> outcomes, NamePatterns? heldOut = null)
    {
        var counted = outcomes.Where(o => o.Verdict != EvalVerdict.GoldFailed).ToList();
        var answerable = counted.Where(o => o.IsAnswerable).ToList();
        var unanswerable = counted.Where(o => !o.IsAnswerable).ToList();
        var written = counted.Where(o => o.IsAnswered).ToList();
        var held = heldOut is null ? null : counted.Where(o => heldOut.Match(o.Db ?? "")).ToList();
        return new EvalReport
        {
            All = EvalGroup.Of("all", counted),
            BySource = Groups(counted, o => FirstWord(o.Source)),
            ByStructure = Groups(counted, o => o.IsAnswerable ? o.Structure ?? "?" : "(no answer)"),
            ByDatabase = Groups(counted, o => o.Db ?? "?"),
            ByWriter = Groups(counted, o => o.IsAnswered ? o.Generator ?? "?" : "nobody"),
            HeldOut = held is null ? null : EvalGroup.Of("held out", held),
            Seen = held is null ? null : EvalGroup.Of("others", [.. counted.Except(held)]),
            Verdicts = outcomes.GroupBy(o => o.Verdict).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()),
            Faults =
            [
                .. counted.Where(o => o.Fault is not null)
                    .GroupBy(o => o.Fault!, StringComparer.Ordinal)
                    .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new EvalFaultGroup(g.Key, g.Count(), [.. g.Take(Examples).Select(o => o.Id)])),
            ],
            Valid = new(written.Count(o => o.RunMs is not null && IsRun(o.Verdict)), written.Count(o => o.IsAnswerable)),
            RightOfAnswered = new(answerable.Count(o => o.IsAnswered && o.IsCorrect), answerable.Count(o => o.IsAnswered)),
            DeclinedRightly = new(unanswerable.Count(o => o.IsCorrect), unanswerable.Count),
            DeclinedWrongly = new(answerable.Count(o => o.Verdict == EvalVerdict.Abstained), answerable.Count),
            Mended = RightOf(counted.Where(o => o.Mended.Count > 0)),
            Repaired = RightOf(counted.Where(o => o.Repairs > 0)),
            Calibration = Calibration.Of(counted),
            Cost = EvalCost.Of(counted),
            GoldFailed = outcomes.Count - counted.Count,
        };
    }

    private static bool IsRun(EvalVerdict verdict) =>
        verdict is EvalVerdict.Exact or EvalVerdict.Subset or EvalVerdict.SetOnly or EvalVerdict.Wrong or EvalVerdict.TooBig;

    private static Proportion RightOf(IEnumerable<EvalOutcome> outcomes) => EvalGroup.Of("", [.. outcomes]).Right;

    private static IReadOnlyList<EvalGroup> Groups(IEnumerable<EvalOutcome> outcomes, Func<EvalOutcome, string> name) =>
    [
        .. outcomes.GroupBy(name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => EvalGroup.Of(g.Key, [.. g])),
    ];

    private static string FirstWord(string? source) => source?.Split(' ', 2)[0] is { Length: > 0 } name ? name : "?";
}

/// <param name="Right">Exact and subset, and what was rightly declined.</param>
public sealed record EvalGroup(string Name, Proportion Right, int Exact)
{
    /// <summary>Counts the outcomes of one group.</summary>
    public static EvalGroup Of(string name, IReadOnlyCollection<EvalOutcome> outcomes) =>
        new(name, new Proportion(outcomes.Count(o => o.IsCorrect), outcomes.Count), outcomes.Count(o => o.Verdict == EvalVerdict.Exact));
}

/// <param name="Kind">See <see cref="EvalOutcome.Fault"/>.</param>
/// <param name="Ids">The first few of them.</param>
public sealed record EvalFaultGroup(string Kind, int Cases, IReadOnlyList<string> Ids);

/// <summary>What the answers took.</summary>
/// <param name="DraftMsMedian">Milliseconds of retrieval and generation.</param>
/// <param name="DraftMsP95">The same, 95th percentile.</param>
/// <param name="DraftMsTotal">The same, all cases.</param>
/// <param name="ModelCalls">How often a model was asked.</param>
/// <param name="PromptTokens">Of all calls that were counted; null where none was.</param>
/// <param name="CachedTokens">Of the prompts' tokens, those that the server knew already.</param>
/// <param name="AnswerTokens">As <paramref name="PromptTokens"/>.</param>
public sealed record EvalCost(
    double DraftMsMedian, double DraftMsP95, double DraftMsTotal, int ModelCalls, long? PromptTokens, long? CachedTokens, long? AnswerTokens)
{
    internal static EvalCost Of(IReadOnlyCollection<EvalOutcome> outcomes)
    {
        var drafts = outcomes.Select(o => o.DraftMs).Order().ToList();
        return new EvalCost(
            Percentile(drafts, 0.5),
            Percentile(drafts, 0.95),
            drafts.Sum(),
            outcomes.Sum(o => o.ModelCalls),
            Sum(o => o.PromptTokens),
            Sum(o => o.CachedTokens),
            Sum(o => o.AnswerTokens));

        long? Sum(Func<EvalOutcome, long?> tokens) => outcomes.Any(o => tokens(o) is not null) ? outcomes.Sum(o => tokens(o) ?? 0) : null;
    }

    private static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
