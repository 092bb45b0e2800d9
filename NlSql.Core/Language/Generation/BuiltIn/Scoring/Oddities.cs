using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// What nobody asks for: the different values of a flag counted, rows grouped by an amount, the greatest of texts, percentages added up, a rank without
/// an order. Where a reading comes to that, words were taken for what they do not mean.
/// </summary>
internal static class Oddities
{
    /// <summary>Different values for each row, from which on they tell rows apart.</summary>
    private const double Unique = 0.99;

    /// <summary>By how much less likely each makes a reading, together at most 1; 0 when there are none.</summary>
    public static double Of(Answer answer) => Math.Min(1, FrameTables.Frames(answer).Sum(f => Of(f, answer)));

    private static double Of(QueryFrame frame, Answer answer)
    {
        var shown = frame.Show.Concat(frame.Order.Select(o => o.By)).SelectMany(FrameTables.Nodes).ToList();
        var odd = 0.0;
        odd += shown.OfType<DistinctCount>().Any(c => c.Of is ColumnUse use && (IsFlag(use.Column) || use.Column.IsMeasure || use.Column.IsDate)) ? 0.3 : 0;
        odd += frame.By.OfType<ColumnUse>().Any(u => u.Column.IsMeasure && !u.Column.IsYear && u.Column.Info.Statistics.DistinctCount is not < 40) ? 0.3 : 0;
        odd += shown.OfType<Aggregate>().Any(a => a.Of is ColumnUse { Column.IsText: true }) ? 0.3 : 0;
        odd += shown.OfType<Aggregate>().Any(a => a is { Of: ColumnUse { Column: { } c }, Function: not Function.Maximum } && (c.IsKey || c.IsForeignKey))
            ? 0.3
            : 0;
        odd += shown.OfType<Aggregate>().Any(a => a is { Function: Function.Sum, Of: ColumnUse { Column: var share } } && Shares.IsShare(share)) ? 0.3 : 0;
        odd += frame.Rank is not null && frame.Order.Count == 0 ? 0.3 : 0;
        odd += frame.Rank?.Within.OfType<ColumnUse>().Any(w => frame.Order.Any(o => o.By is ColumnUse by && by.Column == w.Column)) == true ? 0.3 : 0;
        odd += frame.Show is [ColumnUse { Column: var only }] && IsFlag(only) && answer is SingleAnswer && frame.By.Count == 0 ? 0.2 : 0;
        odd += frame is { Show: [ColumnUse { Column: var said }, ColumnUse, ..], Where: null, By.Count: 0 } && IsFlag(said) ? 0.2 : 0;
        // "trips after 5 pm and allow a dog": what is said of the rows was taken for something to show.
        odd += frame is { Where: not null, Show: [EntityUse, ColumnUse { Column: var beside }] } && IsFlag(beside) ? 0.05 : 0;
        odd += frame.By.OfType<PeriodBucket>().Count() > 1 ? 0.2 : 0;
        // "each worker's current pay": of each there is one row in force, and it is not to be counted.
        odd += frame.Grain.Table.Changes is not null && frame.By.Count > 0 && shown.Any(IsOfRows)
            && FrameTables.Atoms(frame.Where).Any(f => f is InForce) ? 0.1 : 0;
        odd += frame.By.OfType<EntityUse>().Any(b => b.Of is { Role: null } of && of.Table == frame.Grain.Table) && shown.Any(IsOfRows) ? 0.2 : 0;
        odd += FrameTables.Atoms(frame.Where).Concat(FrameTables.Atoms(frame.Having)).Any(IsOfKey) ? 0.1 : 0;
        odd += All(frame.Where).Any(IsNeverSo) ? 0.1 : 0;
        odd += frame is { Rank: not null, Order: [{ IsDescending: true, By: ColumnUse { Column: { IsText: true, Form: null } } }, ..] } ? 0.1 : 0;
        odd += frame.By.Count == 0 && shown.OfType<ShareOf>().Any() ? 0.1 : 0;
        // "is any customer blocked? names please": the flag says which are meant rather than what is to be seen of them.
        odd += frame is { Where: not null, Show: [ColumnUse { Column: var first }, _, ..] } && IsFlag(first) ? 0.05 : 0;
        odd += frame.By.Count > 0 && shown.Any(e => e is RateOf rate ? AreTold(rate.Met, rate.Of.Table)
            : e is RowCount count && (AreTold(count.Where, count.Of.Table) || AreTold(frame.Where, count.Of.Table))) ? 0.3 : 0;
        return odd;
    }

    /// <summary>"which doctor had the most no-shows": of the one state that is called so there is never more than one; what has the state was meant.</summary>
    private static bool AreTold(Filter? where, TableNode table) => table.Display is [{ Info.Statistics.DistinctCount: { } different } name]
        && different >= table.Info.RowEstimate && table.Info.RowEstimate > 1
        && FrameTables.Atoms(where).Any(f => f is OneOf { Column: var use } && use.Column == name);

    /// <summary>"teachers that teach at least two courses": a number that tells rows apart is not more or less than another.</summary>
    private static bool IsOfKey(Filter filter) => filter is Compare
    {
        Left: ColumnUse { Column: { IsYear: false } column }, Right: NumberConstant,
        Relation: Relation.Greater or Relation.GreaterOrEqual or Relation.Less or Relation.LessOrEqual,
    } && (column.IsKey || column.IsForeignKey);

    /// <summary>"who never got a job" is none of the jobs without a number, when each has one of its own.</summary>
    private static bool IsNeverSo(Filter filter) =>
        filter is IsEmpty { Column.Column: { Info.Statistics: { NullFraction: 0, DistinctCount: { } different } } column }
        && column.Table.Info.RowEstimate is > 1 and var rows && different >= rows * Unique;

    /// <summary>How many rows there are of what is one row in each group.</summary>
    private static bool IsOfRows(Expression shown) => shown is RowCount or RateOf;

    private static IEnumerable<Filter> All(Filter? filter) => filter is AllOf all ? all.Parts.SelectMany(All) : filter is null ? [] : [filter];

    private static bool IsFlag(ColumnNode column) => column.Flag is not null || column.Info.Kind == Database.Catalog.ColumnKind.Boolean;
}
