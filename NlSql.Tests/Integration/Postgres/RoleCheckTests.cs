using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres;

public sealed class RoleCheckTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Check_DemoReader_FindsNothing()
    {
        var demo = await postgres.DemoAsync();

        var report = await CheckAsync(demo.Reader);

        Assert.Empty(report.Findings);
        Assert.Equal("The role nlsql_reader may only read.", report.Summary);
    }

    [Fact]
    public async Task Check_Superuser_SaysOnlyThat()
    {
        var demo = await postgres.DemoAsync();

        var finding = Assert.Single((await CheckAsync(demo.Owner)).Findings);

        Assert.Equal("superuser", finding.Rule);
        Assert.Contains("CREATE ROLE nlsql LOGIN", finding.Fix, StringComparison.Ordinal);
        Assert.All(finding.Fix.Split(';', StringSplitOptions.RemoveEmptyEntries), sql => Assert.Matches("^ ?(CREATE|GRANT) [^.]+$", sql));
        Assert.Contains("DB_USER", finding.Message, StringComparison.Ordinal);

        // The server's own administrator must not be robbed of its rights.
        Assert.DoesNotContain("ALTER ROLE", finding.Fix, StringComparison.Ordinal);
    }

    /// <summary>Each right is given to a role of its own; the fix that the report names takes it away again.</summary>
    [Theory]
    [InlineData("superuser-like-file-reader", "GRANT pg_read_server_files TO {0}", "pg-read-server-files", RoleSeverity.Danger)]
    [InlineData("file writer", "GRANT pg_write_server_files TO {0}", "pg-write-server-files", RoleSeverity.Danger)]
    [InlineData("program runner", "GRANT pg_execute_server_program TO {0}", "pg-execute-server-program", RoleSeverity.Danger)]
    [InlineData("signaller", "GRANT pg_signal_backend TO {0}", "pg-signal-backend", RoleSeverity.Danger)]
    [InlineData("all writer", "GRANT pg_write_all_data TO {0}", "pg-write-all-data", RoleSeverity.Danger)]
    [InlineData("role maker", "ALTER ROLE {0} CREATEROLE", "createrole", RoleSeverity.Danger)]
    [InlineData("base maker", "ALTER ROLE {0} CREATEDB", "createdb", RoleSeverity.Caution)]
    [InlineData("copier", "ALTER ROLE {0} REPLICATION", "replication", RoleSeverity.Danger)]
    [InlineData("seer", "ALTER ROLE {0} BYPASSRLS", "bypassrls", RoleSeverity.Danger)]
    [InlineData("writer", "GRANT UPDATE ON t TO {0}", "write-grant", RoleSeverity.Danger)]
    [InlineData("column writer", "GRANT UPDATE (a) ON t TO {0}", "write-grant", RoleSeverity.Danger)]
    [InlineData("anybody", "GRANT DELETE ON t TO PUBLIC", "write-grant", RoleSeverity.Danger)]
    [InlineData("creator", "GRANT CREATE ON SCHEMA public TO {0}", "create-in-schema", RoleSeverity.Caution)]
    [InlineData("schema maker", "GRANT CREATE ON DATABASE {1} TO {0}", "create-in-database", RoleSeverity.Caution)]
    [InlineData("temp maker", "GRANT TEMPORARY ON DATABASE {1} TO PUBLIC", "temporary-tables", RoleSeverity.Caution)]
    public async Task Check_OneRightTooMuch_IsFoundAndItsFixMendsIt(string name, string grant, string rule, RoleSeverity severity)
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TABLE t (a int); REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            TestContext.Current.CancellationToken);
        Assert.SkipWhen(rule == "pg-write-all-data" && await postgres.MajorVersionAsync() < 14, "PostgreSQL 13 has no role pg_write_all_data.");
        await using var role = await RoleAsync(database, name);
        await database.ExecuteAsync(string.Format(null, grant, role.Quoted, database.Name));

        var finding = Assert.Single((await CheckAsync(role.Source)).Findings);
        Assert.Equal((rule, severity), (finding.Rule, finding.Severity));

        await database.ExecuteAsync(finding.Fix);
        Assert.Empty((await CheckAsync(role.Source)).Findings);
    }

    [Fact]
    public async Task Check_RightThroughAnotherRole_NamesThatRole()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TABLE t (a int); REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            TestContext.Current.CancellationToken);
        await using var group = await RoleAsync(database, "writers");
        await using var role = await RoleAsync(database, "member");
        await database.ExecuteAsync($"GRANT INSERT ON t TO {group.Quoted}; GRANT {group.Quoted} TO {role.Quoted}");

        var finding = Assert.Single((await CheckAsync(role.Source)).Findings);

        Assert.Contains("through the role writers", finding.Message, StringComparison.Ordinal);
        Assert.Equal($"REVOKE {group.Quoted} FROM {role.Quoted};", finding.Fix);
    }

    [Fact]
    public async Task Check_RefuseMode_RefusesDangerAndLetsCautionPass()
    {
        var demo = await postgres.DemoAsync();

        var e = Assert.Throws<PipelineFailureException>((await CheckAsync(demo.Owner, "refuse")).ThrowIfRefused);
        (await CheckAsync(demo.Reader, "refuse")).ThrowIfRefused();

        Assert.Equal(FailureTypes.DatabaseRoleRefused, e.Failure.Type);
        Assert.Contains("DB_USER", e.Failure.Message, StringComparison.Ordinal);
    }

    private static Task<RoleReport> CheckAsync(NpgsqlDataSource source, string mode = "warn") =>
        new RoleCheck(
            Options.Create(new DatabaseOptions { RoleCheck = mode }),
            NullLogger<RoleCheck>.Instance).CheckAsync(source, TestContext.Current.CancellationToken);

    private static async Task<TestRole> RoleAsync(TestDatabase database, string name)
    {
        var role = new TestRole(database, $"{name} {Guid.NewGuid():N}");
        await database.ExecuteAsync($"CREATE ROLE {role.Quoted} LOGIN PASSWORD 'a'; GRANT CONNECT ON DATABASE {database.Name} TO {role.Quoted}");
        return role;
    }

    private sealed class TestRole(TestDatabase database, string name) : IAsyncDisposable
    {
        public string Quoted { get; } = $"\"{name}\"";

        public NpgsqlDataSource Source { get; } =
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ReaderConnectionString) { Username = name, Password = "a" });

        public async ValueTask DisposeAsync()
        {
            await Source.DisposeAsync();
            await database.ExecuteAsync($"DROP OWNED BY {Quoted} CASCADE; DROP ROLE {Quoted}");
        }
    }
}
