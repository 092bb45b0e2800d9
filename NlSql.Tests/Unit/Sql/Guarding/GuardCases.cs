namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>The statements of the folder Cases.</summary>
internal static class GuardCases
{
    /// <summary>Rule and statement.</summary>
    public static IReadOnlyList<(string Rule, string Sql)> Hostile { get; } = [.. Lines("hostile").Select(Split)];

    public static IReadOnlyList<string> Honest { get; } = [.. Lines("honest")];

    /// <summary>About the demo database, whose rows are compared.</summary>
    public static IReadOnlyList<string> Demo { get; } = [.. Lines("demo")];

    /// <summary>Rule and statement, upon the database of <see cref="Attacked"/>.</summary>
    public static IReadOnlyList<(string Rule, string Sql)> Attacks { get; } = [.. Lines("attacks").Select(Split)];

    /// <summary>Kind and statement, upon hidden columns.</summary>
    public static IReadOnlyList<(string Rule, string Sql)> Roads { get; } = [.. Lines("roads").Select(Split)];

    /// <summary>The definitions of a database full of traps.</summary>
    public static string Attacked { get; } = Text("attacked");

    private static (string Rule, string Sql) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 1)..].Trim());
    }

    private static IEnumerable<string> Lines(string name) => Text(name).Split('\n').Where(line => line.Length > 0 && line[0] != '#');

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(GuardCases).Assembly.GetManifestResourceStream($"Guarding.{name}")!);
        return reader.ReadToEnd();
    }
}
