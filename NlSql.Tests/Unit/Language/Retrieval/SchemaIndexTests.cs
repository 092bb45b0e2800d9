using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Retrieval;

public sealed class SchemaIndexTests
{
    [Theory]
    [InlineData("How many customers are there?", "customers")]
    [InlineData("total quantity and unit price of order items", "order_items")]
    [InlineData("What is the average salary of our staff?", "employees")]
    [InlineData("orders per month", "orders")]
    public async Task Search_Question_PutsItsTableFirst(string question, string expected) =>
        Assert.Equal(expected, (await SearchAsync(question)).Tables[0].Table.Name.Name);

    [Fact]
    public async Task Search_WordOfTheGlossary_FindsWhatItsSqlNames()
    {
        var glossary = new SiteGlossary(new SiteKnowledge { Glossary = [new GlossaryTerm("hoard", "sum(warehouse_shelves.capacity)", null, ["stash"])] });

        var found = await SearchAsync("How big is the stash of New York?", glossary: glossary);

        Assert.Equal("warehouse_shelves", found.Tables[0].Table.Name.Name);
        Assert.Equal("New York", Assert.Single(found.ValueLinks).Value);
        Assert.NotEqual("warehouse_shelves", (await SearchAsync("How big is the stash of New York?")).Tables[0].Table.Name.Name);
    }

    [Fact]
    public async Task Reread_LaterReadingOfTheSameSchema_AnswersFromIt()
    {
        const string Question = "How many customers are there?";
        var shop = RetrievalParts.Shop();
        using var index = await RetrievalParts.Factory(Path.GetTempPath()).OpenInMemoryAsync(shop, TestContext.Current.CancellationToken);
        await index.SearchAsync(Question, new RetrievalLimits(), TestContext.Current.CancellationToken);
        var later = shop with
        {
            Tables = [.. shop.Tables.Select(table => table with { RowEstimate = 77, Columns = [.. table.Columns.Select(c => c with { IsNullable = false })] })],
        };

        index.Reread(later);
        var found = await index.SearchAsync(Question, new RetrievalLimits(), TestContext.Current.CancellationToken);

        Assert.Equal(("customers", 77L), (found.Tables[0].Table.Name.Name, found.Tables[0].Table.RowEstimate));
        Assert.All(found.Columns, column => Assert.False(column.Column.IsNullable));
        Assert.Throws<ArgumentException>(() => index.Reread(later with { Hash = "another" }));
    }

    [Fact]
    public async Task Search_TablesThatAreNotJoinedDirectly_AddsTheBridge()
    {
        var found = await SearchAsync("which customers bought which products", new RetrievalLimits(4, 20));
        var names = found.Tables.Select(static t => t.Table.Name.Name).ToList();

        Assert.Superset(new HashSet<string> { "customers", "orders", "order_items", "products" }, names.ToHashSet());
        Assert.Contains(found.Tables, static t => t.Reason == RetrievalReason.JoinPath && t.Explanation.StartsWith("joins ", StringComparison.Ordinal));
        Assert.All(found.Joins, static j => Assert.False(j.IsDeclared));
        Assert.Equal(3, found.Joins.Count);
    }

    [Fact]
    public async Task Search_ValueOfAColumn_LinksItWithItsRows()
    {
        const string Question = "How many small business clients are there in new york?";
        var found = await SearchAsync(Question);

        var link = Assert.Single(found.ValueLinks, static l => l.Value == "Small Business");
        Assert.Equal("small business", Question.Substring(link.Start, link.Length));
        Assert.Equal("segment", link.Column);
        Assert.Equal(99, link.Rows);
        Assert.Contains(found.ValueLinks, static l => l.Value == "New York");
        Assert.Contains(found.Tables, static t => t.Table.Name.Name == "customers" && t.Reason == RetrievalReason.ValueLink);
    }

    [Fact]
    public async Task Search_SomeKeysDeclared_TheOthersAreInferredBesideThem()
    {
        var shop = RetrievalParts.Shop();
        var key = new ForeignKey(shop.Tables[1].Name, ["customer_id"], shop.Tables[0].Name, ["id"], "orders_customer_fk");
        var found = await SearchAsync("orders of customers", RetrievalLimits.Ranking, shop with { ForeignKeys = [key] });

        Assert.Equal(key, found.Joins[0]);
        Assert.Equal(
            [("order_items", "order_id"), ("order_items", "product_id")],
            found.Joins.Skip(1).Where(static j => !j.IsDeclared).Select(static j => (j.From.Name, j.FromColumns[0])));
        Assert.Equal(3, found.Joins.Count);
    }

    [Fact]
    public async Task Search_CopyOfATable_ComesBehindIt()
    {
        var shop = RetrievalParts.Shop();
        var catalog = shop with { Tables = [shop.Tables[1] with { Name = new RelationName("public", "orders_backup") }, .. shop.Tables] };

        var named = await TablesAsync("how many orders are open", catalog);
        Assert.True(named.IndexOf("orders") < named.IndexOf("orders_backup"));
        Assert.Equal("orders_backup", (await TablesAsync("rows in the backup of orders", catalog))[0]);
    }

    [Fact]
    public async Task Search_PersonalColumn_ItsValuesAreNotUsed()
    {
        var people = RetrievalParts.Table("people", RetrievalParts.Column("name", ColumnKind.Text, "Ada Lovelace") with { IsPersonal = true });
        var found = await SearchAsync(
            "orders of Ada Lovelace",
            null,
            RetrievalParts.Catalog("p", people, RetrievalParts.Table("orders", RetrievalParts.Column("id"))));

        Assert.Empty(found.ValueLinks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("🤷🏽‍♀️ <script>alert(1)</script> ?? \ud800")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("the of and")]
    public async Task Search_QuestionThatNamesNothing_StillAnswers(string question) => Assert.NotEmpty((await SearchAsync(question)).Tables);

    [Fact]
    public async Task Search_VeryLongQuestion_Answers() =>
        Assert.NotEmpty((await SearchAsync(string.Concat(Enumerable.Repeat("orders of customers ", 5_000)))).Tables);

    [Fact]
    public async Task Search_EmptyCatalog_FindsNothing()
    {
        var found = await SearchAsync("orders", null, RetrievalParts.Catalog("none"));

        Assert.Empty(found.Tables);
        Assert.Empty(found.Columns);
    }

    [Fact]
    public async Task Search_OddNames_AreReturnedAsTheyAre()
    {
        var odd = RetrievalParts.Table("Größe \"x\" Übersicht", RetrievalParts.Column("a b.c"), RetrievalParts.Column(""));
        var found = await SearchAsync("größe übersicht", null, RetrievalParts.Catalog("odd", odd, RetrievalParts.Table("other", RetrievalParts.Column("z"))));

        Assert.Equal("Größe \"x\" Übersicht", found.Tables[0].Table.Name.Name);
    }

    [Fact]
    public async Task Search_SameQuestionAgain_GivesTheKeptAnswer()
    {
        using var index = await RetrievalParts.Factory(Path.GetTempPath()).OpenInMemoryAsync(RetrievalParts.Shop(), CancellationToken.None);
        var first = await index.SearchAsync("orders", new RetrievalLimits(), CancellationToken.None);

        Assert.Same(first, await index.SearchAsync("orders", new RetrievalLimits(), CancellationToken.None));
        Assert.NotSame(first, await index.SearchAsync("orders", RetrievalLimits.Ranking, CancellationToken.None));
    }

    [Fact]
    public async Task Search_Limits_AreKept()
    {
        var found = await SearchAsync("orders of customers with products", new RetrievalLimits(2, 3));

        Assert.Equal(2, found.Tables.Count);
        Assert.Equal(3, found.Columns.Count);
    }

    private static async Task<List<string>> TablesAsync(string question, SchemaCatalog catalog) =>
        [.. (await SearchAsync(question, null, catalog)).Tables.Select(static t => t.Table.Name.Name)];

    private static async Task<RetrievedSchema> SearchAsync(
        string question,
        RetrievalLimits? limits = null,
        SchemaCatalog? catalog = null,
        SiteGlossary? glossary = null)
    {
        using var index = await RetrievalParts.Factory(Path.GetTempPath(), glossary: glossary).OpenInMemoryAsync(
            catalog ?? RetrievalParts.Shop(),
            CancellationToken.None);
        return await index.SearchAsync(question, limits ?? RetrievalLimits.Ranking, CancellationToken.None);
    }
}
