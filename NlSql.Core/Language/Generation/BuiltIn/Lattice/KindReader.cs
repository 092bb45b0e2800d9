using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Finds values whose last word is the thing that is of that kind: the visits of "inpatient visits" where a table of codes says "Inpatient Visit", the
/// coaches of "head coach". The words are value and thing at once.
/// </summary>
internal sealed class KindReader(INameSource names)
{
    private const double Thing = 0.85;

    public IEnumerable<(string Symbol, int Length, Part Part, double Score)> At(IReadOnlyList<Token> tokens, int i)
    {
        foreach (var group in names.ValuesAt(tokens, i).Where(v => v.Length > 1).GroupBy(v => v.Length))
        {
            var last = tokens[i + group.Key - 1];
            var things = names.Tables([last.Lemma]).Where(t => t.Score >= Thing).ToList();
            foreach (var thing in things)
            {
                var values = group.Select(g => g.Value).Where(v => v.Column.Table == thing.Node || names.RefersTo(thing.Node, v.Column.Table)).ToList();
                if (values.Count > 0)
                {
                    var text = string.Join(' ', tokens.Skip(i).Take(group.Key).Select(t => t.Text));
                    yield return (Symbols.Kind, group.Key, new KindWord(new ValueWord(text, values), new TableName([thing])), values.Max(v => v.Score));
                }
            }
        }
    }
}
