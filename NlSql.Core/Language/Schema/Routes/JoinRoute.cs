namespace NlSql.Core.Language.Schema.Routes;

/// <summary>A way between two tables along keys, in walking order.</summary>
/// <param name="Cost">About one for each key, more for what makes the way doubtful; only comparable among ways between the same two tables.</param>
internal sealed record JoinRoute(IReadOnlyList<JoinStep> Steps, double Cost)
{
    /// <summary>A row at the start meets at most one at the end.</summary>
    public bool IsToOne => Steps.All(s => s.IsToOne);

    /// <summary>The table in the middle that is there to connect the two ends; null where the way is another one.</summary>
    public TableNode? Bridge => Steps is [{ IsForward: false, To: { Bridge: not null } middle }, { IsForward: true }] ? middle : null;

    /// <summary>A key each, with what was added to its cost and why; for people.</summary>
    public string Explanation => string.Join("; ", Steps.Select((s, i) => StepCost.Of(s, Steps.Take(i)).Explanation));

    public override string ToString() => string.Join(" ", Steps.Select(s => $"{s.Edge.Id}{(s.IsForward ? "" : " backwards")}"));
}
