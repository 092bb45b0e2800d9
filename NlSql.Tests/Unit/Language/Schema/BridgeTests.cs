using NlSql.Core.Language.Schema;

namespace NlSql.Tests.Unit.Language.Schema;

public sealed class BridgeTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("position", true)]
    [InlineData("since date", false)]
    [InlineData("from_date date,to_date date", false)]
    public void Of_TwoKeysAndLittleElse_IsPlainWithoutDates(string more, bool isPlain)
    {
        var bridge = Memberships(more).Bridge!;

        Assert.Equal(isPlain, bridge.IsPlain);
        Assert.Equal(["people", "clubs"], bridge.Keys.Select(k => k.One.Name));
        Assert.Contains("1,200 rows", bridge.Evidence, StringComparison.Ordinal);
        Assert.Equal(!isPlain, bridge.Evidence.Contains("assignment over time", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fee numeric,discount numeric")]
    [InlineData("sold_on date,price numeric")]
    [InlineData("a date,b date,c date,d date")]
    public void Of_MoreThanTheConnection_IsNone(string more) => Assert.Null(Memberships(more).Bridge);

    [Fact]
    public void Routes_TwoBridges_AreTwoRoutesAndTheFullerComesFirst()
    {
        var graph = Employees();

        var routes = graph.Routes(graph.The("employees"), graph.The("departments"), 5);

        Assert.Equal(["works_in", "leads"], routes.Select(r => r.Bridge?.Name));
        Assert.Contains("24 rows for 300,024", routes[1].Explanation, StringComparison.Ordinal);
        Assert.True(routes[0].Cost < routes[1].Cost);
    }

    private static SchemaGraph Employees() => new SmallSchema()
        .Table("employees", 300024, "emp_no pk", "hired date")
        .Table("departments", 9, "dept_no text pk", "title text")
        .Table("leads", 24, "emp_no pk", "dept_no text pk", "from_date date", "to_date date")
        .Table("works_in", 331603, "emp_no pk", "dept_no text pk", "from_date date", "to_date date")
        .Key("leads.emp_no", "employees.emp_no").Key("leads.dept_no", "departments.dept_no")
        .Key("works_in.emp_no", "employees.emp_no").Key("works_in.dept_no", "departments.dept_no")
        .Build();

    private static TableNode Memberships(string more) => new SmallSchema()
        .Table("people", "id pk").Table("clubs", "id pk")
        .Table("memberships", 1200, ["person_id", "club_id", .. more.Split(',', StringSplitOptions.RemoveEmptyEntries)])
        .Key("memberships.person_id", "people.id").Key("memberships.club_id", "clubs.id")
        .Build().The("memberships");
}
