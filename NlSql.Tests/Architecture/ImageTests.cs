using System.Text.RegularExpressions;
using NlSql.Core.Native;
using YamlDotNet.Serialization;

namespace NlSql.Tests.Architecture;

/// <summary>Image, compose file and systemd unit against what publish.sh makes and what the operator is told.</summary>
public sealed partial class ImageTests
{
    private static readonly string Root = NativeLocations.Current.CheckoutRoot() ?? throw new InvalidOperationException("The tests run in a checkout.");

    /// <summary>Libraries that publish.sh leaves to the machine.</summary>
    [Fact]
    public void Dockerfile_InstallsWhatThePublishedFolderNeeds()
    {
        var lines = Prose("publish.sh").Split("needs Debian's")[1].Split('\n');
        var needed = Library().Matches(lines[0] + lines[1]).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var told = Library().Matches(Prose(Path.Combine("docs", "operations.md")).Split("the target needs `")[1].Split("and the C")[0])
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var installed = Library().Matches(Dockerfile().Single(line => line.Contains("apt-get install", StringComparison.Ordinal)))
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "libssl3", "libgssapi-krb5-2", "libblas3", "liblapack3", "libgomp1" }, needed);
        Assert.Superset(needed.Where(name => !name.StartsWith("libicu", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal), installed);
        Assert.Superset(needed.Where(name => !name.StartsWith("libicu", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal), told);
        Assert.Contains(Dockerfile(), line => line.Contains("^libicu[0-9]+$", StringComparison.Ordinal));
    }

    [Fact]
    public void Dockerfile_StartsAPublishedProgramAsItsOwnUserAndAsksForHealthAsDocumented()
    {
        var lines = Dockerfile();
        var published = Published().Match(Prose("publish.sh")).Groups["names"].Value.Split(' ');

        Assert.Contains("NlSql.Web", published);
        Assert.Contains("COPY --chown=root:root publish/ /opt/nlsql/", lines);
        Assert.Contains("ENTRYPOINT [\"/opt/nlsql/NlSql.Web\"]", lines);
        Assert.Contains(lines, line => line.EndsWith("CMD [\"/opt/nlsql/NlSql.Web\", \"--check-health\"]", StringComparison.Ordinal));
        Assert.Contains("USER nlsql", lines);
        Assert.Equal(["*", "!publish"], File.ReadAllLines(Path.Combine(Root, ".dockerignore")).Where(line => line.Length > 0));
        Assert.Contains("ExecStart=/opt/nlsql/NlSql.Web", File.ReadAllLines(Path.Combine(Root, "scripts", "nlsql.service")));
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("compose.yaml")]
    [InlineData("scripts/nlsql.service")]
    public void Settings_AreThoseOfTheDocumentation(string file)
    {
        var documented = Setting().Matches(Prose(Path.Combine("docs", "operations.md"))).Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var set = Assigned().Matches(Prose(file)).Select(match => match.Groups["name"].Value)
            .Where(name => !name.StartsWith("POSTGRES_", StringComparison.Ordinal) && name != "ON_ERROR_STOP").ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(set);
        Assert.Subset(documented, set);
    }

    [Fact]
    public void Compose_HasTheSecretsItNamesAndLeavesTimeToStop()
    {
        var compose = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(Prose("compose.yaml"));
        var services = (Dictionary<object, object>)compose["services"];
        var app = (Dictionary<object, object>)services["nlsql"];
        var secrets = ((Dictionary<object, object>)compose["secrets"]).Keys.Cast<string>().ToHashSet(StringComparer.Ordinal);
        var used = services.Values.Cast<Dictionary<object, object>>().SelectMany(service => (List<object>)service["secrets"]).Cast<string>()
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(secrets, used);
        Assert.All(secrets, secret => Assert.Contains($"secrets/{secret}", Prose("compose.yaml").Split("services:")[0], StringComparison.Ordinal));
        Assert.Contains("chmod 711 secrets && chmod 644 secrets/*", Prose("compose.yaml"), StringComparison.Ordinal);
        Assert.Equal("15s", app["stop_grace_period"]);
        Assert.Equal("true", app["read_only"]);
        Assert.Equal(["ALL"], (List<object>)app["cap_drop"]);
        Assert.All((List<object>)app["ports"], port => Assert.StartsWith("127.0.0.1:", (string)port, StringComparison.Ordinal));
    }

    private static string Prose(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>Its instructions, each on one line.</summary>
    private static string[] Dockerfile() =>
        [.. Prose("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Trim())];

    [GeneratedRegex("for project in (?<names>[^;]+);", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Published();

    [GeneratedRegex(@"\blib[a-z]+[a-z0-9-]*[a-z0-9]\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Library();

    [GeneratedRegex("`(?<name>[A-Z][A-Z_]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();

    [GeneratedRegex("(?:^|[ =])(?<name>[A-Z]+(?:_[A-Z]+)+)(?:=|: )", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assigned();
}
