namespace NlSql.Tests.Unit.Language.Schema.Keys;

public sealed class KeyInferenceTests
{
    [Theory]
    [InlineData("customer_id", "customers.id")]
    [InlineData("customerid", "customers.id")]
    [InlineData("CustomerID", "customers.id")]
    [InlineData("custid", "customers.id")]
    [InlineData("billing_customer_id", "customers.id")]
    [InlineData("customer_id2", "customers.id")]
    [InlineData("token_uuid uuid", "tokens.uuid")]
    [InlineData("departure_airport text", "airports.airport_code")]
    [InlineData("airport_code text", "airports.airport_code")]
    [InlineData("arrival_airport_code text", "airports.airport_code")]
    [InlineData("channel_key", "dim_channel.channel_key")]
    [InlineData("channel_id", "dim_channel.channel_key")]
    [InlineData("pnr text", "bookings.pnr")]
    public void Find_NameOfAKey_PointsThere(string column, string expected)
    {
        var graph = Shop(column).Build();

        Assert.Equal([$"readings.{column.Split(' ')[0]} > {expected}"], graph.Inferred());
        var edge = Assert.Single(graph.Keys);
        Assert.InRange(edge.Evidence.Confidence, 0.5, 0.99);
        Assert.StartsWith("Not declared: readings.", edge.Evidence.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("code text")]
    [InlineData("name text")]
    [InlineData("total_id")]
    [InlineData("customer_name text")]
    [InlineData("customer_since date")]
    [InlineData("customer text")]
    [InlineData("airport_code int")]
    [InlineData("status text")]
    public void Find_OtherColumn_PointsNowhere(string column) => Assert.Empty(Shop(column).Build().Inferred());

    [Fact]
    public void Find_TwoTablesWithColumnsOfGeneralNames_JoinsThemNot()
    {
        var graph = new SmallSchema()
            .Table("colors", 5, "id pk d=5 in=1..5", "name text unique d=5 has=red|green|blue|black|white", "code text d=5")
            .Table("paints", 5, "id pk d=5 in=1..5", "name text unique d=5 has=red|green|blue|black|white", "code text d=5")
            .Build();

        Assert.Empty(graph.Keys);
    }

    [Fact]
    public void Find_OnlyStatisticsTellWhatIsUnique_PointsToTheUniqueSide()
    {
        var graph = new SmallSchema()
            .Table("places", 300, "city_name text d=300 has=Fano|Pavia|Urbino|Siena", "county text d=40")
            .Table("restaurants", 5000, "rid d=5000", "city_name text d=120 has=Pavia|Siena", "rating numeric")
            .Table("racers", 70, "racer text d=70", "city_name text d=20 has=Graz|Linz|Wels")
            .Build();

        Assert.Equal(["restaurants.city_name > places.city_name"], graph.Inferred());
        Assert.Contains("its 300 values are all different", graph.Keys[0].Evidence.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_SheetsOfTheSameThings_PointToTheOneThatHasThemAll()
    {
        var graph = new SmallSchema()
            .Table("yields", 280, "plant_no text d=280 has=P1|P2|P3", "tons numeric")
            .Table("plants", 300, "plant_no text d=300 has=P1|P2|P3|P4", "country text d=9")
            .Table("visits", 2000, "ticket text d=2000", "plant_no text d=150 has=P1|P2", "hours numeric")
            .Build();

        Assert.Equal(["visits.plant_no > plants.plant_no", "yields.plant_no > plants.plant_no"], graph.Inferred().Order());
    }

    [Theory]
    [InlineData("first_name text d=40 has=Ada|Bo|Cy")]
    [InlineData("lname text d=40 has=Ada|Bo|Cy")]
    [InlineData("zip_code text d=40 has=Ada|Bo|Cy")]
    public void Find_DifferentByChance_JoinsNobody(string column)
    {
        var graph = new SmallSchema().Table("sellers", 40, "id pk", column).Table("buyers", 40, "id pk", column).Build();

        Assert.Empty(graph.Keys);
    }

    [Fact]
    public void Find_TargetRepeatsByStatistics_IsNoKey()
    {
        var graph = new SmallSchema().Table("customers", 900, "id d=12", "name text").Table("orders", 900, "number d=900", "customer_id d=30").Build();

        Assert.Empty(graph.Keys);
    }

    [Fact]
    public void Find_ValuesOutsideThoseOfTheTarget_IsNoKey()
    {
        var graph = new SmallSchema()
            .Table("customers", 40, "id pk d=40 in=1..40")
            .Table("orders", 900, "order_id pk d=900", "customer_id d=400 in=100000..900000")
            .Build();

        Assert.Empty(graph.Keys);
    }

    [Fact]
    public void Find_ValuesWithinThoseOfTheTarget_RaisesTheConfidence()
    {
        static double Confidence(string range) => new SmallSchema()
            .Table("customers", 40, "id pk d=40 in=1..40").Table("orders", "order_id pk", $"customer_id{range}").Build().Keys[0].Evidence.Confidence;

        Assert.True(Confidence(" in=2..39") > Confidence(""));
    }

    [Fact]
    public void Find_NameTellsNothingButTheValuesDo_PointsThere()
    {
        var graph = new SmallSchema()
            .Table("partners", 6, "partner_code text pk d=6 has=ALFKI|ANATR|BERGS|BLAUS|CHOPS|FRANK", "town text")
            .Table("sales", 90, "sale_id pk", "buyer_ref text d=5 has=ALFKI|ANATR|BERGS|CHOPS|FRANK")
            .Table("notes", 90, "note_id pk", "buyer_ref text d=5 has=a|b|c|d|e")
            .Build();

        Assert.Equal(["sales.buyer_ref > partners.partner_code"], graph.Inferred());
        Assert.Equal(["buyer"], graph.Keys[0].RoleWords);
    }

    [Fact]
    public void Find_SomeKeysDeclared_FindsTheOthersBesideThem()
    {
        var graph = new SmallSchema()
            .Table("airports", "id pk", "city text")
            .Table("carriers", "id pk", "title text")
            .Table("flights", "flight_no pk", "origin_airport_id", "destination_airport_id", "carrier_id")
            .Key("flights.origin_airport_id", "airports.id")
            .Build();

        Assert.Equal(["flights.carrier_id > carriers.id", "flights.destination_airport_id > airports.id"], graph.Inferred());
        Assert.True(graph.Edge("flights", "origin_airport_id").IsDeclared);
        Assert.Equal(1, graph.Edge("flights", "origin_airport_id").Evidence.Confidence);
    }

    [Fact]
    public void Find_PairThatADeclaredKeyJoins_GetsNoSecondOneWithoutARole()
    {
        var graph = new SmallSchema()
            .Table("customers", "id pk", "customer_no unique")
            .Table("orders", "id pk", "cust_ref", "customer_no")
            .Key("orders.cust_ref", "customers.id")
            .Build();

        Assert.Empty(graph.Inferred());
    }

    [Fact]
    public void Find_SameTableInTwoSchemas_TakesThatOfTheOwn()
    {
        var graph = new SmallSchema()
            .Table("archive/customers", "id pk").Table("sales/customers", "id pk").Table("sales/orders", "id pk", "customer_id").Build();

        Assert.Equal("sales", Assert.Single(graph.Keys).One.Info.Name.Schema);
    }

    [Fact]
    public void Find_KeyThatTwoTablesHaveAlike_IsNotTakenForEither()
    {
        var graph = new SmallSchema()
            .Table("wards", "patient_no pk", "floor").Table("bills", "patient_no pk", "total numeric").Table("visits", "visit_no pk", "patient_no").Build();

        Assert.Empty(graph.Keys);
    }

    [Fact]
    public void Find_DetailsThatShareTheKey_PointToWhatTheyBelongTo()
    {
        var graph = new SmallSchema().Table("customers", "customer_id pk").Table("customer_profiles", "customer_id pk", "bio text").Build();

        Assert.Equal(["customer_profiles.customer_id > customers.customer_id"], graph.Inferred());
        Assert.True(graph.Keys[0].IsOneToOne);
    }

    [Fact]
    public void Find_ManagerAndParent_ReferToTheirOwnTable()
    {
        var graph = new SmallSchema()
            .Table("employees", 50, "employee_id pk d=50 in=1..50", "reports_to null in=2..9", "name text")
            .Table("categories", "category_id pk", "parent_id null")
            .Table("departments", "department_id pk", "manager_id")
            .Build();

        Assert.Equal(
            [
                "categories.parent_id > categories.category_id",
                "departments.manager_id > employees.employee_id",
                "employees.reports_to > employees.employee_id",
            ],
            graph.Inferred().Select(i => i.Replace("public.", "", StringComparison.Ordinal)));
        Assert.Equal("reports to", graph.Edge("employees", "reports_to").Role);
    }

    [Fact]
    public void Find_NameThatNoDictionaryCuts_IsCutAtId()
    {
        var graph = new SmallSchema().Table("xolots", "xolotid", "hue text").Table("keepers", "keeper text", "xolotid").Build();

        Assert.Equal(["keepers.xolotid > xolots.xolotid"], graph.Inferred());
    }

    [Fact]
    public void Find_TwoColumnsThatMayReferToEachOther_TheFullerTableIsReferredTo()
    {
        var graph = new SmallSchema()
            .Table("loans", "borrower_id", "book text").Table("cards", "borrower_id", "name text", "street text", "joined date").Build();

        Assert.Equal(["loans.borrower_id > cards.borrower_id"], graph.Inferred());
    }

    [Fact]
    public void Find_OwnerWhoseNameEndsSo_ComesBeforeOthersWithTheSameColumn()
    {
        var graph = new SmallSchema()
            .Table("engineer_skills", "engineer_id", "skill text")
            .Table("maintenance_engineers", "engineer_id", "company text", "phone text")
            .Table("visits", "visit_id", "engineer_id")
            .Build();

        Assert.Contains("visits.engineer_id > maintenance_engineers.engineer_id", graph.Inferred());
    }

    [Fact]
    public void Find_TableOfThatNameInAnotherSchema_ComesBeforeAKeyOfTheSameName()
    {
        var graph = new SmallSchema()
            .Table("shop/product", "product_id pk", "title text")
            .Table("report/totals", "product_id pk", "total numeric")
            .Table("report/lines", "line_id pk", "product_id")
            .Build();

        Assert.Contains("lines.product_id > product.product_id", graph.Inferred());
    }

    [Theory]
    [InlineData("units_on_orders int")]
    [InlineData("geocode_order_code text")]
    public void Find_CountsAndCodesOfItsOwn_AreNoKeys(string column)
    {
        var graph = new SmallSchema().Table("orders", "id", "order_code text", column).Table("goods", "good_id", column).Build();

        Assert.DoesNotContain(graph.Inferred(), i => i.StartsWith("orders.", StringComparison.Ordinal) || column.EndsWith("int", StringComparison.Ordinal));
    }

    private static SmallSchema Shop(string column) => new SmallSchema()
        .Table("customers", "id pk", "name text")
        .Table("tokens", "id pk", "uuid uuid")
        .Table("airports", "airport_code text pk", "city text")
        .Table("dim_channel", "channel_key pk", "label text")
        .Table("bookings", "pnr text pk", "total numeric")
        .Table("readings", column, "measured numeric");
}
