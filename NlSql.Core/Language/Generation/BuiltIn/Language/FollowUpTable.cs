using System.Text.Json;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>How people change what they asked before, read from an embedded JSON table: another language is another table.</summary>
internal sealed class FollowUpTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private FollowUpTable(Table table)
    {
        Openers = Longest(table.Openers);
        Adding = [.. table.Adding];
        Weak = [.. table.Weak];
        Closers = Longest(table.Closers);
        Excluding = Longest(table.Excluding);
        Excludes = table.Excludes;
        Percent = [.. table.Percent];
        Share = [.. table.Share];
        Counts = [.. table.Counts];
        Reversed = [.. table.Reversed];
        Asking = [.. table.Asking];
    }

    public static FollowUpTable English { get; } = Load("en-follow-ups");

    /// <summary>What a change begins with, as words; the longest first. None of them says what changes.</summary>
    public IReadOnlyList<string[]> Openers { get; }

    /// <summary>Openers that keep what was there: "and by country".</summary>
    public HashSet<string> Adding { get; }

    /// <summary>Openers with which questions begin that stand alone, too: "now show all customers".</summary>
    public HashSet<string> Weak { get; }

    public IReadOnlyList<string[]> Closers { get; }

    /// <summary>Ways to say that something does not count any more.</summary>
    public IReadOnlyList<string[]> Excluding { get; }

    /// <summary>The word of the grammar that all of <see cref="Excluding"/> mean.</summary>
    public string Excludes { get; }

    /// <summary>Whole changes: the figure in percent of all.</summary>
    public HashSet<string> Percent { get; }

    public HashSet<string> Share { get; }

    /// <summary>Whole changes: how many there are of what was listed.</summary>
    public HashSet<string> Counts { get; }

    public HashSet<string> Reversed { get; }

    /// <summary>Words that ask for something of their own.</summary>
    public HashSet<string> Asking { get; }

    private static List<string[]> Longest(string[] phrases) => [.. phrases.Select(p => p.Split(' ')).OrderByDescending(p => p.Length)];

    private static FollowUpTable Load(string table)
    {
        var name = $"{typeof(FollowUpTable).Namespace}.{table}.json";
        using var stream = typeof(FollowUpTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The word table {name} is not in the assembly.");
        return new FollowUpTable(JsonSerializer.Deserialize<Table>(stream, Json) ?? throw new InvalidOperationException($"The word table {name} is empty."));
    }

    private sealed record Table(
        string[] Openers,
        string[] Adding,
        string[] Weak,
        string[] Closers,
        string[] Excluding,
        string Excludes,
        string[] Percent,
        string[] Share,
        string[] Counts,
        string[] Reversed,
        string[] Asking);
}
