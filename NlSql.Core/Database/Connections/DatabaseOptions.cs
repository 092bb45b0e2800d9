using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Database.Connections;

/// <summary>The <c>DB_*</c> settings. Without DB_HOST the embedded PostgreSQL with the demo database is used.</summary>
public sealed class DatabaseOptions
{
    /// <summary>A name, an address, the folder of a Unix socket, or several with commas between.</summary>
    [ConfigurationKeyName("DB_HOST")]
    public string? Host { get; set; }

    /// <value>5432</value>
    [ConfigurationKeyName("DB_PORT")]
    public int Port { get; set; } = 5432;

    /// <summary>The database that is asked; needed with DB_HOST.</summary>
    [ConfigurationKeyName("DB_NAME")]
    public string? Name { get; set; }

    /// <summary>The role; it should be able to read and nothing more.</summary>
    [ConfigurationKeyName("DB_USER")]
    public string? User { get; set; }

    /// <summary>May be empty.</summary>
    [ConfigurationKeyName("DB_PASS")]
    public string? Password { get; set; }

    /// <summary>A file whose content (without the trailing newline) is the password.</summary>
    [ConfigurationKeyName("DB_PASS_FILE")]
    public string? PasswordFile { get; set; }

    /// <value>prefer</value>
    [ConfigurationKeyName("SSL_MODE")]
    public string SslMode { get; set; } = "prefer";

    /// <summary>File with the certificates that the server's is checked against, PEM.</summary>
    [ConfigurationKeyName("SSL_ROOT_CERT")]
    public string? SslRootCertificate { get; set; }

    /// <summary>File with the certificate by which NlSql proves who it is to the server, PEM.</summary>
    [ConfigurationKeyName("SSL_CERT")]
    public string? SslCertificate { get; set; }

    /// <summary>File with the private key of SSL_CERT, PEM.</summary>
    [ConfigurationKeyName("SSL_KEY_FILE")]
    public string? SslKey { get; set; }

    /// <summary>Comma-separated schemas; empty means all readable non-system schemas.</summary>
    [ConfigurationKeyName("DB_SCHEMAS")]
    public string? Schemas { get; set; }

    /// <summary>Comma-separated relations (<c>schema.name</c>, <c>*</c> as a wildcard) that stay out.</summary>
    [ConfigurationKeyName("DB_EXCLUDE")]
    public string? Exclude { get; set; }

    /// <summary><c>warn</c> says what a role may do that it should not; <c>refuse</c> does not work with such a role at all.</summary>
    /// <value>warn</value>
    [ConfigurationKeyName("ROLE_CHECK")]
    public string RoleCheck { get; set; } = "warn";

    /// <summary>Connections for estimates and runs; a quarter of them is kept for estimates.</summary>
    /// <value>20</value>
    [ConfigurationKeyName("DB_POOL_SIZE")]
    public int PoolSize { get; set; } = 20;

    /// <summary>Connections for exports, which are as many as can be downloaded at the same time.</summary>
    /// <value>8</value>
    [ConfigurationKeyName("DB_EXPORT_POOL_SIZE")]
    public int ExportPoolSize { get; set; } = 8;

    /// <summary>
    /// Whether statements that come again are prepared: <c>on</c>, <c>off</c>, or <c>auto</c>, which does unless a pooler such as PgBouncer stands between.
    /// </summary>
    /// <value>auto</value>
    [ConfigurationKeyName("DB_PREPARE")]
    public string Prepare { get; set; } = "auto";

    /// <summary>True when no server is configured.</summary>
    public bool UsesEmbedded => string.IsNullOrWhiteSpace(Host);

    /// <summary>What <see cref="Prepare"/> comes to.</summary>
    public bool Prepares(bool behindPooler) => Is(Prepare, "on") || (Is(Prepare, "auto") && !behindPooler);

    /// <summary>True where it has to be found out whether a pooler stands between.</summary>
    public bool LooksForPooler => Is(Prepare, "auto") && !UsesEmbedded;

    private static bool Is(string setting, string value) => string.Equals(setting, value, StringComparison.OrdinalIgnoreCase);
}
