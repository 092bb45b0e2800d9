using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NlSql.Tests.Fakes;

/// <summary>A certificate authority for one test, and the certificates it gives to servers.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 certificate;

    public TestAuthority(string name)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        certificate = request.CreateSelfSigned(From, From.AddYears(1));
    }

    /// <summary>What a client needs to trust it.</summary>
    public string Pem => certificate.ExportCertificatePem();

    /// <summary>Makes a certificate for <paramref name="host"/> and switches SSL on in the cluster's folder.</summary>
    public async Task SecureAsync(string cluster, string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(this.certificate, From, From.AddDays(30), RandomNumberGenerator.GetBytes(8));
        await WriteAsync(cluster, "server.crt", certificate.ExportCertificatePem());
        await WriteAsync(cluster, "server.key", key.ExportPkcs8PrivateKeyPem());
        await File.AppendAllTextAsync(Path.Combine(cluster, "postgresql.conf"), "\nssl = on\n");
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }

    /// <summary>The server takes a key only when nobody but its own user can read it.</summary>
    private static async Task WriteAsync(string cluster, string name, string text)
    {
        var path = Path.Combine(cluster, name);
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (Environment.IsPrivilegedProcess)
        {
            using var give = Process.Start("/usr/bin/chown", [$"--reference={cluster}", path]);
            await give.WaitForExitAsync();
        }
    }
}
