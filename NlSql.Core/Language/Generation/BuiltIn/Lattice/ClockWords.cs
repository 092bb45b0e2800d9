using System.Collections.Frozen;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>How times of the day and lengths of time are said.</summary>
internal sealed class ClockWords
{
    /// <summary>Hours with a name: "noon".</summary>
    public required FrozenDictionary<string, int> Fixed { get; init; }

    public required FrozenSet<string> Forenoon { get; init; }

    public required FrozenSet<string> Afternoon { get; init; }

    /// <summary>"o'clock"</summary>
    public required FrozenSet<string> Hours { get; init; }

    /// <summary>Verbs of what happens at a time of day, and the words that columns have for it.</summary>
    public required FrozenDictionary<string, FrozenSet<string>> Verbs { get; init; }

    /// <summary>Seconds of each unit of time, by its names.</summary>
    public required FrozenDictionary<string, int> Units { get; init; }

    /// <summary>Words of numbers that say how long something takes.</summary>
    public required FrozenSet<string> Lengths { get; init; }

    /// <summary>Words of numbers that are no length of the thing itself, though they count time.</summary>
    public required FrozenSet<string> NoLengths { get; init; }

    /// <summary>Words of dates at which something begins, and those at which it ends.</summary>
    public required FrozenDictionary<string, FrozenSet<string>> Ends { get; init; }

    /// <summary>Words of dates at which somebody comes to stay.</summary>
    public required FrozenSet<string> Stays { get; init; }
}
