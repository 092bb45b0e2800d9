using NlSql.Core.Database.Catalog;

namespace NlSql.Tests.Unit.Database.Catalog;

public sealed class ValueRangeTests
{
    [Fact]
    public void Of_Numbers_ComparesThemAsNumbers() => Assert.Equal(("-3", "100"), ValueRange.Of(ColumnKind.Integer, ["9", "100", "-3", "NaN"]));

    [Fact]
    public void Of_Dates_LeavesOutWhatIsNoDay() =>
        Assert.Equal(("2023-01-01", "2024-12-31"), ValueRange.Of(ColumnKind.Date, ["2024-12-31", "infinity", "2023-01-01", "0044-03-15 BC"]));

    [Fact]
    public void Of_Nothing_IsUnknown() => Assert.Equal((null, null), ValueRange.Of(ColumnKind.Decimal, []));
}
