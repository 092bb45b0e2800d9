using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using NlSql.Core.Foundation.Identity;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>The name of the key, or of the person, that a request or a page's circuit came with; one for each of them.</summary>
internal sealed class SignedInAnalyst : IAnalyst
{
    /// <summary>Null before anybody is known, and without sign-in.</summary>
    public ClaimsPrincipal? Principal { get; set; }

    /// <inheritdoc />
    public string Name => Principal?.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : LocalAnalyst.LocalName;
}

/// <summary>
/// Tells a circuit who is on its other end, and ends it at the next thing that somebody does there once the key is taken out or its time is over: a
/// connection that stays open is not asked for a cookie again.
/// </summary>
internal sealed class CircuitAnalyst(
    SignedInAnalyst analyst,
    AuthenticationStateProvider authentication,
    Principals principals,
    NavigationManager navigation) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        analyst.Principal = (await authentication.GetAuthenticationStateAsync()).User;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        if (principals.IsInForce(analyst.Principal))
        {
            return next(context);
        }

        navigation.NavigateTo(navigation.Uri, forceLoad: true);
        return Task.CompletedTask;
    };
}
