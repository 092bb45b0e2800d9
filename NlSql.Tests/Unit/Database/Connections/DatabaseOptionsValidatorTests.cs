using NlSql.Core.Database.Connections;

namespace NlSql.Tests.Unit.Database.Connections;

public sealed class DatabaseOptionsValidatorTests
{
    [Fact]
    public void Validate_NothingSet_UsesTheDemo() => Assert.True(new DatabaseOptionsValidator().Validate(null, new DatabaseOptions()).Succeeded);

    [Fact]
    public void Validate_EmptyPassword_IsFine() =>
        Assert.True(new DatabaseOptionsValidator().Validate(null, new DatabaseOptions { Host = "db", Name = "n", User = "u", Password = "" }).Succeeded);

    [Fact]
    public void Validate_SeveralFaults_ListsThemAll()
    {
        var result = new DatabaseOptionsValidator().Validate(
            null,
            new DatabaseOptions
            {
                Host = "db",
                Port = 0,
                SslMode = "on",
                SslRootCertificate = "/no/such/file",
                PasswordFile = "/no/such/file",
                Password = "p",
                RoleCheck = "maybe"
            });

        var text = string.Join('\n', result.Failures!);
        Assert.All(
            ["DB_NAME", "DB_USER", "DB_PORT", "SSL_MODE", "SSL_ROOT_CERT", "DB_PASS_FILE", "DB_PASS and", "ROLE_CHECK"],
            key => Assert.Contains(key, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_NameWithoutHost_SaysThatTheHostIsMissing()
    {
        var result = new DatabaseOptionsValidator().Validate(null, new DatabaseOptions { Name = "sales" });

        Assert.Contains("DB_HOST is not set", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
