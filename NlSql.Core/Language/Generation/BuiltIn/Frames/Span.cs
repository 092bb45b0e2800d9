namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>A stretch of the question, counted in tokens. <see cref="Count"/> is 0 for what is meant but not written.</summary>
internal readonly record struct Span(int First, int Count)
{
    public static Span None { get; } = new(0, 0);

    /// <summary>Overlaps every stretch.</summary>
    public static Span All { get; } = new(0, int.MaxValue);

    /// <summary>The first token after it.</summary>
    public int End => First + Count;

    public bool Overlaps(Span other) => Count > 0 && other.Count > 0 && First < other.End && other.First < End;

    /// <summary>The shortest stretch that holds both.</summary>
    public Span Through(Span other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var first = Math.Min(First, other.First);
        return new Span(first, Math.Max(End, other.End) - first);
    }
}
