using System.Text.Json;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// What the translator does not read yet (docs/translator.md says it in the words of its users). None of these may be answered wrongly, and one that is
/// answered rightly
/// has to leave the list: it can only shrink.
/// </summary>
public sealed class KnownLimitsTests
{
    public static TheoryData<string, string, string[]> Limits =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Unit/Language/Generation/BuiltIn/Soundness/known-limits.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Known>(line, JsonSerializerOptions.Web)!).Select(k => (k.Question, k.Limit, k.Right))];

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Translate_KnownLimit_StillHolds(string question, string limit, string[] right)
    {
        var sql = (await SmallShop.DraftAsync(question)).Sql;

        Assert.False(
            sql is not null && right.All(part => sql.Contains(part, StringComparison.Ordinal)),
            $"“{question}” ({limit}) is answered: take it out of known-limits.jsonl and of docs/translator.md, and write a test of its own.\n{sql}");
    }

    private sealed record Known(string Question, string[] Right, string Limit);
}
