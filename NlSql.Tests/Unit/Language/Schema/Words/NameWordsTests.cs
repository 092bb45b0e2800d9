using NlSql.Core.Language.Schema.Words;

namespace NlSql.Tests.Unit.Language.Schema.Words;

public sealed class NameWordsTests
{
    [Theory]
    [InlineData("tickets", "openedAt", "opened at")]
    [InlineData("tickets", "OPENED_AT", "opened at")]
    [InlineData("tickets", "ticket_no", "ticket number")]
    [InlineData("tickets", "qty", "quantity")]
    [InlineData("tickets", "max_qty", "max quantity")]
    [InlineData("tickets", "address2", "address 2")]
    [InlineData("tickets", "area_m2", "area m2")]
    [InlineData("tickets", "dob", "date of birth")]
    public void OfColumn_WayOfWriting_GivesLemmas(string table, string column, string expected) =>
        Assert.Equal(expected, Words(table, column, ("tickets", ["id"])));

    [Theory]
    [InlineData("bookreview", "book review")]
    [InlineData("meterreadings", "meter reading")]
    [InlineData("wardtransferlog", "ward transfer log")]
    [InlineData("inventory", "inventory")]
    [InlineData("warehouse", "warehouse")]
    public void OfTable_RunTogether_IsSplitIntoWords(string table, string expected) =>
        Assert.Equal(expected, string.Join(' ', Of((table, ["id"]), ("books", ["id"])).OfTable(table)));

    [Fact]
    public void OfColumn_RunTogetherWithASiblingsName_IsSplitThere() =>
        Assert.Equal("zorbit name", Words("zorbits", "zorbitname", ("zorbits", ["zorbitname"])));

    [Theory]
    [InlineData("courses", "cid", "course id")]
    [InlineData("courses", "cname", "course name")]
    [InlineData("courses", "tid", "teacher id")]
    [InlineData("courses", "paid", "pay")]
    public void OfColumn_InitialBeforeAKeyWord_IsTheTablesName(string table, string column, string expected) =>
        Assert.Equal(expected, Words(table, column, ("courses", ["cid"]), ("teachers", ["tid"])));

    [Theory]
    [InlineData("prd_id", "product id")]
    [InlineData("whs_no", "warehouse number")]
    [InlineData("kit_id", "kit id")]
    public void OfColumn_ShortFormOfATable_IsWrittenOut(string column, string expected) =>
        Assert.Equal(expected, Words("stock", column, ("stock", [column]), ("products", ["id"]), ("warehouses", ["id"]), ("kitchens", ["id"])));

    [Theory]
    [InlineData("custmast", "customer master")]
    [InlineData("goodsrcpt", "good receipt")]
    [InlineData("wrkcntr", "work center")]
    [InlineData("postat", "purchase order status")]
    [InlineData("lastcntdt", "last count date")]
    [InlineData("stdcost", "std cost")]
    [InlineData("shiftcd", "shift code")]
    [InlineData("qtyoh", "quantity on hand")]
    [InlineData("status", "status")]
    [InlineData("contact", "contact")]
    [InlineData("kennung", "kennung")]
    [InlineData("contrat", "contrat")]
    [InlineData("noten", "noten")]
    [InlineData("volts", "volt")]
    [InlineData("ponumber", "purchase order number")]
    [InlineData("uomcode", "unit of measure code")]
    public void OfColumn_ShortFormsRunTogether_AreCutAndWrittenOut(string column, string expected) =>
        Assert.Equal(expected, Words("things", column, ("things", [column])));

    [Theory]
    [InlineData("scr", "scr")]
    [InlineData("po", "purchase order")]
    public void OfColumn_ShortFormAlone_IsReadOnlyIfItIsNoOtherWord(string column, string expected) =>
        Assert.Equal(expected, Words("things", column, ("things", [column])));

    [Fact]
    public void OfTable_KindOfTableBeforeIt_IsLeftOut()
    {
        var words = Of(("dim_store", ["id"]), ("fact_sales", ["id"]), ("tbl_region", ["id"]), ("dim", ["id"]));

        Assert.Equal(["store", "sale", "region", "dim"], ["dim_store", "fact_sales", "tbl_region", "dim"], (e, t) => e == string.Join(' ', words.OfTable(t)));
    }

    [Fact]
    public void OfTable_PrefixThatAllTablesShare_IsLeftOut()
    {
        var words = Of(("xq_invoices", ["id"]), ("xq_lines", ["id"]), ("xq_payers", ["id"]), ("xq_tariffs", ["id"]));

        Assert.Equal(["tariff"], words.OfTable("xq_tariffs"));
    }

    [Fact]
    public void OfColumn_PrefixThatAllColumnsShare_IsLeftOutUnlessItIsAWord()
    {
        var words = Of(("suppliers", ["s_key", "s_city", "s_fax"]), ("sales", ["order_id", "order_date", "order_total"]));

        Assert.Equal(["city"], words.OfColumn("suppliers", "s_city"));
        Assert.Equal(["order", "date"], words.OfColumn("sales", "order_date"));
    }

    private static string Words(string table, string column, params (string, IReadOnlyList<string>)[] tables) =>
        string.Join(' ', Of(tables).OfColumn(table, column));

    private static NameWords Of(params (string, IReadOnlyList<string>)[] tables) => new(tables, SchemaParts.Knowledge.Dictionary);
}
