using System.Text.Json;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// What the translator does not read yet (docs/translator.md says it in the words of its users). Such a question is declined, asked back, or answered with
/// a word about it; a line that is <c>wrong</c> is answered wrongly without one. One that is answered rightly has to leave the list: it can only shrink.
/// </summary>
public sealed class KnownLimitsTests
{
    public static TheoryData<string, string, string[], bool> Limits =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Unit/Language/Generation/BuiltIn/Soundness/known-limits.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Known>(line, JsonSerializerOptions.Web)!).Select(k => (k.Question, k.Limit, k.Right, k.Wrong))];

    [Theory]
    [MemberData(nameof(Limits))]
    public void Translate_KnownLimit_StillHolds(string question, string limit, string[] right, bool wrong)
    {
        var draft = SmallShop.Translate(question);
        var sql = draft.Sql;

        Assert.False(
            sql is not null && right.All(part => sql.Contains(part, StringComparison.Ordinal)),
            $"“{question}” ({limit}) is answered: take it out of known-limits.jsonl and of docs/translator.md, and write a test of its own.\n{sql}");
        Assert.True(
            wrong == (sql is not null && draft.NotUnderstood.Count == 0 && draft.Notes.Count == 0),
            $"“{question}” ({limit}) is {(wrong ? "no longer " : "")}answered wrongly in silence: correct known-limits.jsonl and docs/translator.md.\n{sql}");
    }

    private sealed record Known(string Question, string[] Right, string Limit, bool Wrong = false);
}
