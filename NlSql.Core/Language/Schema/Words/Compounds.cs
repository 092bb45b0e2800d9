using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>Words that names are put together from without a separator.</summary>
internal static class Compounds
{
    private static readonly FrozenSet<string> Words = WordFile.Lines("compounds").ToFrozenSet(StringComparer.Ordinal);

    public static bool Contain(string word) => Words.Contains(word);
}
