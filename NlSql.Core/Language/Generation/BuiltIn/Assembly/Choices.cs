using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What some words were taken for, and what they could have been.</summary>
/// <param name="At">Tokens of the question.</param>
/// <param name="Meaning">In words that name tables and columns.</param>
/// <param name="Others">Other meanings, nearest first.</param>
internal sealed record ReadWord(Span At, string Meaning, IReadOnlyList<string> Others);

/// <summary>
/// Decides between candidates while a frame is assembled, best first, and notes where another one was nearly as good: the same words assembled again
/// with that one taken instead are another answer.
/// </summary>
/// <param name="taken">By the number of the choice: which candidate to take instead of the best.</param>
internal sealed class Choices(IReadOnlyDictionary<int, int> taken)
{
    private const double Close = 0.13;
    private const int MostOthers = 3;
    private readonly List<ReadWord> words = [];
    private readonly Dictionary<string, int> known = [];
    private int made;

    public IReadOnlyList<ReadWord> Words => words;

    /// <summary>Choices that could have gone the other way: their numbers, and what that costs.</summary>
    public List<(int Number, double Loss)> Open { get; } = [];

    /// <summary>1 when all was sure; each doubt takes its part.</summary>
    public double Quality { get; private set; } = 1;

    public void Doubt(double factor) => Quality *= factor;

    /// <summary>The best candidate, or the one that was to be taken instead; the same words are always taken for the same.</summary>
    /// <param name="key">Tells one choice from another.</param>
    /// <param name="sure">How surely what is taken is meant at all, 0 to 1; null for quite.</param>
    public T? Pick<T>(string key, Span at, IEnumerable<(T Item, double Score)> candidates, Func<T, string> name, Func<T, double>? sure = null)
        where T : class
    {
        var ranked = candidates.OrderByDescending(c => c.Score).ToList();
        if (ranked.Count == 0)
        {
            return null;
        }

        var isNew = !known.TryGetValue(key, out var number);
        if (isNew)
        {
            known[key] = number = made++;
        }

        var index = taken.TryGetValue(number, out var other) && other < ranked.Count ? other : 0;
        if (isNew)
        {
            Note(at, ranked, index, number, name);
            Doubt(sure?.Invoke(ranked[index].Item) ?? 1);
        }

        return ranked[index].Item;
    }

    private void Note<T>(Span at, List<(T Item, double Score)> ranked, int index, int number, Func<T, string> name)
    {
        if (index == 0 && ranked.Count > 1 && ranked[0].Score - ranked[1].Score < Close)
        {
            Open.Add((number, ranked[0].Score - ranked[1].Score));
        }

        Doubt(1 - Math.Clamp(ranked[0].Score - ranked[index].Score, 0, 0.9) - (index * 0.02));
        if (at.Count > 0)
        {
            words.Add(new ReadWord(at, name(ranked[index].Item), [.. ranked.Where((_, i) => i != index).Take(MostOthers).Select(c => name(c.Item))]));
        }
    }
}
