using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Reads words that nothing else answers to as everyday words for what the schema calls otherwise.</summary>
internal sealed class EverydayReader(INameSource names)
{
    private const int Longest = 3;

    public void AddTo(List<Reading> found, IReadOnlyList<Token> tokens, List<int> places, bool[] isOpen)
    {
        for (var place = 0; place < places.Count; place++)
        {
            for (var count = Math.Min(Longest, places.Count - place); count > 0; count--)
            {
                if (Enumerable.Range(place, count).All(p => isOpen[p]))
                {
                    Add(found, place, count, [.. Enumerable.Range(place, count).Select(p => tokens[places[p]])]);
                }
            }
        }
    }

    private void Add(List<Reading> found, int place, int count, Token[] said)
    {
        string[] phrase = [.. said.Select(t => t.Lemma)];
        if (IsNoun(said[^1]) && names.Everyday.Tables(phrase) is { Count: > 0 } tables)
        {
            found.Add(new Reading(Symbols.Table, place, count, new TableName(tables), tables[0].Score));
        }
        else if (names.Everyday.Columns(phrase) is { Count: > 0 } columns)
        {
            found.Add(new Reading(Symbols.Column, place, count, new ColumnName(columns), columns[0].Score - 0.01));
        }
    }

    /// <summary>"paid" and "diagnosed" are done to things; no rows are called so.</summary>
    private static bool IsNoun(Token token) => token.Lower == token.Lemma ? !EnglishInflection.IsParticiple(token.Lower) : token.Lower.EndsWith('s');
}
