using NlSql.Core.Database.Catalog;

namespace NlSql.Tests.Unit.Database.Catalog;

public sealed class SchemaFingerprintTests
{
    [Theory]
    [InlineData("s", "v", 600, false)]
    [InlineData("other", "v", 0, true)]
    [InlineData("s", "other", 1, false)]
    [InlineData("s", "other", 10, true)]
    public void IsOutdated_SchemaAtOnceAndValuesAfterAWhile(string schema, string values, int minutes, bool expected) =>
        Assert.Equal(expected, new SchemaFingerprint("s", "v").IsOutdated(new SchemaFingerprint(schema, values), TimeSpan.FromMinutes(minutes)));
}
