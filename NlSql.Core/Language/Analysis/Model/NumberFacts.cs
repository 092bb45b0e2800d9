using NlSql.Core.Language.Analysis.Narrative;
using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Model;

/// <summary>A number that follows from the result.</summary>
/// <param name="IsShare">A part of one, written as a percentage.</param>
internal readonly record struct NumberFact(double Value, string Derivation, bool IsShare, int Column, int FirstRow, int SecondRow)
{
    /// <summary>The cells it comes from; a row of -1 is the whole column.</summary>
    public IReadOnlyList<CellReference> Cells => SecondRow == FirstRow
        ? [new CellReference(FirstRow, Column)]
        : [new CellReference(FirstRow, Column), new CellReference(SecondRow, Column)];
}

/// <summary>
/// Everything that a reader may say of a result with good reason, simplest first: cells, then counts, then figures of whole columns, then
/// shares, then comparisons of two cells or of two groups.
/// </summary>
internal static class NumberFacts
{
    /// <summary>With more values every percentage would be the change between some two of them.</summary>
    private const int MostForAllPairs = 24;

    private const int Column = -1;

    public static IEnumerable<NumberFact> Of(Reading reading) =>
        Cells(reading).Concat(Counts(reading)).Concat(Columns(reading)).Concat(Groups(reading)).Concat(Pairs(reading));

    private static IEnumerable<NumberFact> Cells(Reading reading)
    {
        foreach (var column in reading.Profile.Columns)
        {
            for (var row = 0; row < reading.Profile.Rows.Count; row++)
            {
                var cell = reading.Profile.Rows[row][column.Index];
                if (ResultProfile.NumberOf(cell, column.Column.Kind) is { } number)
                {
                    yield return new NumberFact(number, "cell", false, column.Index, row, row);
                }
                else if (CellValues.Time(cell) is { } time)
                {
                    yield return new NumberFact(time.Year, "cell", false, column.Index, row, row);
                }
            }
        }
    }

    private static IEnumerable<NumberFact> Counts(Reading reading)
    {
        yield return new NumberFact(reading.Profile.Rows.Count, "count", false, Column, Column, Column);
        foreach (var column in reading.Profile.Columns)
        {
            yield return new NumberFact(column.Distinct, "distinct", false, column.Index, Column, Column);
            if (column.Nulls > 0)
            {
                yield return new NumberFact(column.Nulls, "count", false, column.Index, Column, Column);
                yield return new NumberFact(column.NonNulls, "count", false, column.Index, Column, Column);
                yield return new NumberFact((double)column.Nulls / column.Rows, "share", true, column.Index, Column, Column);
            }

            foreach (var value in column.Values.Where(value => value.Count > 1).Take(50))
            {
                yield return new NumberFact(value.Count, "count", false, column.Index, value.FirstRow, value.FirstRow);
                yield return new NumberFact((double)value.Count / column.Rows, "share", true, column.Index, value.FirstRow, value.FirstRow);
            }
        }
    }

    private static IEnumerable<NumberFact> Columns(Reading reading)
    {
        foreach (var column in reading.Profile.Measures)
        {
            var numbers = column.Numbers!;
            yield return Whole(column, numbers.Sum, "sum");
            yield return Whole(column, numbers.Mean, "mean");
            yield return Whole(column, numbers.Median, "median");
            yield return Whole(column, numbers.Maximum.Value - numbers.Minimum.Value, "difference");
            if (numbers.Sum == 0)
            {
                continue;
            }

            foreach (var value in numbers.Values)
            {
                yield return new NumberFact(value.Value / numbers.Sum, "share", true, column.Index, value.Row, Column);
            }

            double top = 0;
            foreach (var value in numbers.Values.OrderByDescending(value => value.Value).Take(10))
            {
                top += value.Value;
                yield return new NumberFact(top, "sum of the largest", false, column.Index, value.Row, Column);
                yield return new NumberFact(top / numbers.Sum, "share of the largest", true, column.Index, value.Row, Column);
            }
        }

        static NumberFact Whole(ProfiledColumn column, double value, string derivation) => new(value, derivation, false, column.Index, Column, Column);
    }

    /// <summary>Totals, averages and shares by category and by year, and how they compare.</summary>
    private static IEnumerable<NumberFact> Groups(Reading reading)
    {
        foreach (var column in reading.Profile.Measures)
        {
            foreach (var groups in Groupings(reading, column))
            {
                if (groups.Count is < 2 or > 200)
                {
                    continue;
                }

                foreach (var group in groups)
                {
                    yield return new NumberFact(group.Sum(value => value.Value), "sum", false, column.Index, group[0].Row, Column);
                    yield return new NumberFact(group.Average(value => value.Value), "mean", false, column.Index, group[0].Row, Column);
                    yield return new NumberFact(group.Sum(value => value.Value) / column.Numbers!.Sum, "share", true, column.Index, group[0].Row, Column);
                }

                foreach (var fact in Compare([.. groups.Select(group => new NumberAt(group[0].Row, group.Sum(value => value.Value)))], column.Index))
                {
                    yield return fact;
                }
            }
        }
    }

    private static IEnumerable<List<List<NumberAt>>> Groupings(Reading reading, ProfiledColumn column)
    {
        foreach (var category in reading.Profile.Categories.Where(category => category.Distinct < category.Rows))
        {
            yield return [
                .. column.Numbers!.Values.GroupBy(
                    value => reading.NameOf(category, value.Row) ?? string.Empty,
                    StringComparer.Ordinal).Select(group => group.ToList())
            ];
        }

        foreach (var time in reading.Profile.Times)
        {
            var years = time.Times!.Values.ToDictionary(value => value.Row, value => value.Value.Year);
            yield return [
                .. column.Numbers!.Values.Where(value => years.ContainsKey(value.Row))
                .GroupBy(value => years[value.Row])
                .OrderBy(group => group.Key)
                .Select(group => group.ToList())
            ];
        }
    }

    private static IEnumerable<NumberFact> Pairs(Reading reading) =>
        reading.Profile.Measures.SelectMany(column => Compare(column.Numbers!.Values, column.Index)).Concat(Across(reading));

    /// <summary>One measure against another in the same row: a margin, a price per piece.</summary>
    private static IEnumerable<NumberFact> Across(Reading reading)
    {
        var measures = reading.Profile.Measures.Take(4).ToList();
        foreach (var over in measures)
        {
            foreach (var under in measures.Where(measure => measure != over))
            {
                var rows = under.Numbers!.Values.ToDictionary(value => value.Row, value => value.Value);
                foreach (var value in over.Numbers!.Values.Take(200).Where(value => rows.TryGetValue(value.Row, out var other) && other != 0))
                {
                    yield return new NumberFact(value.Value / rows[value.Row], "ratio", false, over.Index, value.Row, value.Row);
                    yield return new NumberFact(value.Value / rows[value.Row], "ratio", true, over.Index, value.Row, value.Row);
                }
            }
        }
    }

    private static IEnumerable<NumberFact> Compare(IReadOnlyList<NumberAt> values, int column)
    {
        foreach (var (first, second) in PairsOf(values))
        {
            yield return new NumberFact(second.Value - first.Value, "difference", false, column, first.Row, second.Row);
            if (first.Value != 0)
            {
                yield return new NumberFact(TracedText.Relative(first.Value, second.Value), "change", true, column, first.Row, second.Row);
                yield return new NumberFact(second.Value / first.Value, "ratio", false, column, first.Row, second.Row);
                yield return new NumberFact(second.Value / first.Value, "ratio", true, column, first.Row, second.Row);
            }
        }
    }

    private static IEnumerable<(NumberAt First, NumberAt Second)> PairsOf(IReadOnlyList<NumberAt> values)
    {
        if (values.Count <= MostForAllPairs)
        {
            return values.SelectMany(first => values.Where(second => second.Row != first.Row).Select(second => (first, second)));
        }

        List<NumberAt> landmarks = [values[0], values[^1], values.MinBy(value => value.Value), values.MaxBy(value => value.Value)];
        return values.Zip(values.Skip(1))
            .Concat(values.Zip(values.Skip(12)))
            .Concat(landmarks.SelectMany(first => landmarks.Where(second => second.Row != first.Row).Select(second => (first, second))));
    }
}
