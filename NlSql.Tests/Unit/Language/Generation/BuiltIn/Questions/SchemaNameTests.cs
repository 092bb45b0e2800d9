using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>A name that is typed as it stands in the schema is understood: with underscores, with its schema or table, in quotes, in CamelCase.</summary>
public sealed class SchemaNameTests
{
    [Theory]
    [InlineData("sum of total_amount by status", "SELECT status, SUM(total_amount) AS total_amount FROM orders GROUP BY status ORDER BY SUM(total_amount) "
        + "DESC NULLS LAST")]
    [InlineData("number of order_lines", "SELECT COUNT(*) AS number_of_order_lines FROM order_lines")]
    [InlineData("number of orders with total_amount over 1000", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE total_amount > 1000")]
    [InlineData("number of orders where shipped_at is null", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE shipped_at IS NULL")]
    [InlineData("number of public.orders by orders.status", "SELECT status, COUNT(*) AS number_of_orders FROM orders GROUP BY status ORDER BY COUNT(*) "
        + "DESC NULLS LAST")]
    [InlineData("number of \"order_lines\"", "SELECT COUNT(*) AS number_of_order_lines FROM order_lines")]
    public async Task Translate_NameAsItStands_IsThatName(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("number of \"Order Details\"", "SELECT COUNT(*) AS \"number_of_Order Details\" FROM \"Order Details\"")]
    [InlineData("sum of UnitPrice in \"Order Details\"", "SUM(\"UnitPrice\")")]
    [InlineData("average of \"Order Details\".\"UnitPrice\"", "AVG(\"UnitPrice\")")]
    [InlineData("number of Orders by \"ShipCity\"", "GROUP BY \"ShipCity\"")]
    [InlineData("number of hr.t_109", "FROM hr.t_109")]
    public async Task Translate_QuotedOrCamelCaseName_IsThatName(string question, string part)
    {
        var draft = await SmallShop.DraftAsync(new GenerationRequest { Question = question, Catalog = OddSchemas.Names, Schema = RetrievedSchema.Empty });

        Assert.Contains(part, SmallShop.OnOneLine(draft.Sql ?? draft.Declined?.Reason ?? ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Translate_NameOfNoTable_IsNotUnderstood() => Assert.Contains("t_5", (await SmallShop.DraftAsync(new GenerationRequest
    {
        Question = "number of t_5",
        Catalog = OddSchemas.Names,
        Schema = RetrievedSchema.Empty,
    })).NotUnderstood);

    [Theory]
    [InlineData("sizes of gadgets", "SELECT size FROM gadgets")]
    [InlineData("average size of gadgets", "SELECT AVG(size) AS average_size FROM gadgets")]
    [InlineData("how many prizes are there", "SELECT COUNT(*) AS number_of_prizes FROM prizes")]
    public async Task Translate_PluralInZes_IsThatWord(string question, string sql)
    {
        var gadgets = SmallShop.Table(
            "gadgets",
            60,
            "",
            SmallShop.Column("id", ColumnKind.Integer),
            SmallShop.Column("name", ColumnKind.Text),
            SmallShop.Column("size", ColumnKind.Integer));
        var prizes = SmallShop.Table("prizes", 5, "", SmallShop.Column("id", ColumnKind.Integer), SmallShop.Column("prize", ColumnKind.Text));
        var catalog = SmallShop.Catalog with { DatabaseId = "gadgets", Tables = [gadgets, prizes], ForeignKeys = [] };

        var draft = await SmallShop.DraftAsync(new GenerationRequest { Question = question, Catalog = catalog, Schema = RetrievedSchema.Empty });

        Assert.Equal(sql, SmallShop.OnOneLine(draft.Sql ?? draft.Declined?.Reason ?? ""));
    }

    /// <summary>A capital makes no value of a word: what it might be is for a person to say.</summary>
    [Theory]
    [InlineData("number of products sold in Canada", "Canada")]
    [InlineData("number of orders on Black Friday 2024", "Black Friday")]
    [InlineData("number of campaigns of Zorgon", "Zorgon")]
    public async Task Translate_NameUnknownToTheData_IsNotUnderstood(string question, string word)
    {
        var draft = await SmallShop.DraftAsync(question);

        Assert.Null(draft.Sql);
        Assert.Contains(word, draft.NotUnderstood);
    }

    [Theory]
    [InlineData("customers whose name is Smith", "WHERE name ILIKE 'Smith'", "“Smith” is not known to occur in public.customers.name.")]
    [InlineData("number of orders of the customer Linda Smith", "customers.name ILIKE 'Linda Smith'", "“Linda Smith” is not known to occur in "
        + "public.customers.name.")]
    public async Task Translate_UnknownNameOfSomething_IsLookedForAndSaid(string question, string condition, string note)
    {
        var draft = await SmallShop.DraftAsync(question);

        Assert.Contains(condition, SmallShop.OnOneLine(draft.Sql ?? ""), StringComparison.Ordinal);
        Assert.Contains(note.Replace("public.", "", StringComparison.Ordinal), draft.Notes);
    }

    [Fact]
    public async Task Translate_TextThatIsSearchedFor_IsSearchedFor() =>
        Assert.Contains("name ILIKE '%Zorgon%'", await SmallShop.SqlAsync("products whose name contains \"Zorgon\""), StringComparison.Ordinal);
}
