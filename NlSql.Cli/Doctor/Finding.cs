using System.Text.Json.Serialization;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Cli.Doctor;

internal enum Grade
{
    Ok,

    /// <summary>It works, and somebody should look at it.</summary>
    Warning,

    Failed,
}

/// <summary>What a check found.</summary>
/// <param name="Subject">One word: what was looked at.</param>
/// <param name="Advice">What to do; null when nothing is to be done.</param>
/// <param name="ExitCode">The exit code that it stands for when it failed.</param>
internal sealed record Finding(Grade Grade, string Subject, string Text, string? Advice = null, [property: JsonIgnore] int ExitCode = ExitCodes.Ok);
