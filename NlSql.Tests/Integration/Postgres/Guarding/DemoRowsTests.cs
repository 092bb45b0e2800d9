using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>The printed form of every honest statement about the demo database gives the columns and rows of the statement itself.</summary>
public sealed class DemoRowsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Approved_HonestStatements_GiveTheRowsOfTheOriginal()
    {
        var scope = await GuardedDatabase.ScopeAsync(await postgres.DemoAsync());
        await using var connection = await (await postgres.DemoAsync()).Reader.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var (wrong, withRows) = (new List<string>(), 0);
        var isOld = await postgres.MajorVersionAsync() < 14;
        foreach (var sql in GuardCases.Demo.Where(sql => !isOld || !sql.Contains("date_bin", StringComparison.Ordinal)))
        {
            var expected = await RowsAsync(connection, sql);
            withRows += expected.Count > 1 ? 1 : 0;
            switch (GuardVerdicts.Check(sql, scope))
            {
                case GuardApproval approval when (await RowsAsync(connection, approval.Sql.Text)).SequenceEqual(expected, StringComparer.Ordinal):
                    break;
                case GuardApproval approval:
                    wrong.Add($"other rows: {sql}\n    {approval.Sql.Text}");
                    break;
                case GuardRefusal refusal:
                    wrong.Add($"refused by {refusal.Rule}: {sql}\n    {refusal.Message}");
                    break;
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {GuardCases.Demo.Count}:\n{string.Join('\n', wrong)}");
        Assert.InRange(GuardCases.Demo.Count, 200, int.MaxValue);
        Assert.True(withRows > 190, $"Only {withRows} gave any row.");
    }

    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            return await TextRows.ReadAsync(connection, sql, TestContext.Current.CancellationToken);
        }
        catch (PostgresException error)
        {
            throw new Xunit.Sdk.XunitException($"{error.MessageText}: {sql}", error);
        }
    }
}
