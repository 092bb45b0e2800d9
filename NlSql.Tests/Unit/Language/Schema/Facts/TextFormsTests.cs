using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("2024-05-03|2023-11-30|2024-01-01", ColumnKind.Date, "2023-11-30", "CAST({0} AS date)")]
    [InlineData("2024-05-03 08:15|2023-11-30 23:59|2024-01-01 00:00", ColumnKind.Timestamp, "2023-11-30 23:59:00", "CAST({0} AS timestamp)")]
    [InlineData("03/05/2024|30/11/2023|01/01/2024", ColumnKind.Date, "2023-11-30", "to_date({0}, 'DD/MM/YYYY')")]
    [InlineData("05/03/2024|11/30/2023|1/1/2024", ColumnKind.Date, "2023-11-30", "to_date({0}, 'MM/DD/YYYY')")]
    [InlineData("03.05.2024|01.11.2023|01.01.2024", ColumnKind.Date, "2023-11-01", "to_date({0}, 'DD.MM.YYYY')")]
    [InlineData("May 3, 2024|Nov 30, 2023|Jan 1, 2024", ColumnKind.Date, "2023-11-30", "to_date({0}, 'Mon DD, YYYY')")]
    [InlineData("3 April 2024|30 November 2023|1 May 2024", ColumnKind.Date, "2023-11-30", "to_date({0}, 'DD FMMonth YYYY')")]
    public void TextOfDates_IsReadAsDates(string values, ColumnKind kind, string first, string sql)
    {
        var column = ColumnOf("received", values);

        Assert.Equal((kind, first), (column.Info.Kind, column.Info.Statistics.Minimum));
        Assert.Equal(sql, column.Form!.Reading);
        Assert.True(column.IsDate);
        Assert.Empty(column.Info.Statistics.Samples);
    }

    [Theory]
    [InlineData("$1,250.00|$35.10|$7.00", "7.00", "1250.00")]
    [InlineData("12%|7.5%|40%", "7.5", "40")]
    [InlineData("1.250,00|35,10|7,25", "7.25", "1250.00")]
    [InlineData("4 kg|12 kg|7 kg", "4", "12")]
    [InlineData("10.5|-2.0|n/a|4.25|3.0", "-2.0", "10.5")]
    [InlineData("5|12|140", "5", "140")]
    public void TextOfAmounts_IsReadAsNumbers(string values, string least, string most)
    {
        var column = ColumnOf("burden", values);

        Assert.True(column.IsMeasure);
        Assert.Equal((least, most), (column.Info.Statistics.Minimum, column.Info.Statistics.Maximum));
    }

    [Theory]
    [InlineData("received", "03/04/2024|05/06/2023|01/01/2024")]
    [InlineData("postcode", "10115|20095|80331")]
    [InlineData("ticket_no", "5|12|140")]
    [InlineData("branch", "007|012|140")]
    [InlineData("model_year", "2019|2020|2021")]
    [InlineData("price", "4 kg|12 l|7 pcs")]
    [InlineData("size", "S|M|12")]
    [InlineData("received", "2024-05-03|soon|later|never")]
    public void TextThatMayBeSomethingElse_StaysText(string name, string values) => Assert.Null(ColumnOf(name, values).Form);

    [Fact]
    public void ColumnOfManyValues_IsToldByThoseWrittenAsNumbers()
    {
        var statistics = new ColumnStatistics { DistinctCount = 4000, NullFraction = 0, Written = ["1,250.00", "88.10", "4.00"] };

        var column = Of(Table("files", 5000, "", Of("fee", ColumnKind.Text, statistics))).Column("fee");

        Assert.True(column.IsMeasure);
        Assert.Contains("read as numbers", column.Form!.Evidence, StringComparison.Ordinal);
    }

    private static ColumnNode ColumnOf(string name, string values) => Of(Table("files", 50, "", Text(name, values.Split('|')))).Column(name);
}
