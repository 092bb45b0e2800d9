using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>What the facts of a schema are called in everyday words: amounts, what happened when, flags and their opposites.</summary>
internal sealed class FactNames
{
    /// <summary>Before the rows of the table, whatever it is called.</summary>
    private const double OfName = 1.02;
    private const double ByName = 0.97;
    private const double ByWord = 0.93;
    private const double Paid = 0.8;
    private const double Flagged = 0.95;

    private readonly Dictionary<string, List<Candidate<MeasureFact>>> measures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Candidate<ColumnNode>>> verbs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(ColumnNode Column, bool IsYes)>> flags = new(StringComparer.Ordinal);

    public FactNames(IReadOnlyList<TableNode> tables)
    {
        foreach (var table in tables)
        {
            foreach (var fact in table.Measures.Where(IsNamed))
            {
                foreach (var (place, word) in fact.Words.Index())
                {
                    Put(measures, word, new Candidate<MeasureFact>(fact, IsOfName(fact, word) ? OfName : place == 0 ? ByName : ByWord));
                }
            }

            AddPaid(table, tables);
            foreach (var happened in table.Events)
            {
                foreach (var verb in happened.Verbs)
                {
                    Put(verbs, verb, new Candidate<ColumnNode>(happened.Column, ByName));
                }
            }

            foreach (var column in table.Columns.Where(c => c.Flag is { Weekday: null }))
            {
                Put(flags, string.Join(' ', column.Flag!.Words), (column, true));
                foreach (var opposite in column.Flag.Opposites)
                {
                    Put(flags, opposite, (column, false));
                }
            }
        }
    }

    public IReadOnlyList<Candidate<MeasureFact>> Measures(string phrase) => measures.GetValueOrDefault(phrase, []);

    /// <summary>The dates of what a verb says: hire_date for "hired".</summary>
    public IReadOnlyList<Candidate<ColumnNode>> Dates(string verb) => verbs.GetValueOrDefault(verb, []);

    /// <summary>Flags that say so, or that say the opposite.</summary>
    public IEnumerable<(Candidate<ColumnNode> Column, bool IsYes)> Flags(string phrase) =>
        flags.GetValueOrDefault(phrase, []).Select(f => (new Candidate<ColumnNode>(f.Column, Flagged), f.IsYes));

    /// <summary>Other amounts are called as their columns are, which are found as columns.</summary>
    private static bool IsNamed(MeasureFact fact) =>
        FactWords.English.MeasureNames.ContainsKey(fact.Name)
        && (fact.Expression is not MeasureColumn only || fact.Name == MeasureKinds.UnitsInStock
            || (!IsCalled(only.Column, fact.Name) && !IsUnearned(fact, only.Column)));

    /// <summary>What was spent or hoped for is no revenue, whatever kind of amount its column holds.</summary>
    private static bool IsUnearned(MeasureFact fact, ColumnNode column) =>
        fact.Name is MeasureKinds.Revenue or MeasureKinds.UnitsSold && column.Words.Concat(fact.Grain.Words).Any(FactWords.English.Measures.Unearned.Contains);

    /// <summary>"sales" where a column keeps "Total Sales (USD)": the amount rather than the rows of a sheet of sales.</summary>
    private static bool IsOfName(MeasureFact fact, string word) =>
        fact.Expression is MeasureColumn { Via: null } stored && stored.Column.Words.Count > 1 && Lemmas.OfPhrase(word).All(stored.Column.Words.Contains);

    private static bool IsCalled(ColumnNode column, string name) => string.Join(' ', column.Words) == name || string.Join(' ', column.OwnWords) == name;

    /// <summary>Where nothing says what a thing costs those who sell it, its cost is what is paid for it.</summary>
    private void AddPaid(TableNode table, IReadOnlyList<TableNode> tables)
    {
        if (tables.Any(t => t != table && t.Info.ViewDefinition is null
            && t.Columns.Any(c => c.IsMeasure && c.Words.Any(FactWords.English.Measures.PieceCosts.Contains))))
        {
            // What is sold has a price of its own.
            return;
        }

        var paid = table.Measures.FirstOrDefault(m => m is { Name: MeasureKinds.Revenue, Expression: MeasureOperation });
        if (paid is not null && !table.Measures.Any(m => m.Name == MeasureKinds.Cost))
        {
            foreach (var word in FactWords.English.MeasureNames.GetValueOrDefault(MeasureKinds.Cost, []))
            {
                Put(measures, word, new Candidate<MeasureFact>(paid, Paid));
            }
        }
    }

    private static void Put<T>(Dictionary<string, List<T>> index, string phrase, T item)
    {
        foreach (var key in new[] { phrase, string.Join(' ', Lemmas.OfPhrase(phrase)) }.Distinct(StringComparer.Ordinal))
        {
            if (!index.TryGetValue(key, out var list))
            {
                index[key] = list = [];
            }

            if (!list.Contains(item))
            {
                list.Add(item);
            }
        }
    }
}
