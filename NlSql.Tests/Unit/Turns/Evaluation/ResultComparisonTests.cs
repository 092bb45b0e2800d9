using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Turns.Evaluation;

namespace NlSql.Tests.Unit.Turns.Evaluation;

public sealed class ResultComparisonTests
{
    [Fact]
    public void Compare_OtherColumnOrder_IsExact() => Assert.Equal(EvalVerdict.Exact, Compare(T(2, ["a", 1L], ["b", 2L]), T(2, [2L, "b"], [1L, "a"])));

    [Fact]
    public void Compare_ExtraColumn_IsSubset() => Assert.Equal(EvalVerdict.Subset, Compare(T(1, ["a"], ["b"]), T(2, [2L, "b"], [1L, "a"])));

    [Fact]
    public void Compare_MissingColumn_IsWrong() => Assert.Equal(EvalVerdict.Wrong, Compare(T(2, ["a", 1L]), T(1, ["a"])));

    [Fact]
    public void Compare_DuplicateRows_IsSetOnly() => Assert.Equal(EvalVerdict.SetOnly, Compare(T(1, ["a"], ["b"]), T(1, ["a"], ["b"], ["b"])));

    [Fact]
    public void Compare_RowsMixedUpBetweenColumns_IsWrong() => Assert.Equal(EvalVerdict.Wrong, Compare(T(2, ["a", 1L], ["b", 2L]), T(2, ["a", 2L], ["b", 1L])));

    [Theory]
    [InlineData(false, EvalVerdict.Exact)]
    [InlineData(true, EvalVerdict.Wrong)]
    public void Compare_OtherRowOrder_CountsWhenOrdered(bool ordered, EvalVerdict expected) =>
        Assert.Equal(expected, ResultComparison.Compare(T(1, ["a"], ["b"]), T(1, ["b"], ["a"]), ordered));

    [Fact]
    public void Compare_NumbersWithinTheTolerance_AreEqual() => Assert.Equal(EvalVerdict.Exact, Compare(T(1, [0.3333333333]), T(1, [1m / 3])));

    [Fact]
    public void Compare_NumbersApart_AreNot() => Assert.Equal(EvalVerdict.Wrong, Compare(T(1, [0.333]), T(1, [1m / 3])));

    [Fact]
    public void Compare_NumberAsText_IsTheNumber() => Assert.Equal(EvalVerdict.Exact, Compare(T(1, ["12.50 "]), T(1, [12.5])));

    [Fact]
    public void Compare_Midnight_IsTheDate() => Assert.Equal(EvalVerdict.Exact, Compare(T(1, [new DateOnly(2024, 1, 2)]), T(1, [new DateTime(2024, 1, 2)])));

    [Fact]
    public void Compare_BothEmpty_IsExact() => Assert.Equal(EvalVerdict.Exact, Compare(T(1), T(1)));

    [Fact]
    public void Compare_OneEmpty_IsWrong() => Assert.Equal(EvalVerdict.Wrong, Compare(T(1), T(1, ["a"])));

    [Fact]
    public void Compare_NullAndEmptyText_Differ() => Assert.Equal(EvalVerdict.Wrong, Compare(T(1, new object?[] { null }), T(1, [""])));

    private static EvalVerdict Compare(ResultTable gold, ResultTable predicted) => ResultComparison.Compare(gold, predicted, ordered: false);

    private static ResultTable T(int columns, params object?[][] rows)
    {
        var table = new ResultTable();
        var names = Enumerable.Range(0, columns).Select(i => new ResultColumn($"c{i}", "text", ColumnKind.Text));
        var filled = FillAsync();
        Assert.True(filled.IsCompletedSuccessfully);
        return table;

        async Task FillAsync()
        {
            await table.BeginAsync([.. names], CancellationToken.None);
            foreach (var row in rows)
            {
                await table.WriteAsync(row, CancellationToken.None);
            }
        }
    }
}
