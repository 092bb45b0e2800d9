namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>The statements of the folder Cases.</summary>
internal static class GuardCases
{
    /// <summary>Rule and statement.</summary>
    public static IReadOnlyList<(string Rule, string Sql)> Hostile { get; } = [.. Lines("hostile").Select(Split)];

    public static IReadOnlyList<string> Honest { get; } = [.. Lines("honest")];

    /// <summary>About the demo database, whose rows are compared.</summary>
    public static IReadOnlyList<string> Demo { get; } = [.. Lines("demo")];

    private static (string Rule, string Sql) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 1)..].Trim());
    }

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(GuardCases).Assembly.GetManifestResourceStream($"Guarding.{name}")!);
        return reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#');
    }
}
