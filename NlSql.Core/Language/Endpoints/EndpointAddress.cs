namespace NlSql.Core.Language.Endpoints;

/// <summary>Reads the address of an OpenAI-compatible API as people write it.</summary>
internal static class EndpointAddress
{
    /// <summary>What a setting's fault says that <see cref="Of"/> gives null for.</summary>
    public const string Rule = "must be an http or https address without user name, query and fragment, for instance http://localhost:11434/v1.";

    /// <summary>
    /// The base that <paramref name="path"/> (<c>/chat/completions</c>) is appended to; null when it is not usable. A trailing
    /// <paramref name="path"/> is taken off, because people paste it; a bare host gets <c>/v1</c>, where every known server has it.
    /// </summary>
    public static Uri? Of(string? text, string path)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            return null;
        }

        var given = url.AbsolutePath.TrimEnd('/');
        if (given.EndsWith(path, StringComparison.Ordinal))
        {
            given = given[..^path.Length];
        }

        return new UriBuilder(url) { Path = given.Length == 0 ? "/v1" : given }.Uri;
    }

    /// <summary>Where the base lists its models: asking costs nothing.</summary>
    public static Uri Models(Uri address) => new($"{address.AbsoluteUri.TrimEnd('/')}/models");
}
