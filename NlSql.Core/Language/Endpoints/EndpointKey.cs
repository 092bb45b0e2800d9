namespace NlSql.Core.Language.Endpoints;

/// <summary>A key and the header that carries it.</summary>
/// <param name="Header">Null for <c>Authorization</c> with a bearer token.</param>
/// <param name="Value">Null where none is set.</param>
internal sealed record EndpointKey(string? Header, string? Value)
{
    private const string AzureHeader = "api-key";

    private static readonly string[] AzureHosts = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

    /// <param name="header">As it is set; null or blank goes by the host: Azure wants a header of its own.</param>
    public static EndpointKey For(Uri address, string? value, string? header) => new(
        !string.IsNullOrWhiteSpace(header) ? header.Trim().Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? null : header.Trim()
            : Array.Exists(AzureHosts, host => address.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)) ? AzureHeader
            : null,
        string.IsNullOrWhiteSpace(value) ? null : value.Trim());

    /// <summary>As it is with a record's parts, but for the key: it may end in a log.</summary>
    public override string ToString() => $"{Header ?? "Authorization"}: {(Value is null ? "none" : "***")}";
}
