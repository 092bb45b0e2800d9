using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>A register that says much by codes: one table of concepts behind many keys, comments that tell codes, keys with roles, a hierarchy.</summary>
internal static class CodedSchema
{
    public static SchemaCatalog Catalog { get; } = new()
    {
        DatabaseId = "records",
        DatabaseName = "records",
        Hash = "records",
        Tables =
        [
            Table("concepts", 90, Id(), Text("concept_name", "Female", "Male", "Inpatient Visit", "Emergency Room Visit", "Asthma")),
            Table("persons", 900, Id(), Text("first_name"), Text("last_name"), Key("gender_concept_id"), Key("race_concept_id")),
            Table("clinicians", 40, Id(), Text("full_name", "Dr. Sato", "Dr. Varga"), Maybe(Key("supervisor_id"))),
            Table("visits", 5000, Id(), Key("person_id"), Key("visit_concept_id"), Key("discharged_to_concept_id"), Key("attending_id"),
                Maybe(Key("referring_id")), Column("started_on", ColumnKind.Date),
                Key("status") with { Comment = "1 = planned, 2 = in progress, 3 = complete" }),
            Table("vessels", 20, Id(), Text("vessel_name", "Aurora")),
            Table("groups", 12, Id(), Text("group_name", "Hand tools", "Power tools"), Maybe(Key("parent_group_id"))),
            Table("trip_heads", 700, Column("cargo_order_id", ColumnKind.Integer), Column("left_on", ColumnKind.Date)) with { PrimaryKey = ["cargo_order_id"] },
        ],
        ForeignKeys =
        [
            Reference("persons", "gender_concept_id", "concepts"), Reference("persons", "race_concept_id", "concepts"),
            Reference("visits", "person_id", "persons"), Reference("visits", "visit_concept_id", "concepts"),
            Reference("visits", "discharged_to_concept_id", "concepts"), Reference("visits", "attending_id", "clinicians"),
            Reference("visits", "referring_id", "clinicians"), Reference("clinicians", "supervisor_id", "clinicians"),
            Reference("groups", "parent_group_id", "groups"),
        ],
    };

    private static ForeignKey Reference(string from, string column, string to) =>
        new(new RelationName("public", from), [column], new RelationName("public", to), ["id"], IsDeclared: true);

    private static TableInfo Table(string name, long rows, params ColumnInfo[] columns) => SmallShop.Table(name, rows, "", columns);

    private static ColumnInfo Id() => Column("id", ColumnKind.Integer);

    private static ColumnInfo Key(string name) => Column(name, ColumnKind.Integer);

    private static ColumnInfo Text(string name, params string[] values) => SmallShop.Column(name, ColumnKind.Text, values);

    private static ColumnInfo Column(string name, ColumnKind kind) => SmallShop.Column(name, kind);

    private static ColumnInfo Maybe(ColumnInfo column) => column with { IsNullable = true };
}
