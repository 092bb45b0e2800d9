using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Tests.Unit.Language.Schema.Words;

public sealed class NameLinkerTests
{
    private static readonly string[] Clinic =
    [
        "clinic.staff_members: id int, first_name personal, last_name personal, date_of_birth date, hire_date date, monthly_salary decimal, manager_id int",
        "clinic.patients: id int, last_name personal, admission_date date, ward_id int",
        "clinic.wards (Where beds stand; nurses are planned here): id int, ward_name = Nord|Sued, bed_count int",
        "clinic.supplyorder: id int, supplier_ref, total_amount decimal, units_in_stock int, unit_price decimal, reorder_level int",
        "billing.Order Details: id int, qty int, disc decimal",
    ];

    private static readonly NameLinker Links = new(SchemaParts.Tables(Clinic), SchemaParts.Knowledge);

    [Theory]
    [InlineData("total_amount", "clinic.supplyorder.total_amount")]
    [InlineData("supplyorder.total_amount", "clinic.supplyorder.total_amount")]
    [InlineData("clinic.supplyorder.total_amount", "clinic.supplyorder.total_amount")]
    [InlineData("TOTAL_AMOUNT", "clinic.supplyorder.total_amount")]
    public void Columns_TypedAsItStands_IsCertain(string name, string expected)
    {
        var link = Assert.Single(Links.Columns([name]));

        Assert.Equal((expected, 1.0, LinkSource.Identifier), ($"{link.Column.Table.Info.Name}.{link.Column.Info.Name}", link.Score, link.Source));
    }

    [Theory]
    [InlineData("clinic.wards", "wards")]
    [InlineData("\"Order Details\"", "Order Details")]
    [InlineData("staff_members", "staff_members")]
    public void Tables_TypedAsItStands_IsCertain(string name, string expected)
    {
        var link = Assert.Single(Links.Tables([name]));

        Assert.Equal((expected, 1.0, LinkSource.Identifier), (link.Table.Name, link.Score, link.Source));
    }

    [Theory]
    [InlineData("ward", "wards", nameof(LinkSource.Name))]
    [InlineData("orders", "supplyorder", nameof(LinkSource.Name))]
    [InlineData("order detail", "Order Details", nameof(LinkSource.Name))]
    [InlineData("employees", "staff_members", nameof(LinkSource.Meaning))]
    [InlineData("nurse", "wards", nameof(LinkSource.Comment))]
    public void Tables_EverydayWord_IsTheBestReading(string words, string expected, string source)
    {
        var best = Links.Tables(words.Split(' '))[0];

        Assert.Equal((expected, source), (best.Table.Name, best.Source.ToString()));
        Assert.InRange(best.Score, 0.4, 1);
    }

    [Theory]
    [InlineData("birth date", "date_of_birth", nameof(LinkSource.Synonym))]
    [InlineData("born", "date_of_birth", nameof(LinkSource.Synonym))]
    [InlineData("hired", "hire_date", nameof(LinkSource.Synonym))]
    [InlineData("earn", "monthly_salary", nameof(LinkSource.Synonym))]
    [InlineData("boss", "manager_id", nameof(LinkSource.Synonym))]
    [InlineData("quantity", "qty", nameof(LinkSource.Name))]
    [InlineData("discount", "disc", nameof(LinkSource.Abbreviation))]
    [InlineData("stock", "units_in_stock", nameof(LinkSource.Synonym))]
    [InlineData("admitted", "admission_date", nameof(LinkSource.Synonym))]
    [InlineData("spent", "total_amount", nameof(LinkSource.Synonym))]
    public void Columns_EverydayWord_IsTheBestReading(string words, string expected, string source)
    {
        var best = Links.Columns(words.Split(' '))[0];

        Assert.Equal((expected, source), (best.Column.Info.Name, best.Source.ToString()));
    }

    [Fact]
    public void Columns_GlossaryOfTheSite_Links()
    {
        var site = SiteKnowledge.Nothing with { Glossary = [new GlossaryTerm("basket value", "total_amount", "What an order comes to.", [])] };
        var links = new NameLinker(SchemaParts.Tables(Clinic), SchemaParts.Knowledge with { Glossary = new SiteGlossary(site) });

        var best = links.Columns(["basket", "value"])[0];

        Assert.Equal(("total_amount", LinkSource.Glossary), (best.Column.Info.Name, best.Source));
    }

    [Theory]
    [InlineData("flurbel")]
    [InlineData("zzz_nothing")]
    [InlineData("the")]
    public void Tables_NoNameOfTheSchema_GivesNothing(string word) => Assert.Empty(Links.Tables([word]));

    [Fact]
    public void Columns_ExactWordsAndSynonym_ExactIsFirst() => Assert.Equal("unit_price", Links.Columns(["price"])[0].Column.Info.Name);
}
