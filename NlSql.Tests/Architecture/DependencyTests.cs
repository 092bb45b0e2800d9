using System.Text.RegularExpressions;
using NlSql.Core.Native;

namespace NlSql.Tests.Architecture;

/// <summary>Which folders of NlSql.Core may know which, read from their using directives.</summary>
public sealed partial class DependencyTests
{
    private static readonly string Core = Path.Combine(
        NativeLocations.Current.CheckoutRoot() ?? throw new InvalidOperationException("These tests need the checkout's sources."), "NlSql.Core");

    [Theory]
    [InlineData("Native", "Failures")]
    [InlineData("Guarding", "Tree", "Printing", "Names", "Native", "Failures")]
    [InlineData("Failures")]
    [InlineData("Identity")]
    public void Folder_KnowsOnly(string folder, params string[] allowed)
    {
        var others = Uses(folder).Where(use => !allowed.Contains(use.Folder, StringComparer.Ordinal)).Select(use => $"{use.File} uses {use.Folder}");
        Assert.Empty(others);
    }

    [Theory]
    [InlineData("Catalog", "Retrieval", "Prompting", "Generation", "Guarding", "Execution", "Analysis", "Workspace", "Pipeline")]
    [InlineData("Retrieval", "Prompting", "Generation", "Execution", "Analysis", "Workspace", "Pipeline")]
    [InlineData("Prompting", "Execution", "Workspace", "Pipeline")]
    [InlineData("Generation", "Execution", "Workspace", "Pipeline")]
    [InlineData("Execution", "Retrieval", "Prompting", "Generation", "Workspace", "Pipeline")]
    [InlineData("Analysis", "Workspace", "Pipeline")]
    [InlineData("Workspace", "Pipeline", "Retrieval")]
    public void Stage_DoesNotKnowWhatComesAfterIt(string stage, params string[] later)
    {
        var wrong = Uses(stage).Where(use => later.Contains(use.Folder, StringComparer.Ordinal)).Select(use => $"{use.File} uses {use.Folder}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void UnsafeCode_LivesInNativeOnly()
    {
        var wrong = Sources(Core).Where(file => !file.StartsWith(Path.Combine(Core, "Native"), StringComparison.Ordinal) && UnsafeCode().IsMatch(File.ReadAllText(file)));
        Assert.Empty(wrong);
    }

    private static IEnumerable<(string File, string Folder)> Uses(string folder)
    {
        var path = Directory.EnumerateDirectories(Core, folder, SearchOption.AllDirectories).OrderBy(found => found.Length).FirstOrDefault() ?? Path.Combine(Core, folder);
        Assert.True(Directory.Exists(path), $"{path} is gone; mend this test.");
        return Sources(path)
            .SelectMany(file => Usings().Matches(File.ReadAllText(file)).Select(match => (Path.GetRelativePath(Core, file), match.Groups["folder"].Value)))
            .Where(use => use.Value != folder);
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Core, file).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(Core, file).StartsWith("bin", StringComparison.Ordinal));

    [GeneratedRegex(@"^using NlSql\.Core\.((Foundation|Sql|Database|Language|Turns)\.)?(?<folder>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usings();

    [GeneratedRegex(@"\b(unsafe\s+(static|partial|class|struct)|(LibraryImport|DllImport)\()", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnsafeCode();
}
