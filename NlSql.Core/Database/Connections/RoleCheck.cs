using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <inheritdoc />
internal sealed class RoleCheck(IOptions<DatabaseOptions> options, ILogger<RoleCheck> logger) : IRoleCheck
{
    /// <inheritdoc />
    public async Task<RoleReport> CheckAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            var rights = await ReadAsync(dataSource, cancellationToken).ConfigureAwait(false);
            var findings = RoleFindings.Of(rights).OrderByDescending(finding => finding.Severity).ToList();
            foreach (var finding in findings)
            {
                ConnectionsLog.RoleFinding(logger, finding.Message, finding.Fix);
            }

            var refuses = string.Equals(options.Value.RoleCheck, "refuse", StringComparison.OrdinalIgnoreCase);
            return new RoleReport(rights.Role, rights.Database, findings, refuses && findings.Exists(finding => finding.Severity == RoleSeverity.Danger));
        }
        catch (Exception e) when (ConnectionFailures.Covers(e))
        {
            throw new PipelineFailureException(ConnectionFailures.From(e, dataSource), e);
        }
    }

    private static Task<RoleRights> ReadAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken) => CatalogSession.ReadAsync(
        dataSource,
        async connection =>
        {
            var role = (await CatalogSession.QueryAsync(
                connection,
                RoleSql.Role,
                r => new RoleRights(
                    r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetBoolean(3), r.GetBoolean(4), r.GetBoolean(5), r.GetBoolean(6),
                    r.GetBoolean(7), r.GetBoolean(8)),
                cancellationToken).ConfigureAwait(false))[0];
            return role.IsSuperuser ? role : role with
            {
                PredefinedRoles = await CatalogSession.QueryAsync(
                    connection,
                    RoleSql.PredefinedRoles,
                    r => r.GetString(0),
                    cancellationToken).ConfigureAwait(false),
                Writable = await CatalogSession.QueryAsync(
                    connection,
                    RoleSql.Writable,
                    r => new WritableTables(r.GetString(0), new RightSource(r.GetString(1), r.GetString(2)), r.GetInt32(3), r.GetString(4)),
                    cancellationToken).ConfigureAwait(false),
                Creatable = await CatalogSession.QueryAsync(
                    connection,
                    RoleSql.Creatable,
                    r => (r.GetString(0), new RightSource(r.GetString(1), r.GetString(2))),
                    cancellationToken).ConfigureAwait(false),
                DatabaseGrants = await CatalogSession.QueryAsync(
                    connection,
                    RoleSql.DatabaseGrants,
                    r => (r.GetString(0), new RightSource(r.GetString(1), r.GetString(2))),
                    cancellationToken).ConfigureAwait(false),
            };
        },
        cancellationToken);
}
