using NlSql.Core.Database.Connections;

namespace NlSql.Tests.Unit.Database.Connections;

public sealed class AskedDatabaseTests
{
    [Theory]
    [InlineData("db_5432-shop", null, "db_5432-shop", null, true)]
    [InlineData("db_5432-shop", null, "test_5432-shop", null, false)]
    [InlineData("db_5432-shop", "71-shop", "new_5432-shop", "71-shop", true)]
    [InlineData("tunnel_5432-shop", "71-shop", "tunnel_5432-shop", "72-shop", true)]
    [InlineData("db_5432-shop", "71-shop", "db_5432-other", "71-other", false)]
    [InlineData("db_5432-shop", "71-shop", "test_5432-shop", "72-shop", false)]
    [InlineData("pooler_6432-reports", "71-shop", "db_5432-shop", "71-shop", true)]
    [InlineData("db_5432-shop", "71-shop", "db_5432-shop", null, true)]
    public void IsSameAs_SameAddressOrSameServersDatabase_Is(string address, string? system, string otherAddress, string? otherSystem, bool same)
    {
        var (one, other) = (new AskedDatabase("one", address, system), new AskedDatabase("other", otherAddress, otherSystem));

        Assert.Equal(same, one.IsSameAs(other));
        Assert.Equal(same, other.IsSameAs(one));
    }
}
