using NlSql.Core.Foundation.Failures;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>The second lock: whether the role that NlSql works as could do harm if a statement got past the guard.</summary>
public interface IRoleCheck
{
    /// <summary>
    /// Looks at the role's rights in the current database (one read-only transaction over the system catalogs, some milliseconds).
    /// Throws <see cref="PipelineFailureException"/> when the database cannot be reached.
    /// </summary>
    Task<RoleReport> CheckAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken);
}

/// <summary>How much a finding matters.</summary>
public enum RoleSeverity
{
    /// <summary>More than reading needs, but no data can be changed by it.</summary>
    Caution,

    /// <summary>Data, files or other sessions could be harmed.</summary>
    Danger,
}

/// <param name="Rule">Stable slug, for instance <c>superuser</c>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Fix">SQL alone, to be run as a superuser or the owner: takes the right away, or makes the role to use instead.</param>
public sealed record RoleFinding(RoleSeverity Severity, string Rule, string Message, string Fix);

/// <param name="Role">Name of the role.</param>
/// <param name="Database">Name of the database that was looked at.</param>
/// <param name="Findings">The worst first; empty when the role may only read.</param>
/// <param name="IsRefused">ROLE_CHECK=refuse, and there is a finding of <see cref="RoleSeverity.Danger"/>.</param>
public sealed record RoleReport(string Role, string Database, IReadOnlyList<RoleFinding> Findings, bool IsRefused)
{
    /// <summary>One sentence for a status line.</summary>
    public string Summary => Findings.Count switch
    {
        0 => $"The role {Role} may only read.",
        1 => Findings[0].Message,
        _ => $"{Findings[0].Message} {Findings.Count - 1} more.",
    };

    /// <summary>Throws <see cref="PipelineFailureException"/> (<c>database-role-refused</c>) when NlSql must not work with this role.</summary>
    public void ThrowIfRefused()
    {
        if (IsRefused)
        {
            throw new PipelineFailureException(new PipelineFailure(
                FailureParty.Database,
                FailureTypes.DatabaseRoleRefused,
                $"ROLE_CHECK=refuse: {Summary}",
                string.Join(" ", Findings.Where(finding => finding.Severity == RoleSeverity.Danger).Select(finding => finding.Fix))));
        }
    }
}
