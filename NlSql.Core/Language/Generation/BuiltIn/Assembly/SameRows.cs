using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// Joins conditions on related rows that one row has to meet: "materials that buyer KLM ordered in 2026" were ordered by KLM in that year, rather than by KLM
/// at any time and by anybody in that year.
/// </summary>
internal static class SameRows
{
    /// <summary>A time is said of the rows that something else was said of; of two other conditions each may be met by a row of its own.</summary>
    public static List<Filter> Joined(List<Filter> parts)
    {
        if (parts.FindAll(IsTime) is not [Exists { Where: { } when } time] || parts.FindAll(p => IsOther(p, time)) is not [Exists { Where: { } what } other])
        {
            return parts;
        }

        var one = other with { Where = FilterAssembly.Joined([what, when]) };
        return [.. parts.Where(p => p != time).Select(p => p == other ? one : p)];
    }

    private static bool IsTime(Filter part) => part is Exists { Count: null, Where: Within };

    private static bool IsOther(Filter part, Exists time) => part is Exists { Count: null, Where: { } what } && what is not Within
        && ((Exists)part).Related == time.Related;
}
