namespace NlSql.Web.State.Turns;

/// <summary>SQL that was typed but not run yet, by turn id: a reload brings it back. Holds the newest <see cref="Limit"/>.</summary>
public sealed class UnsavedEdits
{
    public const int Limit = 200;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string? Find(string turnId)
    {
        lock (_gate)
        {
            return _texts.TryGetValue(turnId, out var text) ? text : null;
        }
    }

    public void Keep(string turnId, string text)
    {
        lock (_gate)
        {
            _texts.Remove(turnId);
            _texts.Add(turnId, text);
            if (_texts.Count > Limit)
            {
                _texts.RemoveAt(0);
            }
        }
    }

    public void Forget(string turnId)
    {
        lock (_gate)
        {
            _texts.Remove(turnId);
        }
    }
}
