using System.Text.Json;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>What the best reading of a question is, in the words that a user sees.</summary>
public sealed class ReadingTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static TheoryData<string, string, string> Rules { get; } = [.. Cases("rules.jsonl").Select(c => (c.Schema, c.Question, c.Text))];

    public static TheoryData<string, string, string> Families { get; } = [.. Cases("families.jsonl").Select(c => (c.Schema, c.Question, c.Text))];

    [Theory]
    [MemberData(nameof(Rules))]
    [MemberData(nameof(Families))]
    public void Read_Question_MeansThis(string schema, string question, string text)
    {
        var best = Readings.Of(question, ReadingSchemas.Of(schema), TestContext.Current.CancellationToken)[0];

        Assert.Equal(text, FrameText.Of(best.Answer));
        Assert.Empty(best.Missing);
    }

    [Fact]
    public void Rules_EachExample_IsACase()
    {
        var asked = Cases("rules.jsonl").Select(c => c.Question).ToHashSet();

        Assert.Subset(asked, EnglishGrammar.Rules.Select(r => r.Example).OfType<string>().ToHashSet());
    }

    /// <summary>A rule of a symbol that nobody makes never fits; a class of cues that is called as a constituent brings a part that no rule expects.</summary>
    [Fact]
    public void Rules_EachSymbol_IsAWordOfTheLatticeACueOrMadeByARuleAndNeverTwoOfThem()
    {
        var words = typeof(Symbols).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToHashSet();
        var cues = WordTable.English.Classes.ToHashSet();
        var made = EnglishGrammar.Rules.Select(r => r.Left).Where(l => !words.Contains(l)).ToHashSet();

        Assert.Empty(EnglishGrammar.Rules.SelectMany(r => r.Forms()).SelectMany(f => f.Symbols).Distinct()
            .Except([.. words, .. cues, .. made], StringComparer.Ordinal));
        Assert.Empty(cues.Intersect(made, StringComparer.Ordinal).Concat(cues.Intersect(words, StringComparer.Ordinal)));
    }

    private static IEnumerable<Case> Cases(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Unit/Language/Generation/BuiltIn/Reading", file))
            .Select(l => JsonSerializer.Deserialize<Case>(l, Json)!);

    private sealed record Case(string Schema, string Question, string Text);
}
