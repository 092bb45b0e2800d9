using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>A name that is typed as it stands in the schema is understood: with underscores, with its schema or table, in quotes, in CamelCase.</summary>
public sealed class SchemaNameTests
{
    [Theory]
    [InlineData("sum of total_amount by status", "SELECT status, SUM(total_amount) AS total_amount FROM orders GROUP BY status ORDER BY total_amount "
        + "DESC NULLS LAST")]
    [InlineData("number of order_lines", "SELECT COUNT(*) AS number_of_order_lines FROM order_lines")]
    [InlineData("number of orders with total_amount over 1000", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE total_amount > 1000")]
    [InlineData("number of orders where shipped_at is null", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE shipped_at IS NULL")]
    [InlineData("number of public.orders by orders.status", "SELECT status, COUNT(*) AS number_of_orders FROM orders GROUP BY status ORDER BY COUNT(*) "
        + "DESC NULLS LAST")]
    [InlineData("number of \"order_lines\"", "SELECT COUNT(*) AS number_of_order_lines FROM order_lines")]
    public void Translate_NameAsItStands_IsThatName(string question, string sql) =>
        Assert.Equal(sql, SmallShop.SqlOf(question));

    [Theory]
    [InlineData("number of \"Order Details\"", "SELECT COUNT(*) AS \"number_of_Order Details\" FROM \"Order Details\"")]
    [InlineData("sum of UnitPrice in \"Order Details\"", "SUM(\"UnitPrice\")")]
    [InlineData("average of \"Order Details\".\"UnitPrice\"", "AVG(\"UnitPrice\")")]
    [InlineData("number of Orders by \"ShipCity\"", "GROUP BY \"ShipCity\"")]
    [InlineData("number of hr.t_109", "FROM hr.t_109")]
    public void Translate_QuotedOrCamelCaseName_IsThatName(string question, string part)
    {
        var draft = SmallShop.Translate(new GenerationRequest { Question = question, Catalog = OddSchemas.Names, Schema = RetrievedSchema.Empty });

        Assert.Contains(part, SmallShop.Written(draft), StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_NameOfNoTable_IsNotUnderstood() => Assert.Contains("t_5", SmallShop.Translate(new GenerationRequest
    {
        Question = "number of t_5",
        Catalog = OddSchemas.Names,
        Schema = RetrievedSchema.Empty,
    }).NotUnderstood);

    [Theory]
    [InlineData("sizes of gadgets", "SELECT size FROM gadgets")]
    [InlineData("average size of gadgets", "SELECT AVG(size) AS average_size FROM gadgets")]
    [InlineData("how many prizes are there", "SELECT COUNT(*) AS number_of_prizes FROM prizes")]
    public void Translate_PluralInZes_IsThatWord(string question, string sql)
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

        var draft = SmallShop.Translate(new GenerationRequest { Question = question, Catalog = catalog, Schema = RetrievedSchema.Empty });

        Assert.Equal(sql, SmallShop.Written(draft));
    }

    /// <summary>A capital makes no value of a word: what it might be is for a person to say.</summary>
    [Theory]
    [InlineData("number of products sold in Canada", "Canada")]
    [InlineData("number of orders on Black Friday 2024", "Black Friday")]
    [InlineData("number of campaigns of Zorgon", "Zorgon")]
    public void Translate_NameUnknownToTheData_IsNotUnderstood(string question, string word)
    {
        var draft = SmallShop.Translate(question);

        Assert.Null(draft.Sql);
        Assert.Contains(word, draft.NotUnderstood);
    }

    /// <summary>No answer on a value that nobody has seen, but the reading; whoever wants the best guess gets it with a note.</summary>
    [Theory]
    [InlineData("customers whose name is Smith", "where customers.name is 'Smith'", "WHERE name ILIKE 'Smith'", "Smith")]
    [InlineData(
        "number of orders of the customer Linda Smith",
        "where customers.name is 'Linda Smith'",
        "customers.name ILIKE 'Linda Smith'",
        "Linda Smith")]
    public void Translate_UnknownNameOfSomething_IsToldAsAReadingAndGuessedWithANote(string question, string reading, string condition, string name)
    {
        var draft = SmallShop.Translate(question);
        var guess = SmallShop.Translate(new GenerationRequest
        {
            Question = question,
            Catalog = SmallShop.Catalog,
            Schema = RetrievedSchema.Empty,
            AnswerAlways = true,
        });

        Assert.Null(draft.Sql);
        Assert.Contains(reading, draft.Declined?.Likeliest, StringComparison.Ordinal);
        Assert.Contains(condition, SmallShop.Written(guess), StringComparison.Ordinal);
        Assert.Contains($"“{name}” is not known to occur in customers.name.", guess.Notes);
    }

    [Fact]
    public void Translate_TextThatIsSearchedFor_IsSearchedFor() =>
        Assert.Contains(
            "name ILIKE '%Zorgon%'",
            SmallShop.Written(SmallShop.Translate("products whose name contains \"Zorgon\"")),
            StringComparison.Ordinal);
}
