using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Auditing;

/// <summary>One line of the trail. It says what was asked and done, and never what was in the rows.</summary>
/// <param name="Action">
/// <c>drafted</c>, <c>refused</c>, <c>approved</c> (and about to run), <c>ended</c>, <c>exported</c>, <c>counted</c> (rows, step by step) or <c>probed</c>
/// (about to run, for nobody to see its rows: a draft for a vote, a look for values).
/// </param>
/// <param name="At">UTC.</param>
/// <param name="Analyst">Who, see <see cref="Foundation.Identity.IAnalyst.Name"/>.</param>
/// <param name="Origin">Through page, API or command line.</param>
internal sealed record AuditEntry(string Action, DateTimeOffset At, string Analyst, TurnOrigin Origin)
{
    public string? Conversation { get; init; }

    public string? Turn { get; init; }

    public string? Question { get; init; }

    public string? Sql { get; init; }

    /// <summary>SHA-256 of the statement's UTF-8, in hex.</summary>
    public string? SqlHash { get; init; }

    /// <summary>Who wrote the statement: a generator's name, <c>analyst</c>, <c>caller</c>.</summary>
    public string? Author { get; init; }

    /// <summary>Whether the statement differs from what was drafted for the turn; null where nothing was drafted.</summary>
    public bool? Edited { get; init; }

    /// <summary>The guard's rule that refused it.</summary>
    public string? Rule { get; init; }

    /// <summary><c>answered</c>, <c>stopped</c>, or the slug of a failure.</summary>
    public string? Outcome { get; init; }

    public long? Rows { get; init; }

    public bool? Truncated { get; init; }

    public double? Milliseconds { get; init; }

    public string? Result { get; init; }
}
