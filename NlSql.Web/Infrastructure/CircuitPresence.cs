using Microsoft.AspNetCore.Components.Server.Circuits;

namespace NlSql.Web.Infrastructure;

/// <summary>Whether this circuit's browser is there. A prerendering has no circuit and counts as absent.</summary>
public sealed class CircuitPresence : CircuitHandler
{
    public event Action? Changed;

    public bool IsConnected { get; private set; }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => Set(true);

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => Set(false);

    internal Task Set(bool connected)
    {
        IsConnected = connected;
        Changed?.Invoke();
        return Task.CompletedTask;
    }
}
