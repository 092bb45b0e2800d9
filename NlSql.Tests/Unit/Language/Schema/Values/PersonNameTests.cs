using NlSql.Core.Language.Schema.Values;

namespace NlSql.Tests.Unit.Language.Schema.Values;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("crew: id int, first_name personal, last_name personal", "first_name last_name -")]
    [InlineData("crew: id int, givenname personal, surname personal", "givenname surname -")]
    [InlineData("crew: id int, crew_fname personal, crew_lname personal", "crew_fname crew_lname -")]
    [InlineData("crew: id int, full_name personal", "- - full_name")]
    [InlineData("customers: id int, name personal, city", "- - name")]
    [InlineData("agencies: id int, contact_name, agency_name", "- - contact_name")]
    public void PersonNameColumns_OfATable_AreThoseOfTheName(string table, string expected)
    {
        var name = ValueIndex.PersonNameColumns(SchemaParts.Tables(table)[0]);

        Assert.NotNull(name);
        Assert.Equal(expected, $"{name.First?.Info.Name ?? "-"} {name.Last?.Info.Name ?? "-"} {name.Full?.Info.Name ?? "-"}");
    }

    [Fact]
    public void PersonNameColumns_TableOfThings_HasNone() =>
        Assert.Null(ValueIndex.PersonNameColumns(SchemaParts.Tables("ships: id int, name, flag_state")[0]));
}
