using System.Text;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace NlSql.Web.Components.Theme;

/// <summary>
/// MudBlazor's provider chooses one palette on the server, which does not know the system's preference before the circuit stands: a dark
/// system would see a light page first. This one writes both and leaves the choice to the browser, as tokens.css does.
/// </summary>
public sealed class SystemThemeProvider : MudThemeProvider
{
    private const string PalettePrefix = "--mud-palette-";

    [Inject]
    private TokenTheme Tokens { get; init; } = null!;

    protected override void OnInitialized()
    {
        Theme = Tokens.Light;
        base.OnInitialized();
    }

    /// <param name="themeStringBuilder">Stands inside <c>:root { }</c> of a style element.</param>
    protected override void GenerateTheme(StringBuilder themeStringBuilder)
    {
        var light = Declarations(Tokens.Light);
        var dark = Declarations(Tokens.Dark);
        var changes = light.Where(pair => pair.Key.StartsWith(PalettePrefix, StringComparison.Ordinal) && dark[pair.Key] != pair.Value)
            .Select(pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal);
        // Three bare numbers are no colour, so light-dark() cannot choose between them.
        var numbers = changes.Where(name => name.EndsWith("-rgb", StringComparison.Ordinal)).ToArray();
        changes.ExceptWith(numbers);
        foreach (var (name, value) in light)
        {
            themeStringBuilder.Append(name).Append(':').Append(changes.Contains(name) ? $"light-dark({value},{dark[name]})" : value).Append(';');
        }

        var darkNumbers = string.Concat(numbers.Select(name => $"{name}:{dark[name]};"));
        themeStringBuilder.Append("} @media (prefers-color-scheme: dark) { :root:not([data-theme=\"light\"]) {").Append(darkNumbers)
            .Append("} } :root[data-theme=\"dark\"] {").Append(darkNumbers);
    }

    private Dictionary<string, string> Declarations(MudTheme source)
    {
        var text = new StringBuilder();
        Theme = source;
        base.GenerateTheme(text);
        Theme = Tokens.Light;
        return text.ToString().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => (Line: line, Colon: line.IndexOf(':', StringComparison.Ordinal)))
            .Where(line => line.Colon > 0)
            .DistinctBy(line => line.Line[..line.Colon], StringComparer.Ordinal)
            .ToDictionary(line => line.Line[..line.Colon].Trim(), line => line.Line[(line.Colon + 1)..].Trim(), StringComparer.Ordinal);
    }
}
