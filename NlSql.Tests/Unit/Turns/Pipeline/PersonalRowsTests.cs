using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class PersonalRowsTests
{
    private static readonly SchemaCatalog Catalog = new()
    {
        DatabaseId = "d",
        DatabaseName = "d",
        Hash = "h",
        Tables =
        [
            Table("customers", Column("id"), Column("country"), Column("email", isPersonal: true)),
            Table("orders", Column("id"), Column("customer_id"), Column("amount")),
        ],
    };

    private static readonly GuardScope Scope = new()
    {
        AllowedSchemas = ["public"],
        SearchPath = ["public"],
        KnownRelations = new HashSet<RelationName> { new("public", "customers"), new("public", "orders"), new("public", "vanished") },
    };

    [Theory]
    [InlineData("SELECT * FROM customers")]
    [InlineData("TABLE customers")]
    [InlineData("SELECT c.* FROM customers c")]
    [InlineData("SELECT c FROM customers c")]
    [InlineData("SELECT customers FROM customers")]
    [InlineData("SELECT (c).email FROM customers c")]
    [InlineData("SELECT lower(c.email) FROM customers c")]
    [InlineData("SELECT to_jsonb(c) FROM customers c")]
    [InlineData("SELECT c.row_to_json FROM customers c")]
    [InlineData("SELECT json_agg(customers) FROM customers")]
    [InlineData("SELECT x.c FROM customers AS x (a, b, c)")]
    [InlineData("SELECT x.f FROM (orders o JOIN customers c ON true) AS x (a, b, c, d, e, f)")]
    [InlineData("SELECT j FROM (customers JOIN orders USING (id)) AS j")]
    [InlineData("WITH c AS (SELECT email AS e FROM customers) SELECT e FROM c")]
    [InlineData("SELECT amount, (SELECT max(email) FROM customers) FROM orders")]
    [InlineData("SELECT amount FROM orders UNION ALL TABLE customers")]
    [InlineData("SELECT id FROM customers ORDER BY email")]
    [InlineData("SELECT j FROM customers a JOIN customers b USING (email) AS j")]
    [InlineData("SELECT row_to_json(j) FROM customers a JOIN customers b USING (email) AS j")]
    public void Source_PersonalColumnsAreInReach_NamesTheTable(string sql) =>
        Assert.Equal(new RelationName("public", "customers"), PersonalRows.Source(GuardVerdicts.Approved(sql, Scope), Catalog));

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT * FROM orders")]
    [InlineData("SELECT country, count(*) FROM customers GROUP BY country")]
    [InlineData("SELECT c.country, sum(o.amount) AS revenue FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY 1 ORDER BY revenue DESC")]
    public void Source_PersonalColumnsAreOutOfReach_IsNull(string sql) =>
        Assert.Null(PersonalRows.Source(GuardVerdicts.Approved(sql, Scope), Catalog));

    [Fact]
    public void Source_RelationThatTheCatalogLacks_CountsAsPersonal() =>
        Assert.Equal("vanished", PersonalRows.Source(GuardVerdicts.Approved("SELECT id FROM vanished", Scope), Catalog)?.Name);

    private static TableInfo Table(string name, params ColumnInfo[] columns) => new() { Name = new("public", name), Columns = columns };

    private static ColumnInfo Column(string name, bool isPersonal = false) => new() { Name = name, DataType = "text", IsPersonal = isPersonal };
}
