using NlSql.Core.Database.Catalog;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class SideBySideColumnsTests
{
    [Theory]
    [InlineData("rainfall_by_station", "Station", "Jan|Feb|Mar|Apr", "month", false, "rainfall")]
    [InlineData("Monthly Yield (MWh)", "Plant No.", "Jan 2026|Feb 2026|Mar 2026", "month", true, "yield")]
    [InlineData("district_population", "District", "2021|2022|2023|2024", "year", true, "population")]
    [InlineData("branches", "Branch", "sales_2021|sales_2022|sales_2023", "year", true, "sale")]
    [InlineData("branches", "Branch", "visitors q1|visitors q2|visitors q3|visitors q4", "quarter", false, "visitor")]
    public void NumbersOfPeriods_AreOneAmount(string table, string key, string columns, string unit, bool hasYear, string words)
    {
        var found = Table(table, 40, "", [Text(key, "a", "b"), .. columns.Split('|').Select(c => Amount(c))]);

        var side = FactSchema.Of(found).SideBySide!;

        Assert.Equal((unit, hasYear, words), (side.Unit, side.HasYear, string.Join(' ', side.Words)));
        Assert.Equal(columns.Split('|'), side.Columns.Select(c => c.Column.Info.Name));
        Assert.All(side.Columns, c => Assert.False(c.Column.IsMeasure));
        Assert.Contains(columns.Split('|')[0], side.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023|2024")]
    [InlineData("height_m|width_m|depth_m")]
    [InlineData("sales_2023|costs_2023|profit_2023")]
    [InlineData("march_target|may_target|actual")]
    public void OtherNumbers_AreNot(string columns) =>
        Assert.Null(FactSchema.Of(Table("branches", 40, "", [Text("Branch", "a", "b"), .. columns.Split('|').Select(c => Amount(c))])).SideBySide);

    [Fact]
    public void Flags_AreNoAmounts() =>
        Assert.Null(FactSchema.Of(
            Table("opening", 40, "", [Text("Branch", "a"), .. "jan|feb|mar|apr".Split('|').Select(c => FactSchema.Of(c, ColumnKind.Boolean))])).SideBySide);
}
