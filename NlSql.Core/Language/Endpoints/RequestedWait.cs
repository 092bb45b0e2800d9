using System.ClientModel;
using System.Globalization;

namespace NlSql.Core.Language.Endpoints;

/// <summary>Reads <c>Retry-After: 2</c>.</summary>
internal static class RequestedWait
{
    /// <summary>The wait that the endpoint asks for, a day at most; null when it asks for none (a date is not used by model servers).</summary>
    public static TimeSpan? Of(ClientResultException exception) =>
        exception.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) is true
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : null;
}
