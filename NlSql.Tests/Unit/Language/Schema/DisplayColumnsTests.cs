using NlSql.Core.Database.Catalog;
using NlSql.Tests.Unit.Language.Schema.Facts;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema;

public sealed class DisplayColumnsTests
{
    [Theory]
    [InlineData("employees", "last_name first_name title photo_path notes", "first_name last_name")]
    [InlineData("students", "lname fname city", "first name")]
    [InlineData("clients", "company_name contact_name contact_title", "company_name")]
    [InlineData("films", "description title", "title")]
    [InlineData("staff", "title name", "name")]
    [InlineData("regions", "region_description", "region_description")]
    [InlineData("colour", "notes colour", "colour")]
    [InlineData("product_family", "family_name code", "family_name")]
    public void Row_IsCalledBy(string table, string columns, string expected)
    {
        var names = columns.Split(' ');

        var shown = FactSchema.Of(Table(table, 90, "id", [Number("id", 90), .. names.Select(n => Text(n))])).Display;

        Assert.Equal(expected == "first name" ? ["fname", "lname"] : expected.Split(' '), shown.Select(c => c.Info.Name));
    }

    [Theory]
    [InlineData("photo", ColumnKind.Binary)]
    [InlineData("picture_path", ColumnKind.Text)]
    [InlineData("notes", ColumnKind.Text)]
    [InlineData("homepage", ColumnKind.Text)]
    [InlineData("email", ColumnKind.Text)]
    public void PicturesPathsAndNotes_NameNothing(string column, ColumnKind kind)
    {
        var table = FactSchema.Of(Table("exhibit", 90, "id", Number("id", 90), FactSchema.Of(column, kind)));

        Assert.Equal(["id"], table.Display.Select(c => c.Info.Name));
    }

    [Fact]
    public void EventOfOtherThings_IsCalledByItsNumber()
    {
        var tables = FactSchema.Of(
            [
                Table("buyer", 90, "id", Number("id", 90), Text("name")),
                Table("orders", 900, "id", Number("id", 900), Number("buyer_id", 90), Date("order_date"), Text("ship_name"), Text("ship_city")),
            ],
            Key("orders", "buyer_id", "buyer", "id"));

        Assert.Equal(["id"], tables["orders"].Display.Select(c => c.Info.Name));
    }

    [Fact]
    public void RowWithoutAName_IsCalledByItsUniqueText()
    {
        var table = Table("members", 90, "id", Number("id", 90), Text("level"), Text("member_number"), Date("joined_on")) with
        {
            UniqueKeys = [["member_number"]],
        };

        Assert.Equal(["member_number"], FactSchema.Of(table).Display.Select(c => c.Info.Name));
    }

    [Theory]
    [InlineData("productcategoryid", false)]
    [InlineData("ZoneCode", false)]
    [InlineData("account_number", false)]
    [InlineData("year", false)]
    [InlineData("postcode", false)]
    [InlineData("is_gift", false)]
    [InlineData("paid", true)]
    [InlineData("fee_unpaid", true)]
    [InlineData("number_of_codes", true)]
    [InlineData("weight", true)]
    public void Number_IsAMeasureUnlessItNamesSomething(string column, bool expected)
    {
        var info = column == "is_gift" ? Number(column, 2, "0", "1") : Number(column);

        Assert.Equal(expected, FactSchema.Of(Table("lot", 900, "id", Number("id", 900), info)).Column(column).IsMeasure);
    }
}
