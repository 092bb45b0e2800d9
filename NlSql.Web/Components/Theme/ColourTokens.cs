using System.Text.RegularExpressions;

namespace NlSql.Web.Components.Theme;

/// <summary>
/// The colours of wwwroot/css/tokens.css, the one place where they are written. A line of it reads
/// <c>--accent: light-dark(#4f46e5, #8b93ff);</c>; what is no such pair of colours (shadows, fonts, sizes) is not read.
/// </summary>
internal sealed partial class ColourTokens
{
    private readonly Dictionary<string, (string Light, string Dark)> pairs;

    private ColourTokens(Dictionary<string, (string Light, string Dark)> pairs) => this.pairs = pairs;

    /// <param name="css">The text of tokens.css.</param>
    public static ColourTokens Parse(string css) => new(
        Pair().Matches(css).ToDictionary(
            match => match.Groups["name"].Value,
            match => (match.Groups["light"].Value, match.Groups["dark"].Value),
            StringComparer.Ordinal));

    /// <summary>The colour of a token as <c>#rrggbb</c>.</summary>
    /// <param name="name">Without the two dashes.</param>
    /// <exception cref="InvalidOperationException">tokens.css has no such pair.</exception>
    public string Of(string name, bool dark) => pairs.TryGetValue(name, out var pair)
        ? dark ? pair.Dark : pair.Light
        : throw new InvalidOperationException($"wwwroot/css/tokens.css has no colour pair --{name}.");

    [GeneratedRegex(
        @"--(?<name>[\w-]+):\s*light-dark\(\s*(?<light>#[0-9a-fA-F]{6})\s*,\s*(?<dark>#[0-9a-fA-F]{6})\s*\)\s*;",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pair();
}
