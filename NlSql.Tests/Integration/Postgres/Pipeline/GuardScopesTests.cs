using NlSql.Core.Catalog;
using NlSql.Core.Connections;
using NlSql.Core.Pipeline.Databases;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Guarding;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>What the guard is told of a database's own code.</summary>
public sealed class GuardScopesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task ReadAsync_FunctionOfOneArgument_CannotBeCalledAsAField()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE FUNCTION peek(text) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT $1';
            CREATE FUNCTION twice(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 * $2';
            """,
            TestContext.Current.CancellationToken);
        var catalog = new SchemaCatalog { DatabaseId = "d", DatabaseName = "d", Hash = "h" };

        var scope = await GuardScopes.ReadAsync(database.Reader, catalog, new DatabaseOptions(), TestContext.Current.CancellationToken);

        Assert.Contains("peek", scope.OneArgumentFunctions);
        Assert.DoesNotContain("twice", scope.OneArgumentFunctions);
        Assert.Equal("column-notation-call", GuardVerdicts.Refused("SELECT ('x'::text).peek", scope).Rule);
    }
}
