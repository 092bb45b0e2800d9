namespace NlSql.Core.Retrieval;

/// <summary>The answers to the questions asked last, at most <c>capacity</c> of them. Thread-safe.</summary>
internal sealed class SearchCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _newestFirst = new();
    private readonly Dictionary<(string Question, RetrievalLimits Limits), LinkedListNode<Entry>> _entries = [];

    public RetrievedSchema? Find(string question, RetrievalLimits limits)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue((question, limits), out var node))
            {
                return null;
            }

            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
            return node.Value.Schema;
        }
    }

    public void Keep(string question, RetrievalLimits limits, RetrievedSchema schema)
    {
        lock (_lock)
        {
            if (capacity <= 0 || _entries.ContainsKey((question, limits)))
            {
                return;
            }

            if (_entries.Count >= capacity && _newestFirst.Last is { } oldest)
            {
                _newestFirst.RemoveLast();
                _entries.Remove((oldest.Value.Question, oldest.Value.Limits));
            }

            _entries[(question, limits)] = _newestFirst.AddFirst(new Entry(question, limits, schema));
        }
    }

    private sealed record Entry(string Question, RetrievalLimits Limits, RetrievedSchema Schema);
}
