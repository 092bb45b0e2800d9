namespace NlSql.Web.State.Turns;

/// <summary>SQL that was typed but not run yet, by turn id: a reload brings it back. Holds the newest <see cref="Limit"/>.</summary>
public sealed class UnsavedEdits
{
    /// <summary>Texts that are kept at most; the oldest go first.</summary>
    public const int Limit = 200;

    private readonly Lock gate = new();
    private readonly OrderedDictionary<string, string> texts = new(StringComparer.Ordinal);

    /// <summary>Null when the turn has no unsaved text.</summary>
    public string? Find(string turnId)
    {
        lock (gate)
        {
            return texts.TryGetValue(turnId, out var text) ? text : null;
        }
    }

    /// <summary>Takes the place of what was kept for the turn.</summary>
    public void Keep(string turnId, string text)
    {
        lock (gate)
        {
            texts.Remove(turnId);
            texts.Add(turnId, text);
            if (texts.Count > Limit)
            {
                texts.RemoveAt(0);
            }
        }
    }

    /// <summary>Nothing happens where nothing was kept.</summary>
    public void Forget(string turnId)
    {
        lock (gate)
        {
            texts.Remove(turnId);
        }
    }
}
