using System.Buffers;

namespace NlSql.Core.Foundation.Identity;

/// <summary>What an id looks like, whoever made it; ids come back from URLs and request bodies.</summary>
public static class IdentifierShape
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>True for 32 lower-case hexadecimal digits: nothing else was ever made by <see cref="IIdentifiers"/>.</summary>
    public static bool Fits(string id) => id.Length == Length && !id.AsSpan().ContainsAnyExcept(Digits);
}
