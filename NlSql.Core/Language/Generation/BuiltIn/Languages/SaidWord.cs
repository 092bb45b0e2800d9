namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>What a piece of a question is.</summary>
internal enum SaidKind
{
    Word,

    /// <summary>Digits; <see cref="SaidWord.Key"/> is the number as the grammar writes it.</summary>
    Number,
    Quoted,
    Sign,
}

/// <summary>A word as the user wrote it.</summary>
/// <param name="Key">Lower case, umlauts and sharp s written out: as it stands in a table of words.</param>
/// <param name="Start">UTF-16 offset in the question.</param>
internal sealed record SaidWord(string Text, string Key, int Start, SaidKind Kind)
{
    public int End => Start + Text.Length;

    public bool IsCapitalised => char.IsUpper(Text[0]);

    public bool IsYear => Kind == SaidKind.Number && Key.Length == 4 && Key is ['1', '9', ..] or ['2', '0', ..];

    /// <summary>"Umsätze" and "Umsaetze" are the same word.</summary>
    public static string Fold(string text) => text.ToLowerInvariant()
        .Replace("ä", "ae", StringComparison.Ordinal)
        .Replace("ö", "oe", StringComparison.Ordinal)
        .Replace("ü", "ue", StringComparison.Ordinal)
        .Replace("ß", "ss", StringComparison.Ordinal);
}
