namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>A stretch of the day.</summary>
/// <param name="From">Included unless it is said otherwise; null for none.</param>
/// <param name="To">Not included; null for none.</param>
internal sealed record ClockBounds(TimeOnly? From, TimeOnly? To)
{
    /// <summary>"after 5 pm"</summary>
    public bool IsFromExcluded { get; init; }

    /// <summary>Both ends are said: where times are kept to the minute, the last one belongs to it.</summary>
    public bool IsStretch { get; init; }

    public override string ToString() => $"{(IsFromExcluded ? "(" : "[")}{From:HH:mm}, {To:HH:mm})";
}
