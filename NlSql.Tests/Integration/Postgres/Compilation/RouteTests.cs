using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Writing;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Several keys, bridges and uses of one table, and rows of histories that are in force.</summary>
public sealed class RouteTests(StaffDatabase staff, FlightDatabase flights) : IClassFixture<StaffDatabase>, IClassFixture<FlightDatabase>
{
    [Fact]
    public async Task Roles_OfOneTable_AreTwoUses()
    {
        var between = flights.Of("flights", flights.Use("flights.flight_id")) with
        {
            Where = new AllOf(
            [
                new OneOf(flights.Use("airports.city", "flights.origin_id"), [new Literal("Oslo", IsKnown: true)]),
                new OneOf(flights.Use("airports.city", "flights.destination_id"), [new Literal("Porto", IsKnown: true)]),
            ]),
        };
        var named = flights.Of(
            "flights", flights.Use("airports.name", "flights.origin_id"), flights.Use("airports.name", "flights.destination_id"), flights.Count("flights"));

        Assert.Equal("1", await flights.RowsOfAsync(between));
        Assert.Equal(
            "Gardermoen|Fiumicino|1; Gardermoen|Sa Carneiro|1; Sa Carneiro|Gardermoen|1",
            await flights.RowsOfAsync(named with
            {
                Order =
                [
                    new Ordering(flights.Use("airports.name", "flights.origin_id"), IsDescending: false),
                    new Ordering(flights.Use("airports.name", "flights.destination_id"), IsDescending: false),
                ],
            }));
        Assert.Contains("AS destination ON", flights.Sql(between), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_NotSaid_IsAChoice()
    {
        var all = flights.Compile(new SingleAnswer(flights.Of("flights", flights.Count("flights")) with { Where = flights.Is("airports.city", "Oslo") }));

        Assert.Equal(2, all.Count);
        Assert.Equal(["1", "2"], (await Task.WhenAll(all.Select(flights.RowsOfAsync))).Order(StringComparer.Ordinal));
        Assert.Contains(all[0].Concerns, c => c.Kind == ConcernKind.OtherRoute && c.Sentence.Contains("destination_id", StringComparison.Ordinal));
        Assert.Equal("airports", Assert.Single(all[0].Choices).Question.To.Name);
    }

    [Fact]
    public async Task Duration_OfInstants_HasAFraction() => Assert.Equal("3.5; 3; 3.75", await flights.RowsOfAsync(
        flights.Of("flights", new Duration(flights.Use("flights.departs_at"), flights.Use("flights.arrives_at"), "hour")) with
        {
            Order = [new Ordering(flights.Use("flights.flight_id"), IsDescending: false)],
        }));

    [Fact]
    public async Task Bridges_NotSaid_AreAChoice()
    {
        var all = staff.Compile(new SingleAnswer(staff.Of("employees", staff.Count("employees")) with { Where = staff.Is("departments.dept_name", "Sales") }));

        Assert.Equal(2, all.Count);
        Assert.Equal(["1", "2"], (await Task.WhenAll(all.Select(staff.RowsOfAsync))).Order(StringComparer.Ordinal));
        Assert.Contains(all[0].Concerns, c => c.Kind == ConcernKind.OtherRoute);
    }

    [Fact]
    public void Bridge_ThatIsSpokenOf_IsTaken()
    {
        var all = staff.Compile(new SingleAnswer(staff.Of("employees", staff.Count("employees")) with
        {
            Where = new AllOf([new InForce(staff.Rows("leaders")), staff.Is("departments.dept_name", "Sales")]),
        }));

        Assert.Contains("leaders", PlanWriter.Write(all[0].Plan), StringComparison.Ordinal);
        Assert.DoesNotContain("memberships", PlanWriter.Write(all[0].Plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Employees_WhoEarnMoreThanTheirBoss()
    {
        var frame = staff.Of("employees", staff.Use("employees.first_name")) with
        {
            Where = new Compare(staff.Use("employees.hourly_rate"), Relation.Greater, staff.Use("employees.hourly_rate", "employees.boss_no")),
        };

        Assert.Equal("Cy", await staff.RowsOfAsync(frame));
        Assert.Equal("1|Ada|2; 2|Ben|1", await staff.RowsOfAsync(staff.Of("employees", staff.Count("employees")) with
        {
            By = [staff.Entity("employees", "employees.boss_no")],
            Rank = new Rank(5, IsNth: false, []),
        }));
    }

    [Theory]
    [InlineData("Sales", "Ada; Ben")]
    [InlineData("Research", "Di")]
    public async Task InForce_IsOfTheSameRowAsTheDepartment(string department, string expected)
    {
        Assert.Equal(expected, await Names(new AllOf([new InForce(staff.Rows("memberships")), Department(department)])));
        var both = new AllOf([Named(department), new InForce(staff.Rows("memberships"))]);
        Assert.Equal(expected, await Names(new Exists(Member, both)));
    }

    [Fact]
    public async Task Former_IsEndedAndNotInForce()
    {
        Assert.Equal("Ben; Cy", await Names(new AllOf([new InForce(staff.Rows("memberships"), IsFormer: true), Department("Research")])));
        Assert.Equal("", await Names(new AllOf([new InForce(staff.Rows("memberships"), IsFormer: true), Department("Sales")])));
        Assert.Equal("Cy", await Names(new InForce(staff.Rows("leaders"), IsFormer: true)));
        Assert.Equal("Cy", await Names(new InForce(staff.Rows("memberships"), IsFormer: true)));
        Assert.Equal("Ada; Ben; Di", await Names(new Not(new InForce(staff.Rows("memberships"), IsFormer: true))));
    }

    [Fact]
    public async Task InForce_OnADay_GoesByItsBounds()
    {
        var frame = staff.Of("employees", staff.Use("employees.first_name")) with
        {
            Where = new AllOf([new InForce(staff.Rows("memberships"), new DateOnly(2016, 1, 1)), Department("Research")]),
            Order = [new Ordering(staff.Use("employees.first_name"), IsDescending: false)],
        };

        Assert.Equal("Ben; Cy", await staff.RowsOfAsync(frame));
        Assert.Contains(staff.Concerns(frame), c => c.Contains("the day before to_date", StringComparison.Ordinal));
    }

    [Fact]
    public async Task InForce_ByFlag_AndByOpenEnd()
    {
        Assert.Equal("Ada; Ben; Di", await Names(new InForce(staff.Rows("salaries"))));
        Assert.Equal("Ada", await Names(new InForce(staff.Rows("leaders"))));
        Assert.Equal("Ben; Cy; Di", await Names(new Not(new InForce(staff.Rows("leaders")))));
        Assert.Equal("110", await staff.RowsOfAsync(staff.Of("salaries", new Aggregate(Function.Average, staff.Use("salaries.amount"))) with
        {
            Where = new InForce(staff.Rows("salaries")),
        }));
    }

    [Fact]
    public async Task Figures_OverABridge_CountEachRowOnceInEachGroup()
    {
        var current = staff.Of("employees", staff.Count("employees"), staff.Sum(staff.Use("employees.hourly_rate"))) with
        {
            By = [new EntityUse(Member)],
            Where = new InForce(staff.Rows("memberships")),
            Order = [new Ordering(new EntityUse(Member), IsDescending: false)],
        };

        Assert.Equal("b|Research|1|30; a|Sales|2|130", await staff.RowsOfAsync(current));
        Assert.Equal("b|Research|3|165; a|Sales|2|130", await staff.RowsOfAsync(current with { Where = null }));
        Assert.Contains(staff.Concerns(current), c => c.Contains("counted in each group", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_OverABridge_OfAnotherTable_AreOfItsRows()
    {
        var frame = staff.Of("salaries", new Aggregate(Function.Average, staff.Use("salaries.amount"))) with
        {
            By = [new EntityUse(Member)],
            Where = new AllOf([new InForce(staff.Rows("salaries")), new InForce(staff.Rows("memberships"))]),
            Order = [new Ordering(new EntityUse(Member), IsDescending: false)],
        };

        Assert.Equal("b|Research|50; a|Sales|140", await staff.RowsOfAsync(frame));
        var departments = staff.Of("departments", staff.Entity("departments"), new RowCount(Members)) with
        {
            Order = [new Ordering(staff.Use("departments.dept_no"), IsDescending: false)],
        };
        Assert.Equal("a|Sales|2; b|Research|3; c|Legal|0", await staff.RowsOfAsync(departments));
    }

    private EntityRef Member => staff.Rows("departments", "memberships.dept_no");

    private EntityRef Members => staff.Rows("employees", "memberships.emp_no");

    private OneOf Department(string name) => new(new ColumnUse(staff.Column("departments.dept_name"), Member), [new Literal(name, IsKnown: true)]);

    private OneOf Named(string name) => new(staff.Use("departments.dept_name"), [new Literal(name, IsKnown: true)]);

    private Task<string> Names(Filter where) => staff.RowsOfAsync(staff.Of("employees", staff.Use("employees.first_name")) with
    {
        Where = where,
        Order = [new Ordering(staff.Use("employees.first_name"), IsDescending: false)],
    });
}
