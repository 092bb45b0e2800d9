using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Waterfalls;

/// <summary>How many rows a statement has after each of its steps, as far as they are counted. Immutable.</summary>
/// <param name="Steps">In the order in which a person reads the statement: tables and joins, conditions, groups, the result.</param>
public sealed record Waterfall(IReadOnlyList<WaterfallStep> Steps)
{
    /// <summary>What is waited for, for people; null while it counts and when it has ended.</summary>
    public string? Waiting { get; init; }

    /// <summary>Why it ended before the last step; null when it did not.</summary>
    public PipelineFailure? Failure { get; init; }

    /// <summary>How many steps have been counted, or left out.</summary>
    public int Done => Steps.Count(step => step.Rows is not null || step.IsLeftOut);

    /// <summary>The same with one more number.</summary>
    /// <param name="rows">Null for a step that was left out.</param>
    internal Waterfall With(int place, long? rows)
    {
        var steps = Steps.ToArray();
        var before = steps.Take(place).LastOrDefault(step => step.Rows is not null)?.Rows;
        steps[place] = steps[place] with { Rows = rows, IsLeftOut = rows is null, Effect = EffectOf(steps[place].Kind, before, rows) };
        return this with { Steps = steps, Waiting = null };
    }

    private static WaterfallEffect EffectOf(WaterfallStepKind kind, long? before, long? rows) => (before, rows) switch
    {
        (> 0, 0) or (null, 0) => WaterfallEffect.Emptied,
        ({ } had, { } has) when kind == WaterfallStepKind.Join && has > had => WaterfallEffect.Multiplied,
        ({ } had, { } has) when kind == WaterfallStepKind.Join && has < had => WaterfallEffect.Lost,
        _ => WaterfallEffect.None,
    };
}

/// <param name="Kind">What the step does.</param>
/// <param name="Label">As SQL, in one line.</param>
public sealed record WaterfallStep(WaterfallStepKind Kind, string Label)
{
    /// <summary>After the step; null when it was not counted.</summary>
    public long? Rows { get; init; }

    /// <summary>Counting it would cost more than MAX_PLAN_COST allows.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>What is worth a look.</summary>
    public WaterfallEffect Effect { get; init; }
}

/// <summary>What a step of a statement does.</summary>
public enum WaterfallStepKind
{
    /// <summary>The first table, or sub-query, of FROM.</summary>
    Table,

    /// <summary>Another one, with what joins it.</summary>
    Join,

    /// <summary>A condition of WHERE.</summary>
    Filter,

    /// <summary>GROUP BY, or one row of figures.</summary>
    Group,

    /// <summary>HAVING.</summary>
    Having,

    /// <summary>DISTINCT and LIMIT: the rows that come.</summary>
    Result,

    /// <summary>One side of a UNION, INTERSECT or EXCEPT.</summary>
    Branch,
}

/// <summary>What a person should look at.</summary>
public enum WaterfallEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A join repeats rows.</summary>
    Multiplied,

    /// <summary>A join drops rows that meet none.</summary>
    Lost,

    /// <summary>No row is left.</summary>
    Emptied,
}
