
namespace NlSql.Core.Sql.Guarding;

/// <summary>Approved or refused; nothing between.</summary>
public abstract record GuardVerdict
{
    private protected GuardVerdict()
    {
    }
}

/// <summary>The statement may run, as <see cref="ApprovedSql"/> prints it.</summary>
public sealed record GuardApproval(ApprovedSql Sql) : GuardVerdict;

/// <summary>The statement may not run. The same words in every host.</summary>
/// <param name="Rule">Stable slug of the rule, for instance <c>function-not-listed</c>.</param>
/// <param name="Message">A sentence that names what was found.</param>
/// <param name="Node">The kind of the parse node, for instance <c>FuncCall</c>.</param>
/// <param name="Start">UTF-16 offset of the offending text; null when it has none.</param>
/// <param name="Length">UTF-16 length of the offending text.</param>
/// <param name="Rewrite">A legal statement that does what was probably meant; null when there is none.</param>
public sealed record GuardRefusal(
    string Rule,
    string Message,
    string? Node = null,
    int? Start = null,
    int? Length = null,
    string? Rewrite = null) : GuardVerdict
{
    /// <summary>Why there is no estimate beside a refusal, in the same words in every host.</summary>
    public const string NotPlanned = "PostgreSQL was not asked for an estimate: it plans only what has passed.";

    /// <summary>
    /// The verdict, its place or its rewrite is what a busy machine, or the room on the stack, left of it: asked another time there may be more.
    /// </summary>
    internal bool IsOfTheMoment { get => field || GuardRules.IsOfTheMoment(Rule); init; }
}
