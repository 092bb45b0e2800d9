using NlSql.Core.Language.Schema.Keys;

namespace NlSql.Tests.Unit.Language.Schema.Keys;

public sealed class KeyEdgeTests
{
    [Theory]
    [InlineData("flights", "origin_airport_id", "origin")]
    [InlineData("flights", "destination_airport_id", "destination")]
    [InlineData("employees", "manager_id", "manager")]
    [InlineData("employees", "reports_to", "reports to")]
    [InlineData("employees", "department_id", "")]
    [InlineData("orders", "billing_address_id", "billing")]
    public void Role_WhatTheColumnSaysBeyondTheTarget(string table, string column, string expected)
    {
        var graph = new SmallSchema()
            .Table("airports", "id pk").Table("departments", "id pk").Table("addresses", "address_id pk")
            .Table("flights", "id pk", "origin_airport_id", "destination_airport_id")
            .Table("employees", "id pk", "manager_id null", "reports_to null", "department_id")
            .Table("orders", "id pk", "billing_address_id")
            .Key("flights.origin_airport_id", "airports.id").Key("flights.destination_airport_id", "airports.id")
            .Key("employees.manager_id", "employees.id").Key("employees.reports_to", "employees.id").Key("employees.department_id", "departments.id")
            .Key("orders.billing_address_id", "addresses.address_id")
            .Build();

        Assert.Equal(expected, graph.Edge(table, column).Role);
    }

    [Fact]
    public void Id_SeveralKeysBetweenTwoTables_AreToldApart()
    {
        var graph = new SmallSchema()
            .Table("airports", "id pk").Table("flights", "id pk", "origin_airport_id", "destination_airport_id null")
            .Key("flights.origin_airport_id", "airports.id").Key("flights.destination_airport_id", "airports.id")
            .Build();

        Assert.Equal(
            ["flights(origin_airport_id)->airports(id)", "flights(destination_airport_id)->airports(id)"],
            graph.EdgesOf(graph.The("airports")).Select(e => e.Id));
        Assert.False(graph.Edge("flights", "origin_airport_id").IsNullable);
        Assert.True(graph.Edge("flights", "destination_airport_id").IsNullable);
    }

    [Theory]
    [InlineData("customer_id pk", 500, true)]
    [InlineData("customer_id unique", 500, true)]
    [InlineData("customer_id d=500", 500, true)]
    [InlineData("customer_id d=120", 500, false)]
    [InlineData("customer_id d=5", 5, false)]
    [InlineData("customer_id", 500, false)]
    public void IsOneToOne_ByConstraintOrByStatisticsOfManyRows(string column, int rows, bool expected)
    {
        var graph = new SmallSchema()
            .Table("customers", "id pk").Table("profiles", rows, column, "bio text").Key("profiles.customer_id", "customers.id")
            .Build();

        Assert.Equal(expected, graph.Keys[0].IsOneToOne);
        Assert.Equal(expected, graph.Keys[0].IsToOne(graph.The("customers")));
        Assert.True(graph.Keys[0].IsToOne(graph.The("profiles")));
    }

    [Fact]
    public void IsOneToOne_AnotherKeyIsDeclared_StatisticsDoNotCount()
    {
        var graph = new SmallSchema()
            .Table("customers", "id pk").Table("orders", 500, "id pk d=500", "customer_id d=500").Key("orders.customer_id", "customers.id")
            .Build();

        Assert.False(graph.Keys[0].IsOneToOne);
    }

    [Fact]
    public void Loose_NothingButASharedName_PairsRowsWithoutAKey()
    {
        var graph = new SmallSchema().Table("restaurants", "city_name text", "stars").Table("hotels", "city_name text", "rooms").Build();

        var pair = Assert.Single(graph.Loose.Keys);

        Assert.Empty(graph.Keys);
        Assert.True(pair.Evidence.Confidence < 0.5);
        Assert.False(pair.IsToOne(graph.The("restaurants")));
        Assert.False(pair.IsToOne(graph.The("hotels")));
        Assert.Equal(KeyEvidence.Declared.IsPairing, !pair.Evidence.IsPairing);
    }
}
