using NlSql.Core.Database.Catalog;

namespace NlSql.Tests.Unit.Database.Catalog;

public sealed class WrittenNumbersTests
{
    [Theory]
    [InlineData("1,250.00|$88.10|4 kg|12%")]
    [InlineData("31/05/2024|01/02/2023 08:30")]
    [InlineData("May 3, 2024|Nov 30, 2023")]
    public void NumbersAndDates_AreKept(string values) => Assert.Equal(values.Split('|'), WrittenNumbers.Of(values.Split('|')));

    [Theory]
    [InlineData("12 Linden Street|4 Bridge Road")]
    [InlineData("P-0001|P-0002")]
    [InlineData("Anna Berg|Kim Ruiz|12")]
    [InlineData("")]
    public void OtherText_IsNot(string values) => Assert.Empty(WrittenNumbers.Of(values.Split('|')));

    [Fact]
    public void OfMany_AFewAreKept() => Assert.Equal(30, WrittenNumbers.Of(Enumerable.Range(0, 100).Select(n => $"{n}.50")).Count);
}
