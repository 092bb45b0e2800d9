using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Serving;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Api;
using NlSql.Web.Infrastructure.Access;

namespace NlSql.Web.Infrastructure;

/// <summary>Everything around the page and the API: listening, logging, who may call, what every answer carries.</summary>
internal static class HostSetup
{
    /// <summary>Longest request body; a question has 100,000 characters at most, and one character four bytes.</summary>
    private const long LongestBody = 1024 * 1024;

    /// <summary>
    /// How long a stop waits for what it has cancelled: a database that no longer answers must not hold the process, and supervisors kill after 10 s.
    /// </summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(2);

    public static void AddHost(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddServing(configuration);
        builder.AddLogging();

        // Found through its manifest when run from the build output; a published app has the files themselves. Both serve what the build
        // compressed: for files that may change while it runs, the framework would send everything uncompressed and never to be kept.
        builder.WebHost.UseStaticWebAssets();
        configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        builder.WebHost.UseUrls();
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            var options = ServingOptions.ReadLeniently(configuration);
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Address ?? IPAddress.Loopback, options.Port);
        });

        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = LongestStop);
        builder.Services.AddDataProtection().SetApplicationName("NlSql");
        builder.Services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<StorageFolders, ILoggerFactory>((keys, storage, log) => keys.XmlRepository =
                new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(
                    new DirectoryInfo(Path.Combine(storage.Data, StorageFolders.ProtectionKeysName)),
                    log));
        builder.Services.AddAntiforgery();
        builder.Services.AddAccess();
        builder.Services.AddStateUpkeep();
        builder.Services.AddDatabaseUpkeep();
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServingOptions>>((forwarded, host) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in host.Value.TrustedNetworks)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
    }

    public static void UseHost(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ServingOptions>>().Value;
        if (!string.IsNullOrWhiteSpace(options.AnalystHeader))
        {
            app.UseMiddleware<AnalystHeader>();
        }

        if (options.TrustedNetworks.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (options.BasePath.Length > 0)
        {
            app.UsePathBase(options.BasePath);
        }

        app.UseMiddleware<RequestLog>();
        app.UseSecurityHeaders();
        app.UseMiddleware<RequestSourceGuard>();
        app.UseHead();
        app.UseProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAnalyst();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    private static void AddLogging(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var level = LogLevels.Of(configuration, LogLevel.Information);
        builder.Logging.ClearProviders().SetMinimumLevel(level);

        // What it says of each request holds the address with its query, and there stand questions: ours is RequestLog.
        if (level > LogLevel.Trace)
        {
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        }

        // The frameworks' own chatter is one level quieter than ours.
        var framework = level <= LogLevel.Debug ? level : (LogLevel)Math.Min((int)level + 1, (int)LogLevel.None);
        builder.Logging.AddFilter("Microsoft", framework).AddFilter("System", framework).AddFilter("Npgsql", framework);

        // Problem answers are logged by ProblemHandler with their id; the framework would log every one a second time, with the stack.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        // The keys lie in a folder that only this user may read; there is no certificate to encrypt them with, and each start would warn of it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        if (configuration["LOG_FORMAT"] == "json")
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd HH:mm:ssZ ";
            });
        }
    }
}
