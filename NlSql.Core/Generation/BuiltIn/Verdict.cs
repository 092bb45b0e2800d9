using NlSql.Core.Generation.BuiltIn.Intent;
using NlSql.Core.Generation.BuiltIn.Language;
using NlSql.Core.Generation.BuiltIn.Linking;

namespace NlSql.Core.Generation.BuiltIn;

/// <summary>Judges how much of a question was understood, and makes the draft: SQL, a decline, or a guess when one is demanded.</summary>
internal static class Verdict
{
    /// <summary>Below this share of understood words the translator declines.</summary>
    private const double Least = 0.65;

    public static SqlDraft Empty(string generator) => new()
    {
        Generator = generator,
        Declined = new Decline("There is no table to ask.", []),
    };

    /// <summary>Whoever asks for a change must not be shown rows as if it had been made.</summary>
    public static SqlDraft AsksToWrite(string generator, Token verb) => new()
    {
        Generator = generator,
        NotUnderstood = [verb.Text],
        Declined = new Decline($"NlSql only reads: it cannot {verb.Lower} anything, and nothing was changed.", []),
    };

    public static SqlDraft Of(string generator, ParseContext context, string? sql, bool answerAlways)
    {
        var content = context.Items.Where(i => (IsUnmet(i) || i.Kind is not (ItemKind.Break or ItemKind.Cue)) && !IsLight(i, context)).ToList();
        var missing = content.Where(i => !i.IsUsed).Select(i => i.Text).ToList();
        var weight = content.Sum(Weight);
        var confidence = weight == 0 ? 0 : content.Where(i => i.IsUsed).Sum(i => Weight(i) * Quality(i)) / weight;
        var understood = content.Where(i => i is { IsUsed: true, Meaning: not null }).Select(i => new Understanding(i.Text, i.Meaning!, Alternatives(i))).ToList();
        var isEnough = sql is not null && confidence >= Least && understood.Count > 0;
        var draft = new SqlDraft { Generator = generator, Confidence = Math.Round(confidence, 3), Understood = understood, NotUnderstood = missing };
        if (isEnough || (answerAlways && sql is not null))
        {
            return draft with { Sql = sql };
        }

        var reason = sql is null && understood.Count > 0
            ? "The tables that the question speaks of are not connected by any key."
            : missing.Count > 0 ? $"Not understood: {string.Join(", ", missing)}." : "Nothing in the question was found in the database.";
        return draft with { Declined = new Decline(reason, missing) };
    }

    /// <summary>What is asked for is not what would be shown: a share, a ratio, a difference.</summary>
    private static bool IsUnmet(Item item) => item is { IsUsed: false } && item.IsAny(CueKind.Percentage, CueKind.Ratio, CueKind.Difference);

    /// <summary>"orders that were placed": the verb says no more than the noun.</summary>
    private static bool IsLight(Item item, ParseContext context) => item is { Kind: ItemKind.Word, IsUsed: false } && context.Lexicon.LightVerbs.Contains(item.Lower);

    private static double Weight(Item item) => item.Kind switch
    {
        ItemKind.Word => EnglishInflection.IsParticiple(item.Lower) ? 0.4 : 0.9,
        ItemKind.Number => 0.8,
        ItemKind.Value => 1.2,
        ItemKind.Cue => 2,
        _ => 1,
    };

    private static double Quality(Item item) => item.Kind == ItemKind.Name ? Math.Min(1, Math.Max(item.TableScore, item.ColumnScore) + 0.1) : 1;

    private static List<string> Alternatives(Item item) =>
        [.. item.Columns.Select(c => c.Column.ToString()).Concat(item.Tables.Select(t => t.Table.ToString())).Concat(item.Others).Concat(item.Values.Select(v => $"{v.Column} = {v.Value}"))
            .Where(a => !IsInUse(a, item)).Distinct().Take(4)];

    /// <summary>"group by orders.channel" already reads the word as orders.channel.</summary>
    private static bool IsInUse(string reading, Item item) => item.Meaning is { } meaning && (meaning == reading || meaning.EndsWith(" " + reading, StringComparison.Ordinal));
}
