using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace NlSql.Web.Infrastructure;

/// <summary>Starts, says where, waits, stops; and says in one sentence why it could not.</summary>
internal static class HostRun
{
    public static async Task<int> RunUntilStoppedAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        try
        {
            await app.StartAsync(app.Lifetime.ApplicationStopping);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException || exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            await Console.Error.WriteLineAsync($"Port {options.Port} on {options.Host} is in use by another program. Stop that one, or set AGENT_PORT to a free port.");
            return ExitCodes.PortInUse;
        }
        catch (Exception exception) when (exception.GetBaseException() is SocketException socket)
        {
            await Console.Error.WriteLineAsync($"Cannot listen on {options.Host} port {options.Port}: {socket.Message}.");
            return ExitCodes.Settings;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            await Console.Out.WriteLineAsync($"NlSql is at {address}{options.BasePath}/ (Ctrl+C stops it)");
        }

        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCodes.Ok;
    }
}
