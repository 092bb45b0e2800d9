using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;

namespace NlSql.Tests.Unit.Database.Catalog;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("orders", "contact_email", ColumnKind.Text)]
    [InlineData("orders", "EMail", ColumnKind.Text)]
    [InlineData("orders", "customerPhone", ColumnKind.Text)]
    [InlineData("orders", "PhoneNumber", ColumnKind.Integer)]
    [InlineData("t", "First Name", ColumnKind.Text)]
    [InlineData("t", "surname", ColumnKind.Text)]
    [InlineData("t", "date_of_birth", ColumnKind.Date)]
    [InlineData("t", "birth_date", ColumnKind.Date)]
    [InlineData("t", "SSN", ColumnKind.Text)]
    [InlineData("t", "iban", ColumnKind.Text)]
    [InlineData("t", "client_ip_address", ColumnKind.Other)]
    [InlineData("t", "password_hash", ColumnKind.Text)]
    [InlineData("customers", "street", ColumnKind.Text)]
    [InlineData("customers", "name", ColumnKind.Text)]
    [InlineData("employees", "salary", ColumnKind.Decimal)]
    public void Classify_PersonalName_IsPersonal(string table, string column, ColumnKind kind) => Assert.True(IsPersonal(table, column, kind));

    [Theory]
    [InlineData("products", "name", ColumnKind.Text)]
    [InlineData("stores", "address", ColumnKind.Text)]
    [InlineData("orders", "email_sent_at", ColumnKind.TimestampTz)]
    [InlineData("orders", "email_verified", ColumnKind.Text)]
    [InlineData("orders", "has_email", ColumnKind.Boolean)]
    [InlineData("orders", "phone_type", ColumnKind.Text)]
    [InlineData("orders", "shipping_date", ColumnKind.Date)]
    [InlineData("orders", "description", ColumnKind.Text)]
    [InlineData("trips", "zip_distance", ColumnKind.Integer)]
    [InlineData("customers", "segment", ColumnKind.Text)]
    public void Classify_OrdinaryName_IsNotPersonal(string table, string column, ColumnKind kind) => Assert.False(IsPersonal(table, column, kind));

    [Fact]
    public void Classify_CommentSaysPersonalData_IsPersonal() => Assert.True(IsPersonal("t", "note", ColumnKind.Text, "Contains personal data of visitors"));

    [Fact]
    public void Classify_StrongColumnBeside_MakesAddressPersonal()
    {
        var marks = new PersonalData(SiteKnowledge.Nothing).Classify(
            "public",
            "signups",
            [("last_name", ColumnKind.Text, null), ("street", ColumnKind.Text, null), ("plan", ColumnKind.Text, null)]);

        Assert.Equal([true, true, false], marks);
    }

    private static bool IsPersonal(string table, string column, ColumnKind kind, string? comment = null) =>
        new PersonalData(SiteKnowledge.Nothing).Classify("public", table, [(column, kind, comment)])[0];
}
