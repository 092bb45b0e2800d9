using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Foundation.Failures;

/// <summary>Who has to act when something fails.</summary>
public enum FailureParty
{
    /// <summary>The question, the SQL or the request is not usable as it is.</summary>
    Caller,

    /// <summary>The language model's endpoint failed or answered with something unusable.</summary>
    Model,

    /// <summary>The guard refused the SQL.</summary>
    Guard,

    /// <summary>PostgreSQL refused, failed or cannot be reached.</summary>
    Database,

    /// <summary>This machine: disk, native library, port, configuration.</summary>
    Infrastructure,
}

/// <summary>
/// A failure as a person and a program may see it: no stack trace, no secret. <see cref="Type"/> is a stable slug
/// (for instance <c>database-unreachable</c>) that every host shows under the same name. Message and advice may repeat what a person, a model or
/// a server wrote, of any length: beyond <see cref="LongestText"/> each is cut and ends in an ellipsis. Only lists of faulty settings and of
/// what a role may do too much are never cut: whoever has to mend them wants all.
/// </summary>
/// <param name="Party">Who has to act.</param>
/// <param name="Type">Stable machine-readable kind, kebab case.</param>
/// <param name="Message">One clear sentence: what is wrong.</param>
/// <param name="Advice">What to do about it; null when the message says it already.</param>
/// <param name="IsTransient">Whether the same call may succeed when it is repeated unchanged.</param>
public sealed record PipelineFailure(FailureParty Party, string Type, string Message, string? Advice = null, bool IsTransient = false)
{
    /// <summary>UTF-16 characters of a message, and of an advice, at most.</summary>
    public const int LongestText = 2000;

    /// <summary>One clear sentence: what is wrong.</summary>
    public string Message { get; init => field = Bounded(value, Type)!; } = Bounded(Message, Type)!;

    /// <summary>What to do about it; null when the message says it already.</summary>
    public string? Advice { get; init => field = Bounded(value, Type); } = Bounded(Advice, Type);

    /// <summary>SQLSTATE of the database's error, when there is one.</summary>
    public string? SqlState { get; init; }

    /// <summary>Zero-based UTF-16 offset into the SQL that the failure points at, when known.</summary>
    public int? Position { get; init; }

    /// <summary>Slug of the guard's rule, for instance <c>column-barred</c>; null when it is not the guard's.</summary>
    public string? Rule { get; init; }

    /// <summary>An id that stands in the log beside the details.</summary>
    public string? CorrelationId { get; init; }

    private static string? Bounded(string? text, string type) =>
        text is null || type is FailureTypes.SettingsInvalid or FailureTypes.DatabaseRoleRefused ? text : Excerpt.Of(text, LongestText);
}
