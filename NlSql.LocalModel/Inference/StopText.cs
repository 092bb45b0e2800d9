namespace NlSql.LocalModel.Inference;

/// <summary>Looks for texts that end an answer. What may be the beginning of one is held back until it is decided.</summary>
internal sealed class StopText(IReadOnlyList<string> stops)
{
    private string held = string.Empty;

    /// <summary>A stop was found; what came before it has been given out.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Takes the next piece of the answer and gives what is certain to belong to it.</summary>
    public string Push(string piece)
    {
        if (IsFound)
        {
            return string.Empty;
        }

        held += piece;
        var first = stops
            .Select(stop => held.IndexOf(stop, StringComparison.Ordinal))
            .Where(index => index >= 0)
            .DefaultIfEmpty(-1)
            .Min();
        IsFound = first >= 0;
        var certain = IsFound ? first : held.Length - Undecided();
        var text = held[..certain];
        held = IsFound ? string.Empty : held[certain..];
        return text;
    }

    /// <summary>What was held back when the answer ends without a stop.</summary>
    public string Rest()
    {
        var rest = held;
        held = string.Empty;
        return rest;
    }

    /// <summary>How many characters at the end may begin a stop.</summary>
    private int Undecided() => stops.Count == 0 ? 0 : stops.Max(stop =>
    {
        var length = Math.Min(stop.Length - 1, held.Length);
        while (length > 0 && !held.EndsWith(stop[..length], StringComparison.Ordinal))
        {
            length--;
        }

        return length;
    });
}
