using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// Finds a measure that is asked for by the very name of the column that keeps it: "revenue" where a table of totals has such a column. It is summed as it
/// stands; a reading of the whole might work it out from other tables, with or without what was cancelled or taken off.
/// </summary>
internal static class StoredMeasures
{
    private static readonly string[] Ranked = ["most", "fewest"];

    /// <summary>False for "the most passengers", of which it has to be found out whether rows or totals are ranked.</summary>
    public static bool AreNamed(IReadOnlyList<Token> tokens, SchemaModel schema) =>
        !tokens.Any(t => WordTable.English.ClassesOf(t.Lower).Any(Ranked.Contains))
        && schema.Tables.SelectMany(t => t.Columns)
            .Any(c => c is { IsMeasure: true, Words: [var name] } && char.IsLetter(name[0]) && tokens.Any(t => t.Lemma == name));
}
