using NlSql.Cli.Output;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;

namespace NlSql.Tests.Unit.Hosts;

/// <summary>Numbers in a terminal's table; what goes to pipes and files keeps every digit.</summary>
public sealed class TerminalNumberTests
{
    [Theory]
    [InlineData("12.3333333333333333", "12.3333")]
    [InlineData("-12.6666666666666667", "-12.6667")]
    [InlineData("5.0000000000000000", "5")]
    [InlineData("0.00001234567", "0.00001235")]
    [InlineData("12.50", "12.50")]
    [InlineData("1234567.8901", "1234567.8901")]
    public void Shown_Decimal_KeepsWhatIsRead(string number, string expected) =>
        Assert.Equal(expected, ResultTable.Shown(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(2.0 / 3, "0.6667")]
    [InlineData(1e300, "1e+300")]
    [InlineData(1e-300, "1e-300")]
    [InlineData(double.NaN, "NaN")]
    public void Shown_Double_KeepsWhatIsRead(double number, string expected) => Assert.Equal(expected, ResultTable.Shown(number));

    [Fact]
    public void Shown_Text_IsLeftAlone() => Assert.Equal("12.3333333333333333", ResultTable.Shown("12.3333333333333333"));

    [Theory]
    [InlineData("revenue", "numeric", ColumnKind.Decimal, "1234567.89", "1234567,89")]
    [InlineData("price", "money", ColumnKind.Decimal, "$1,234.50", "$1,234.50")]
    [InlineData("version", "text", ColumnKind.Text, "1.5", "1.5")]
    public void Marked_Number_HasTheSitesMark(string name, string type, ColumnKind kind, string shown, string expected) =>
        Assert.Equal(expected, ResultTable.Marked(new ResultColumn(name, type, kind), shown, NumberFormat.Of("de-DE")!));
}
