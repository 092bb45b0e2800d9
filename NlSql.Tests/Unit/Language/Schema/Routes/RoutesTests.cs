using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Routes;

namespace NlSql.Tests.Unit.Language.Schema.Routes;

public sealed class RoutesTests
{
    [Fact]
    public void Routes_TwoKeysToOneTable_AreTwoRoutes()
    {
        var graph = Flights();
        var (flights, airports) = (graph.The("flights"), graph.The("airports"));

        var routes = graph.Routes(flights, airports, 5);

        Assert.Equal(["origin", "destination"], routes.Select(r => Assert.Single(r.Steps).Edge.Role));
        Assert.All(routes, r => Assert.True(r.IsToOne));
    }

    [Fact]
    public void Routes_SelfReference_LeadsBothWays()
    {
        var graph = new SmallSchema().Table("employees", "id pk", "manager_id null").Key("employees.manager_id", "employees.id").Build();
        var employees = graph.The("employees");

        var routes = graph.Routes(employees, employees, 5);

        Assert.Equal([(true, true), (false, false)], routes.Select(r => (r.Steps[0].IsForward, r.IsToOne)));
        Assert.Empty(graph.Path([employees], employees)!);
    }

    [Fact]
    public void Routes_ADirectKeyAndALongWay_PutsTheDirectOneFirst()
    {
        var graph = new SmallSchema()
            .Table("regions", "id pk").Table("stores", "id pk", "region_id").Table("orders", "id pk", "store_id", "region_id null")
            .Key("stores.region_id", "regions.id").Key("orders.store_id", "stores.id").Key("orders.region_id", "regions.id")
            .Build();

        var routes = graph.Routes(graph.The("orders"), graph.The("regions"), 5);

        Assert.Equal([1, 2], routes.Select(r => r.Steps.Count));
        Assert.Contains("may be empty", routes[0].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_InferredBesideDeclared_TheDeclaredComesFirst()
    {
        var graph = new SmallSchema()
            .Table("people", "id pk").Table("letters", "id pk", "first_person_id", "second_person_id").Key("letters.second_person_id", "people.id").Build();

        var routes = graph.Routes(graph.The("letters"), graph.The("people"), 5);

        Assert.Equal([true, false], routes.Select(r => r.Steps[0].Edge.IsDeclared));
        Assert.Contains("inferred (0.", routes[1].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_ThroughAConnectionOrThroughACommonOwner_PutsTheConnectionFirst()
    {
        var graph = new SmallSchema()
            .Table("schools", "id pk").Table("students", "id pk", "school_id").Table("courses", "id pk", "school_id")
            .Table("enrolments", "student_id pk", "course_id pk")
            .Key("students.school_id", "schools.id").Key("courses.school_id", "schools.id")
            .Key("enrolments.student_id", "students.id").Key("enrolments.course_id", "courses.id")
            .Build();

        var routes = graph.Routes(graph.The("students"), graph.The("courses"), 5);

        Assert.Equal(["enrolments", "schools"], routes.Select(r => r.Steps[0].To.Name));
        Assert.Contains("pairs rows", routes[1].Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("pairs rows", routes[0].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Distances_NoWay_AreNull()
    {
        var graph = new SmallSchema().Table("a", "id pk").Table("b", "id pk").Build();

        Assert.Null(graph.Distance(graph.The("a"), graph.The("b")));
        Assert.Null(graph.Path([graph.The("a")], graph.The("b")));
        Assert.Empty(graph.Routes(graph.The("a"), graph.The("b"), 3));
        Assert.Equal(0, graph.Distance(graph.The("a"), graph.The("a")));
    }

    [Fact]
    public void ToOneDistance_GoesAlongKeysOnly()
    {
        var graph = Flights();

        Assert.Equal(2, graph.ToOneDistance(graph.The("tickets"), graph.The("airports")));
        Assert.Null(graph.ToOneDistance(graph.The("airports"), graph.The("tickets")));
    }

    [Fact]
    public void Among_KeepsNodesAndTheKeysBetweenThem()
    {
        var graph = Flights();

        var part = graph.Among([graph.The("tickets").Info.Name, graph.The("flights").Info.Name]);

        Assert.Same(graph.The("flights"), part.The("flights"));
        Assert.Equal(["flight_id"], part.Keys.Select(k => k.ManyColumns[0].Info.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Routes_RandomSchemas_AreWalksThatRepeatNothing(int seed)
    {
        var graph = Random(seed);
        foreach (var (from, to) in Pairs(graph))
        {
            var routes = graph.Routes(from, to, 4);
            Assert.Equal(routes.Select(r => r.Cost).Order(), routes.Select(r => r.Cost));
            Assert.Equal(routes.Count, routes.Select(r => r.ToString()).Distinct().Count());
            foreach (var route in routes)
            {
                AssertWalk(route, from, to);
            }
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Distance_RandomSchemas_IsTheSameBothWaysAndThatOfTheShortestRoute(int seed)
    {
        var graph = Random(seed);
        foreach (var (from, to) in Pairs(graph).Where(p => p.From != p.To))
        {
            var distance = graph.Distance(from, to);
            Assert.Equal(distance, graph.Distance(to, from));
            Assert.Equal(distance is null, graph.Path([from], to) is null);
            Assert.True(graph.Path([from], to) is not { } path || path.Count >= distance);
        }
    }

    [Fact]
    public void Routes_AskedAgainAndFromManyThreads_AreWhatAFreshGraphGives()
    {
        var (asked, fresh) = (Random(9), Random(9));
        var pairs = Pairs(asked).ToList();

        Parallel.ForEach(Enumerable.Range(0, 4).SelectMany(_ => pairs), p => asked.Routes(p.From, p.To, 3));

        foreach (var (from, to) in pairs)
        {
            var alone = fresh.Routes(fresh.The(from.Name), fresh.The(to.Name), 3);
            Assert.Equal(alone.Select(r => (r.Cost, r.ToString())), asked.Routes(from, to, 3).Select(r => (r.Cost, r.ToString())));
            Assert.Equal(alone.Take(1).Select(r => r.ToString()), asked.Routes(from, to, 1).Select(r => r.ToString()));
        }
    }

    private static void AssertWalk(JoinRoute route, TableNode from, TableNode to)
    {
        Assert.Same(from, route.Steps[0].From);
        Assert.Same(to, route.Steps[^1].To);
        Assert.Equal(route.Steps.Count, route.Steps.Select(s => s.Edge.Id).Distinct().Count());
        Assert.Equal(route.Steps.Count, route.Steps.Select(s => s.To).Distinct().Count());
        for (var i = 0; i < route.Steps.Count; i++)
        {
            var step = route.Steps[i];
            Assert.True(i == 0 || route.Steps[i - 1].To == step.From);
            Assert.Equal(step.IsForward ? (step.Edge.Many, step.Edge.One) : (step.Edge.One, step.Edge.Many), (step.From, step.To));
        }
    }

    private static IEnumerable<(TableNode From, TableNode To)> Pairs(SchemaGraph graph) =>
        graph.Tables.SelectMany(from => graph.Tables.Select(to => (from, to)));

    private static SchemaGraph Random(int seed)
    {
        const int Tables = 12;
        var random = new Random(seed);
        var schema = new SmallSchema();
        var keys = new List<(string From, string To)>();
        for (var table = 0; table < Tables; table++)
        {
            var columns = Enumerable.Range(0, random.Next(0, 3)).Select(c => (Name: $"x{c}", To: random.Next(0, Tables))).ToList();
            schema.Table($"t{table}", random.Next(1, 900), ["id pk", .. columns.Select(c => random.Next(2) == 0 ? c.Name : $"{c.Name} null")]);
            keys.AddRange(columns.Select(c => ($"t{table}.{c.Name}", $"t{c.To}.id")));
        }

        keys.ForEach(k => schema.Key(k.From, k.To));
        return schema.Build();
    }

    private static SchemaGraph Flights() => new SmallSchema()
        .Table("airports", "id pk", "city text")
        .Table("flights", "id pk", "origin_airport_id", "destination_airport_id")
        .Table("tickets", "id pk", "flight_id")
        .Key("flights.origin_airport_id", "airports.id").Key("flights.destination_airport_id", "airports.id").Key("tickets.flight_id", "flights.id")
        .Build();
}
