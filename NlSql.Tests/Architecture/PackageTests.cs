using System.Xml.Linq;
using NlSql.Core.Native;

namespace NlSql.Tests.Architecture;

/// <summary>Every package that a version is given for is in use, and a record in docs/adr says why it is there.</summary>
public sealed class PackageTests
{
    private static readonly string Root = NativeLocations.Current.CheckoutRoot() ?? throw new InvalidOperationException("The tests run in a checkout.");

    private static readonly string[] Packages = Included("Directory.Packages.props", "PackageVersion");

    [Fact]
    public void Package_EveryOne_IsNamedByADecision()
    {
        var decisions = Directory.GetFiles(Path.Combine(Root, "docs", "adr"), "*.md").Select(File.ReadAllText).ToList();

        Assert.True(Packages.Length > 20, $"{Packages.Length} packages were found");
        Assert.All(Packages, package => Assert.True(decisions.Exists(decision => Names(decision, package)), $"{package} is named by no decision."));
    }

    [Fact]
    public void Package_EveryOne_IsAskedForByAProject()
    {
        var used = Directory.GetDirectories(Root)
            .Concat(Directory.GetDirectories(Path.Combine(Root, "bench")))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Append("Directory.Build.props")
            .SelectMany(file => Included(file, "PackageReference"))
            .ToHashSet(StringComparer.Ordinal);

        // The interfaces of the two beside it, held to their version.
        Assert.Empty(Packages.Except([.. used, "Microsoft.Extensions.AI.Abstractions"]));
    }

    [Theory]
    [InlineData("uses OpenAI 2.15", "OpenAI", true)]
    [InlineData("`xunit.v3` runs", "xunit.v3", true)]
    [InlineData("Microsoft.Extensions.AI.OpenAI", "OpenAI", false)]
    [InlineData("Microsoft.Extensions.AI.OpenAI", "Microsoft.Extensions.AI", false)]
    [InlineData("Microsoft.Extensions.AI.", "Microsoft.Extensions.AI", true)]
    public void Names_OfAPartOfALongerName_AreNotItsOwn(string text, string package, bool isNamed) => Assert.Equal(isNamed, Names(text, package));

    private static string[] Included(string file, string element) =>
        [.. XDocument.Load(Path.Combine(Root, file)).Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>()];

    private static bool Names(string text, string package)
    {
        for (var at = text.IndexOf(package, StringComparison.Ordinal); at >= 0; at = text.IndexOf(package, at + 1, StringComparison.Ordinal))
        {
            var after = text.AsSpan(at + package.Length);
            if ((at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '.'))
                && (after.IsEmpty || !(char.IsLetterOrDigit(after[0]) || (after[0] == '.' && after.Length > 1 && char.IsLetterOrDigit(after[1])))))
            {
                return true;
            }
        }

        return false;
    }
}
