using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Facts;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class FlagsTests
{
    [Fact]
    public void Boolean_IsAFlagWhateverItHolds()
    {
        var flag = FlagOf(FactSchema.Of("is_vip", ColumnKind.Boolean))!;

        Assert.Equal(("true", "false"), (flag.Yes, flag.No));
        Assert.Equal(["vip"], flag.Words);
        Assert.Contains("boolean", flag.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("discontinued", "0", "1", 2, "1")]
    [InlineData("wheelchair_boarding", "0", "1", 2, "1")]
    [InlineData("shows_advert", "-1", "0", 2, "-1")]
    [InlineData("is_open", "1", "1", 1, "1")]
    [InlineData("newsletter_flag", "0", "0", 1, "1")]
    public void NumberOfTwoValues_IsAFlag(string name, string least, string most, double distinct, string yes)
    {
        var flag = FlagOf(Number(name, distinct, least, most))!;

        Assert.Equal((yes, "0"), (flag.Yes, flag.No));
    }

    [Theory]
    [InlineData("stars", "0", "5", 6)]
    [InlineData("child_count", "0", "1", 2)]
    [InlineData("winning_goals", "0", "1", 2)]
    [InlineData("depot_id", "0", "1", 2)]
    [InlineData("gender", "0", "1", 2)]
    [InlineData("weight", "1", "1", 1)]
    [InlineData("weight", "1", "2", 2)]
    public void NumberThatIsCountedOrNames_IsNone(string name, string least, string most, double distinct) =>
        Assert.Null(FlagOf(Number(name, distinct, least, most)));

    [Fact]
    public void NumberOfTwoValuesInFewRows_IsChanceUnlessItsNameSaysSo()
    {
        var table = Table("hall", 6, "id", Number("id"), Number("gallery", 2, "0", "1"), Number("is_heated", 2, "0", "1"));

        Assert.Null(FactSchema.Of(table).Column("gallery").Flag);
        Assert.NotNull(FactSchema.Of(table).Column("is_heated").Flag);
    }

    [Theory]
    [InlineData("wine_tasting", "Y", "N", "Y", "N")]
    [InlineData("fenced", "f", "t", "t", "f")]
    [InlineData("insured", "No", "Yes", "Yes", "No")]
    [InlineData("approved", "N", null, "Y", "N")]
    [InlineData("has_lift", "yes", null, "yes", "no")]
    [InlineData("blocked", "X", "", "X", "")]
    [InlineData("blocked_flag", "X", null, "X", "")]
    public void TextOfYesAndNo_IsAFlag(string name, string first, string? second, string yes, string no)
    {
        var flag = FlagOf(second is null ? Text(name, first) : Text(name, first, second))!;

        Assert.Equal((yes, no), (flag.Yes, flag.No));
    }

    [Theory]
    [InlineData("gender", "M", "F")]
    [InlineData("side", "N", "S")]
    [InlineData("section", "F", null)]
    [InlineData("answer", "yes", "maybe")]
    [InlineData("size", "X", null)]
    public void OtherText_IsNone(string name, string first, string? second) =>
        Assert.Null(FlagOf(second is null ? Text(name, first) : Text(name, first, second)));

    [Fact]
    public void KeysAndReferences_AreNone()
    {
        var tables = FactSchema.Of(
            [Table("depot", 60, "depot", Number("depot", 2, "0", "1")), Table("van", 900, "id", Number("id", 900), Number("kept_at", 2, "0", "1"))],
            Key("van", "kept_at", "depot", "depot"));

        Assert.Null(tables["depot"].Column("depot").Flag);
        Assert.Null(tables["van"].Column("kept_at").Flag);
    }

    [Fact]
    public void WeekdayColumns_AreAFamily()
    {
        string[] days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        var table = FactSchema.Of(Table("timetable", 80, "id", [Number("id"), .. days.Select(d => Number(d, 2, "0", "1"))]));

        Assert.Equal(DayOfWeek.Monday, table.Column("monday").Flag!.Weekday);
        Assert.Equal(DayOfWeek.Sunday, table.Column("sunday").Flag!.Weekday);
        Assert.Contains("7 columns", table.Column("friday").Flag!.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void SingleColumnNamedAfterADay_IsOfNoFamily() => Assert.Null(FlagOf(Number("sunday", 2, "0", "1"))!.Weekday);

    [Theory]
    [InlineData("active", "inactive")]
    [InlineData("has_fee_paid_ind", "not fee pay")]
    [InlineData("subscribed", "unsubscribed")]
    [InlineData("not_for_sale", "for sale")]
    public void Opposite_IsWhatPeopleSay(string name, string opposite) =>
        Assert.Contains(opposite, FlagOf(FactSchema.Of(name, ColumnKind.Boolean))!.Opposites);

    private static FlagValues? FlagOf(ColumnInfo column) => FactSchema.Of(Table("thing", 900, "id", Number("id", 900), column)).Column(column.Name).Flag;
}
