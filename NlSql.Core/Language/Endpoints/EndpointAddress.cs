using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Endpoints;

/// <summary>Reads the address of an OpenAI-compatible API as people write it.</summary>
internal static partial class EndpointAddress
{
    /// <summary>What a setting's fault says that <see cref="Of"/> gives null for.</summary>
    public const string Rule =
        "must be an http or https address without user name, fragment and query but for Azure's api-version, for instance http://localhost:11434/v1.";

    /// <summary>
    /// The base that <paramref name="path"/> (<c>/chat/completions</c>) is appended to; null when it is not usable. A trailing
    /// <paramref name="path"/> is taken off, because people paste it; a bare host gets <c>/v1</c>, where every known server has it.
    /// </summary>
    public static Uri? Of(string? text, string path)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0 || !IsVersion(url.Query) || url.Fragment.Length > 0)
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
    public static Uri Models(Uri address) => new($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/models{address.Query}");

    /// <summary>None, or <c>?api-version=2024-10-21</c>: a query may hold a key, and addresses are shown and logged.</summary>
    private static bool IsVersion(string query) => query.Length == 0 || Version().IsMatch(query);

    [GeneratedRegex("^\\?api-version=[A-Za-z0-9.-]{1,40}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
