using NlSql.Core.Native;

namespace NlSql.Tests.Architecture;

/// <summary>
/// How long files and their lines may be. Exempt are tables and code blocks in Markdown, and kinds of files that hold data rather than text for people:
/// JSON, the demo company's SQL, word lists and lock files.
/// </summary>
public sealed class SourceTests
{
    private const int LongestLine = 160;

    private static readonly string[] Kinds =
        [".cs", ".razor", ".css", ".js", ".mjs", ".sh", ".props", ".targets", ".csproj", ".cpp", ".h", ".yml", ".yaml", ".md"];

    /// <summary>What is built, fetched or kept for one machine only.</summary>
    private static readonly string[] Foreign =
    [
        ".git", ".nlsql", ".vs", ".vscode", "artifacts", "BenchmarkDotNet.Artifacts", "bin", "dist", "node_modules", "obj",
        "publish", "secrets", "TestResults",
    ];

    private static readonly string Root = NativeLocations.Current.CheckoutRoot() ?? throw new InvalidOperationException("The tests run in a checkout.");

    private static readonly Lazy<List<Source>> Sources = new(() => [.. Below(new DirectoryInfo(Root))]);

    [Fact]
    public void Lines_FitBesideEachOther() => None(
        Sources.Value.SelectMany(source => LongLines(source.Path, source.Lines)
            .Select(line => $"{source.Path}:{line} is longer than {LongestLine} characters")));

    [Fact]
    public void Files_AreSmall() => None(
        Sources.Value.Where(source => source.Lines.Length > MostLines(source.Path))
            .Select(source => $"{source.Path} has {source.Lines.Length} lines, {MostLines(source.Path)} are the most"));

    [Theory]
    [InlineData("NlSql.Core/NlSql.Core.csproj")]
    [InlineData("NlSql.Web/Components/Turns/TurnPanel.razor")]
    [InlineData("NlSql.Web/frontend/src/grid/rows.js")]
    [InlineData("prompts/nl2sql.md")]
    [InlineData("run.sh")]
    public void Files_OfEveryKind_AreLookedAt(string path) => Assert.Contains(Sources.Value, source => source.Path == path);

    [Theory]
    [InlineData("a.cs", "{0}", 1)]
    [InlineData("a.cs", "// {0}", 1)]
    [InlineData("a.cs", "| {0}", 1)]
    [InlineData("a.md", "{0}", 1)]
    [InlineData("a.md", "first\n- {0}", 2)]
    [InlineData("a.md", "```\ncode\n```\n{0}", 4)]
    public void LongLines_AreFound(string path, string form, int expected) => Assert.Equal([expected], LongLines(path, Long(form)));

    [Theory]
    [InlineData("a.md", "| {0} |")]
    [InlineData("a.md", "- list\n  ```sql\n  {0}\n  ```")]
    public void LongLines_OfTablesAndCodeBlocks_MayBe(string path, string form) => Assert.Empty(LongLines(path, Long(form)));

    [Fact]
    public void LongLines_OfJustTheLength_MayBe() => Assert.Empty(LongLines("a.cs", [new string('x', LongestLine)]));

    [Theory]
    [InlineData("NlSql.Cli/Program.cs", 80)]
    [InlineData("NlSql.Core/Sql/Names/Identifier.cs", 300)]
    [InlineData("NlSql.Web/Components/Pages/Ask.razor", 150)]
    [InlineData("NlSql.Web/Components/Pages/Ask.razor.cs", 250)]
    public void MostLines_GoByWhatAFileIs(string path, int expected) => Assert.Equal(expected, MostLines(path));

    private static string[] Long(string form) => form.Replace("{0}", new string('x', LongestLine + 1), StringComparison.Ordinal).Split('\n');

    private static int MostLines(string path) => path switch
    {
        _ when Path.GetFileName(path) == "Program.cs" => 80,
        _ when path.EndsWith(".razor.cs", StringComparison.Ordinal) => 250,
        _ when path.EndsWith(".razor", StringComparison.Ordinal) => 150,
        _ when path.EndsWith(".cs", StringComparison.Ordinal) => 300,
        _ => int.MaxValue,
    };

    /// <summary>Their numbers, from 1.</summary>
    private static IEnumerable<int> LongLines(string path, string[] lines)
    {
        var isProse = path.EndsWith(".md", StringComparison.Ordinal);
        var inCode = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimStart();
            inCode ^= isProse && line.StartsWith("```", StringComparison.Ordinal);
            if (lines[i].Length > LongestLine && !inCode && !(isProse && line.StartsWith('|')))
            {
                yield return i + 1;
            }
        }
    }

    private static IEnumerable<Source> Below(DirectoryInfo folder) => folder.EnumerateFiles().Where(file => Kinds.Contains(file.Extension))
        .Select(file => new Source(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllLines(file.FullName)))
        .Concat(folder.EnumerateDirectories().Where(child => child.LinkTarget is null && !Foreign.Contains(child.Name)).SelectMany(Below));

    private static void None(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private sealed record Source(string Path, string[] Lines);
}
