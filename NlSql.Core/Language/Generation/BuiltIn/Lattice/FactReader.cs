using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Finds amounts and flags that are not called as any column is.</summary>
internal sealed class FactReader(WordTable words, INameSource names)
{
    private const int LongestName = 3;
    private const int LongestSelling = 5;
    private const double ThingSure = 0.8;
    private const double Selling = 0.97;
    private const string Cost = MeasureKinds.Cost;

    public IEnumerable<(string Symbol, int Length, Part Part, double Score)> At(IReadOnlyList<Token> tokens, int i)
    {
        foreach (var selling in Sellings(tokens, i))
        {
            yield return selling;
        }

        for (var count = Math.Min(LongestName, tokens.Count - i); count > 0; count--)
        {
            var stretch = Enumerable.Range(i, count).Select(k => tokens[k]).ToList();
            if (stretch.Exists(t => t.Kind != TokenKind.Word))
            {
                continue;
            }

            var isVerb = count == 1 && words.MeasureVerbs.Contains(stretch[0].Lower);
            var isOutgoing = isVerb && i > 0 && words.PayingVerbs.Contains(stretch[0].Lower) && Deeds.English.Ourselves.Contains(tokens[i - 1].Lower);
            var measures = isOutgoing ? names.Measures(Cost) : Of(stretch, names.Measures);
            if (measures.Count > 0)
            {
                yield return (isVerb ? Symbols.MeasureVerb : Symbols.Measure, count,
                    new MeasureName(measures, IsPaid: isVerb && words.PayingVerbs.Contains(stretch[0].Lower)), measures[0].Score);
            }

            foreach (var (symbol, part, score) in Flags(stretch))
            {
                yield return (symbol, count, part, score);
            }

            if (count > 1 && words.WorthWords.Contains(stretch[^1].Lower) && Worth(stretch) is { } worth)
            {
                yield return (Symbols.Worth, count, worth, worth.Measures[0].Score);
            }
        }
    }

    /// <summary>"best-selling", "sells worst", "makes the most money".</summary>
    private IEnumerable<(string Symbol, int Length, Part Part, double Score)> Sellings(IReadOnlyList<Token> tokens, int i)
    {
        for (var count = Math.Min(LongestSelling, tokens.Count - i); count > 0; count--)
        {
            var classes = words.ClassesOf(string.Join(' ', tokens.Skip(i).Take(count).Select(t => t.Lower).Where(w => !words.Dropped.Contains(w))));
            var symbol = classes.Contains("selling") ? Symbols.Selling : classes.Contains("slowselling") ? Symbols.SlowSelling
                : classes.Contains("earning") ? Symbols.Earning : null;
            if (symbol is not null && (symbol == Symbols.Earning ? Earned : Sold) is { Count: > 0 } amounts)
            {
                yield return (symbol, count, new MeasureName(amounts), Selling);
            }
        }
    }

    private IReadOnlyList<Candidate<MeasureFact>> Earned => names.Measures(FactWords.English.MeasureNames.Keys.First());

    /// <summary>What sells best is what the most of is sold; where pieces are not told, what brings in the most.</summary>
    private IReadOnlyList<Candidate<MeasureFact>> Sold =>
        names.Measures(MeasureKinds.UnitsSold) is { Count: > 0 } pieces ? pieces : Earned;

    private IEnumerable<(string Symbol, Part Part, double Score)> Flags(List<Token> stretch)
    {
        // "bikes are allowed" of bikes_allowed
        List<Token> plain = stretch.Count > 2 ? stretch.FindAll(t => !words.ClassesOf(t.Lower).Contains("be")) : stretch;
        var said = Of<(Candidate<ColumnNode> Column, bool IsYes)>(plain, phrase => [.. names.Flags(phrase)]);
        foreach (var group in said.GroupBy(f => f.IsYes))
        {
            List<Candidate<ColumnNode>> columns = [.. group.Select(f => f.Column)];
            yield return (Symbols.Flag, new FlagName(columns, group.Key), columns[0].Score);
        }
    }

    /// <summary>"order value": what each order comes to.</summary>
    private MeasureName? Worth(List<Token> stretch)
    {
        var things = names.Tables([.. stretch.SkipLast(1).Select(t => t.Lemma)]).Where(t => t.Score >= ThingSure).OrderByDescending(t => t.Score).ToList();
        var amounts = things.Count == 0 ? [] : Earned;
        return amounts.Count == 0 ? null : new MeasureName(amounts, new TableName(things));
    }

    /// <summary>By the words as they stand, else by their dictionary forms.</summary>
    private static IReadOnlyList<T> Of<T>(List<Token> stretch, Func<string, IReadOnlyList<T>> find)
    {
        var found = find(string.Join(' ', stretch.Select(t => t.Lower)));
        return found.Count > 0 ? found : find(string.Join(' ', stretch.Select(t => t.Lemma)));
    }
}
