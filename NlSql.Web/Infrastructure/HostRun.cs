using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Serving;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Generation.Chat;

namespace NlSql.Web.Infrastructure;

/// <summary>Starts, says where, waits, stops; and says in one sentence why it could not.</summary>
internal static partial class HostRun
{
    public static async Task<int> RunUntilStoppedAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ServingOptions>>().Value;
        using var hangup = Hangup.Listen(app.Lifetime.StopApplication);
        try
        {
            Probe(options);
            await app.StartAsync(app.Lifetime.ApplicationStopping);
        }
        catch (PipelineFailureException exception)
        {
            await SayFaultAsync(app, $"{exception.Failure.Message} {exception.Failure.Advice}");
            return ExitCodes.From(exception.Failure);
        }
        catch (Exception exception)
            when (exception is IOException { InnerException: AddressInUseException }
                || exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            await SayFaultAsync(
                app,
                $"Port {options.Port} on {options.Host} is in use by another program. Stop that one, or set AGENT_PORT to a free port.");
            return ExitCodes.Machine;
        }
        catch (Exception exception) when (exception.GetBaseException() is SocketException socket)
        {
            await SayFaultAsync(app, $"Cannot listen on {options.Host} port {options.Port}: {socket.Message}.");
            return ExitCodes.Usage;
        }

        LogStarted(app.Logger, ProductVersion.Current, Environment.Version);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            if (IsForCollectors(options))
            {
                LogListening(app.Logger, $"{address}{options.BasePath}/");
            }
            else
            {
                await Console.Out.WriteLineAsync($"NlSql is at {address}{options.BasePath}/ (Ctrl+C stops it)");
            }
        }

        if (app.Services.GetRequiredService<ConfiguredModel>().Note is { } unused)
        {
            LogUnused(app.Logger, unused);
        }

        foreach (var misspelt in app.Services.GetRequiredService<SettingsInspector>().FindMisspelt())
        {
            LogUnused(app.Logger, misspelt);
        }

        await app.WaitForShutdownAsync(CancellationToken.None);
        LogStopped(app.Logger);
        return ExitCodes.Ok;
    }

    /// <summary>
    /// Takes the port and gives it back. The server would find it taken only after everything else has started, and the framework would
    /// print the whole stack before we can say a word.
    /// </summary>
    private static void Probe(ServingOptions options)
    {
        if (options.Port != 0)
        {
            using var listener = new TcpListener(options.Address ?? IPAddress.Loopback, options.Port);
            listener.Start();
        }
    }

    /// <summary>A collector reads the streams as JSON, line by line: then even this is a line of the log.</summary>
    public static async Task SayFaultAsync(WebApplication app, string text)
    {
        if (IsForCollectors(app.Services.GetRequiredService<IOptions<ServingOptions>>().Value))
        {
            LogFault(app.Logger, text);
        }
        else
        {
            await Console.Error.WriteLineAsync(text);
        }
    }

    private static bool IsForCollectors(ServingOptions options) => options.LogFormat == "json";

    [LoggerMessage(7302, LogLevel.Information, "NlSql {Version} has started on .NET {Runtime}")]
    private static partial void LogStarted(ILogger logger, string version, Version runtime);

    [LoggerMessage(7303, LogLevel.Information, "NlSql is at {Address}")]
    private static partial void LogListening(ILogger logger, string address);

    [LoggerMessage(7304, LogLevel.Information, "NlSql has stopped")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(7305, LogLevel.Critical, "{Text}")]
    private static partial void LogFault(ILogger logger, string text);

    [LoggerMessage(7301, LogLevel.Warning, "{Setting}")]
    private static partial void LogUnused(ILogger logger, string setting);
}
