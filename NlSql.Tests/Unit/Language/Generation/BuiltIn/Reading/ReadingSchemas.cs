using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>Three schemas of different shape: a shop whose keys are declared, a staff register with histories, an airline with two keys to one table.</summary>
internal static class ReadingSchemas
{
    public static SchemaCatalog Shop { get; } = Catalog(
        [
            Table("cities", 40, Id(), Text("name", "Berlin", "Paris", "Oslo"), Text("country", "Germany", "France", "Norway")),
            Table("customers", 500, Id(), Text("name", "Anton", "Berta"), Key("city_id"), Number("credit_limit"), Date("joined_on"), Maybe(Text("phone"))),
            Table("suppliers", 30, Id(), Text("company_name", "Skarn"), Text("region", "North", "South")),
            Table("categories", 8, Id(), Text("name", "Beverages", "Seafood", "Produce")),
            Table("products", 200, Id(), Text("name", "Chai", "Tofu"), Key("category_id"), Key("supplier_id"), Number("list_price"), Whole("stock"),
                Whole("reorder_level"), Flag("discontinued")),
            Table("orders", 9000, Id(), Key("customer_id"), Text("status", "paid", "cancelled", "returned"), Text("channel", "web", "store"),
                Date("ordered_on"), Maybe(Date("shipped_on")),
                Date("promised_on"), Number("total_amount")),
            Table("order_lines", 30000, Id(), Key("order_id"), Key("product_id"), Whole("quantity"), Number("line_total")),
        ],
        ("customers", "city_id", "cities"), ("products", "category_id", "categories"), ("products", "supplier_id", "suppliers"),
            ("orders", "customer_id", "customers"),
        ("order_lines", "order_id", "orders"), ("order_lines", "product_id", "products"));

    public static SchemaCatalog Staff { get; } = Catalog(
        [
            Table("departments", 9, Id(), Text("dept_name", "Sales", "Research", "Finance")),
            Table("employees", 3000, Id(), Text("first_name"), Text("last_name"), Text("gender", "M", "F"), Date("birth_date"), Date("hire_date"),
                Maybe(Key("manager_id"))),
            Table("assignments", 3500, Key("employee_id"), Key("department_id"), Date("from_date"), Date("to_date")),
            Table("salaries", 28000, Key("employee_id"), Number("salary"), Date("from_date"), Date("to_date")),
            Table("titles", 4000, Key("employee_id"), Text("title", "Engineer", "Senior Engineer", "Clerk"), Date("from_date"), Maybe(Date("to_date"))),
        ],
        ("employees", "manager_id", "employees"), ("assignments", "employee_id", "employees"), ("assignments", "department_id", "departments"),
            ("salaries", "employee_id", "employees"),
        ("titles", "employee_id", "employees"));

    public static SchemaCatalog Airline { get; } = Catalog(
        [
            Table("airports", 300, Id(), Text("name"), Text("city", "Oslo", "Porto", "Rome"), Text("country", "Norway", "Portugal", "Italy"),
                Whole("elevation")),
            Table("aircraft", 40, Id(), Text("model", "A320", "B737"), Whole("seats"), Whole("range_km")),
            Table("flights", 20000, Id(), Text("flight_no"), Key("origin_airport_id"), Key("destination_airport_id"), Key("aircraft_id"), Time("departed_at"),
                Maybe(Time("arrived_at")),
                Whole("distance"), Text("status", "landed", "delayed", "diverted")),
            Table("passengers", 50000, Id(), Text("full_name"), Text("nationality", "Norwegian", "Italian"), Date("birth_date"), Flag("frequent_flyer")),
            Table("bookings", 90000, Id(), Key("passenger_id"), Key("flight_id"), Text("class", "economy", "business"), Number("fare"), Time("booked_at")),
        ],
        ("flights", "origin_airport_id", "airports"), ("flights", "destination_airport_id", "airports"), ("flights", "aircraft_id", "aircraft"),
            ("bookings", "passenger_id", "passengers"),
        ("bookings", "flight_id", "flights"));

    public static SchemaCatalog Of(string name) => name switch { "shop" => Shop, "staff" => Staff, "records" => CodedSchema.Catalog, _ => Airline };

    private static SchemaCatalog Catalog(TableInfo[] tables, params (string From, string Column, string To)[] keys) => new()
    {
        DatabaseId = tables[0].Name.Name,
        DatabaseName = tables[0].Name.Name,
        Hash = tables[0].Name.Name,
        Tables = tables,
        ForeignKeys =
        [
            .. keys.Select(k => new ForeignKey(new RelationName("public", k.From), [k.Column], new RelationName("public", k.To), ["id"], IsDeclared: true)),
        ],
    };

    private static TableInfo Table(string name, long rows, params ColumnInfo[] columns) => SmallShop.Table(name, rows, "", columns);

    private static ColumnInfo Id() => SmallShop.Column("id", ColumnKind.Integer);

    private static ColumnInfo Key(string name) => SmallShop.Column(name, ColumnKind.Integer);

    private static ColumnInfo Whole(string name) => SmallShop.Column(name, ColumnKind.Integer);

    private static ColumnInfo Number(string name) => SmallShop.Column(name, ColumnKind.Decimal);

    private static ColumnInfo Date(string name) => SmallShop.Column(name, ColumnKind.Date);

    private static ColumnInfo Time(string name) => SmallShop.Column(name, ColumnKind.Timestamp);

    private static ColumnInfo Flag(string name) => SmallShop.Column(name, ColumnKind.Boolean);

    private static ColumnInfo Text(string name, params string[] values) => SmallShop.Column(name, ColumnKind.Text, values);

    private static ColumnInfo Maybe(ColumnInfo column) => column with { IsNullable = true };
}
