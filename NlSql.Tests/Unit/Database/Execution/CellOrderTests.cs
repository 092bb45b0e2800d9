using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Database.Execution.Spool;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class CellOrderTests
{
    /// <summary>As <c>avg(a) * avg(b)</c> has it: 32 decimals beside short numbers.</summary>
    private static readonly string[] Ascending =
    [
        "-Infinity", "-123456789012345678901234567890", "-9.50000000000000000000000000000001", "-9.5", "-0.00000000000000000000000000000001", "0.00",
        "0.00000000000000000000000000000002", "1.10000000000000000000000000000000", "9.87654321098765432109876543210987", "10.00000000000000000000000000000001",
        "10.1", "100.12345678901234567890123456789012", "123456789012345678901234567890", "1234567890123456789012345678901", "Infinity", "NaN",
    ];

    [Fact]
    public void Compare_NumericsOfAnyLength_AreInTheOrderOfTheirValues()
    {
        var cells = Ascending.Select(text => PostgresText.Parse(Encoding.UTF8.GetBytes(text), ColumnKind.Decimal)).ToArray();

        Assert.Equal([.. cells, null], cells.Prepend(null).Reverse().Order(CellOrder.Of(ColumnKind.Decimal)));
    }

    [Fact]
    public void Compare_ZerosBehind_AreWorthNothing() =>
        Assert.Equal(
            0,
            CellOrder.Of(ColumnKind.Decimal).Compare("1.234567890123456789012345678901200", "1.2345678901234567890123456789012"));

    [Fact]
    public void Compare_DigitsThatAreText_AreInTheOrderOfTheirCharacters() =>
        Assert.Equal(["10", "9", "a"], ((string[])["a", "9", "10"]).Order(CellOrder.Of(ColumnKind.Text)));
}
