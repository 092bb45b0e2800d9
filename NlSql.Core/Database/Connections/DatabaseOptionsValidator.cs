using Microsoft.Extensions.Options;

namespace NlSql.Core.Database.Connections;

/// <summary>Finds every fault in the <c>DB_*</c> settings at once; each message names the key and says what to set.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(DatabaseOptions options)
    {
        if (options.Port is < 1 or > 65535)
        {
            yield return "DB_PORT must be between 1 and 65535.";
        }

        if (SslModes.Parse(options.SslMode) is null)
        {
            yield return $"SSL_MODE must be one of {SslModes.All}.";
        }

        if (!string.IsNullOrWhiteSpace(options.SslRootCertificate) && !File.Exists(options.SslRootCertificate))
        {
            yield return "SSL_ROOT_CERT names a file that does not exist.";
        }

        if (!string.IsNullOrWhiteSpace(options.SslCertificate) && !File.Exists(options.SslCertificate))
        {
            yield return "SSL_CERT names a file that does not exist.";
        }

        if (!string.IsNullOrWhiteSpace(options.SslKey) && (string.IsNullOrWhiteSpace(options.SslCertificate) || !File.Exists(options.SslKey)))
        {
            yield return "SSL_KEY_FILE names a file that does not exist, or is set without SSL_CERT.";
        }

        if (!string.Equals(options.RoleCheck, "warn", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(options.RoleCheck, "refuse", StringComparison.OrdinalIgnoreCase))
        {
            yield return "ROLE_CHECK must be warn or refuse.";
        }

        if (options.PoolSize is < 2 or > 500)
        {
            yield return "DB_POOL_SIZE must be between 2 and 500.";
        }

        if (options.ExportPoolSize is < 1 or > 500)
        {
            yield return "DB_EXPORT_POOL_SIZE must be between 1 and 500.";
        }

        if (options.Prepare.ToUpperInvariant() is not ("AUTO" or "ON" or "OFF"))
        {
            yield return "DB_PREPARE must be auto, on or off.";
        }

        if (options.UsesEmbedded)
        {
            if (!string.IsNullOrWhiteSpace(options.Name) || !string.IsNullOrWhiteSpace(options.User))
            {
                yield return "DB_HOST is not set although DB_NAME or DB_USER is: set DB_HOST to your server, or unset the others to use the demo database.";
            }

            yield break;
        }

        if (string.IsNullOrWhiteSpace(options.Name))
        {
            yield return "DB_NAME is missing: set it to the name of the database.";
        }

        if (string.IsNullOrWhiteSpace(options.User))
        {
            yield return "DB_USER is missing: set it to a role that may only read.";
        }

        if (!string.IsNullOrWhiteSpace(options.PasswordFile))
        {
            if (!string.IsNullOrEmpty(options.Password))
            {
                yield return "DB_PASS and DB_PASS_FILE are both set: keep one of them.";
            }

            if (!File.Exists(options.PasswordFile))
            {
                yield return "DB_PASS_FILE names a file that does not exist.";
            }
        }
    }
}
