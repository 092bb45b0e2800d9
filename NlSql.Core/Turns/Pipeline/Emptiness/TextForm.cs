namespace NlSql.Core.Turns.Pipeline.Emptiness;

/// <summary>What lower, upper and the functions that trim make of a text, however they stand one around the other.</summary>
/// <param name="Case">The function of letter case that has the last word: <c>lower</c> or <c>upper</c>; null for none.</param>
/// <param name="TrimsStart">Blanks before it go.</param>
/// <param name="TrimsEnd">Blanks behind it go.</param>
internal readonly record struct TextForm(string? Case, bool TrimsStart, bool TrimsEnd)
{
    /// <summary>The form with one more function inside; null for a function of another kind.</summary>
    public TextForm? Within(string function) => function switch
    {
        "lower" or "upper" => this with { Case = Case ?? function },
        "btrim" => this with { TrimsStart = true, TrimsEnd = true },
        "ltrim" => this with { TrimsStart = true },
        "rtrim" => this with { TrimsEnd = true },
        _ => null,
    };

    /// <summary>As the database would give it.</summary>
    public string Of(string text)
    {
        text = TrimsStart ? text.TrimStart(' ') : text;
        text = TrimsEnd ? text.TrimEnd(' ') : text;
        return Case switch
        {
            "lower" => text.ToLowerInvariant(),
            "upper" => text.ToUpperInvariant(),
            _ => text,
        };
    }

    /// <summary>As SQL around a name, for people.</summary>
    public string Around(string name)
    {
        name = (TrimsStart, TrimsEnd) switch
        {
            (true, true) => $"trim({name})",
            (true, false) => $"ltrim({name})",
            (false, true) => $"rtrim({name})",
            _ => name,
        };
        return Case is { } function ? $"{function}({name})" : name;
    }
}
