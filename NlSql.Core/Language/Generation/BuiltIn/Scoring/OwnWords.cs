using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// Finds words that only a reading of the whole knows: verbs of two words ("called off"), states ("still open"), and elements of arrays. Readers of single
/// statements pass over them, however sure they are of the rest.
/// </summary>
internal static class OwnWords
{
    private const int Longest = 3;

    public static bool In(IReadOnlyList<Token> tokens, SchemaModel schema) => Phrases(tokens).Any(IsOwn) || NamesArray(tokens, schema);

    private static bool IsOwn(string phrase) => WordTable.English.PhrasalVerbs.ContainsKey(phrase)
        || WordTable.English.States.Any(s => Array.IndexOf(s.Words, phrase) >= 0 || Array.IndexOf(s.Over, phrase) >= 0);

    private static IEnumerable<string> Phrases(IReadOnlyList<Token> tokens) =>
        from first in Enumerable.Range(0, tokens.Count)
        from count in Enumerable.Range(2, Longest - 1)
        where first + count <= tokens.Count
        select string.Join(' ', tokens.Skip(first).Take(count).Select(t => t.Lower));

    private static bool NamesArray(IReadOnlyList<Token> tokens, SchemaModel schema) => schema.Tables.SelectMany(t => t.Columns)
        .Any(c => c.Info.Kind == ColumnKind.Array && tokens.Any(t => c.Words.Contains(t.Lemma)));
}
