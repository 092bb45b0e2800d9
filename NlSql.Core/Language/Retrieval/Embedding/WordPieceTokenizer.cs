using System.Collections.Frozen;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>Greedy longest-match WordPiece over a vocabulary whose line number is the piece's id; no special tokens are added.</summary>
internal sealed class WordPieceTokenizer
{
    private const int MaxWordLength = 100;

    private readonly FrozenDictionary<string, int> _ids;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _unknown;

    public WordPieceTokenizer(IReadOnlyList<string> vocabulary)
    {
        Vocabulary = vocabulary;
        var ids = new Dictionary<string, int>(vocabulary.Count, StringComparer.Ordinal);
        for (var i = 0; i < vocabulary.Count; i++)
        {
            ids[vocabulary[i]] = i;
        }

        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!_ids.TryGetValue("[UNK]", out _unknown))
        {
            throw new InvalidDataException("The vocabulary has no [UNK].");
        }
    }

    /// <summary>Pieces in id order, which is about their order of frequency in English.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    public static WordPieceTokenizer Read(string path) => new(File.ReadAllLines(path));

    /// <summary>Ids of the first <paramref name="limit"/> pieces of <paramref name="text"/>.</summary>
    public List<int> Encode(string text, int limit)
    {
        var ids = new List<int>();
        foreach (var word in BasicTokenizer.Split(text))
        {
            Append(word, ids);
            if (ids.Count >= limit)
            {
                ids.RemoveRange(limit, ids.Count - limit);
                break;
            }
        }

        return ids;
    }

    private void Append(string word, List<int> ids)
    {
        if (word.Length > MaxWordLength)
        {
            ids.Add(_unknown);
            return;
        }

        if (_ids.TryGetValue(word, out var whole))
        {
            ids.Add(whole);
            return;
        }

        var first = ids.Count;
        Span<char> buffer = stackalloc char[word.Length + 2];
        for (var start = 0; start < word.Length;)
        {
            var end = word.Length;
            var id = -1;
            for (; end > start; end--)
            {
                var piece = Piece(word, start, end, buffer);
                if (_lookup.TryGetValue(piece, out id))
                {
                    break;
                }

                id = -1;
            }

            if (id < 0)
            {
                ids.RemoveRange(first, ids.Count - first);
                ids.Add(_unknown);
                return;
            }

            ids.Add(id);
            start = end;
        }
    }

    private static ReadOnlySpan<char> Piece(string word, int start, int end, Span<char> buffer)
    {
        if (start == 0)
        {
            return word.AsSpan(0, end);
        }

        buffer[0] = '#';
        buffer[1] = '#';
        word.AsSpan(start, end - start).CopyTo(buffer[2..]);
        return buffer[..(end - start + 2)];
    }
}
