using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Finds where something is said after the question: "... in 2024? Names only.", "vehicles in repair (plates)", "accounts without a plan - how many?". Such a
/// sign parts what stands beside it as a comma does; the one at the end says nothing.
/// </summary>
internal static class Stops
{
    /// <summary>"Dr. Varga", "St. Ives", "No. 5": the point ends no sentence.</summary>
    private const int LongestTitle = 3;

    public static bool IsAt(IReadOnlyList<Token> tokens, int i)
    {
        if (i == 0 || i + 1 >= tokens.Count || tokens[i].Kind != TokenKind.Punctuation || tokens[i + 1].Kind == TokenKind.Punctuation)
        {
            return false;
        }

        var (before, sign, after) = (tokens[i - 1], tokens[i], tokens[i + 1]);
        return sign.Text switch
        {
            "?" or "!" or ";" => true,
            "." => after.Start > sign.End && !WordTable.English.Abbreviated.Contains(before.Lower)
                && (before.Kind != TokenKind.Word || before.Length > LongestTitle || !before.IsCapitalised),
            "(" => before.Kind is not TokenKind.Punctuation && after.Kind == TokenKind.Word && !IsSingle(tokens, i),
            "-" or "–" or "—" => sign.Start > before.End && after.Start > sign.End && before.Kind == TokenKind.Word && after.Kind == TokenKind.Word,
            _ => false,
        };
    }

    /// <summary>"rain (mm)" names a column; "vehicles (plates)" are a thing and what is to be seen of it, said in the plural.</summary>
    private static bool IsSingle(IReadOnlyList<Token> tokens, int open) =>
        open + 2 < tokens.Count && tokens[open + 2].Text == ")" && tokens[open + 1].Lower == tokens[open + 1].Lemma;
}
