using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// What a person is asked where a guess would decide the answer: which of two columns, or first by what. Each option is the question, made
/// clear.
/// </summary>
internal static class QuestionBack
{
    private const int Most = 3;

    /// <summary>Null where nothing has to be asked.</summary>
    public static Clarification? Of(ParseContext context, IReadOnlyList<Finding> findings, string question, IReadOnlyList<Token> tokens) =>
        context.Doubt is { } doubt && doubt.Item.FirstToken + doubt.Item.TokenCount <= tokens.Count ? Which(doubt, question, tokens)
        : findings.Any(f => f.Kind == FindingKind.UnorderedLimit) ? First(context, question)
        : null;

    private static Clarification Which(Doubt doubt, string question, IReadOnlyList<Token> tokens)
    {
        var start = tokens[doubt.Item.FirstToken].Start;
        var end = tokens[doubt.Item.FirstToken + doubt.Item.TokenCount - 1].End;
        return new Clarification(
            $"“{doubt.Item.Text}” can be {doubt.First} or {doubt.Second}. Which one is meant?",
            [.. new[] { doubt.First, doubt.Second }.Select(c => string.Concat(question.AsSpan(0, start), Phrase(c), question.AsSpan(end)))]);
    }

    /// <summary>"top 5 products": the largest of what?</summary>
    private static Clarification? First(ParseContext context, string question)
    {
        var rank = context.Items.FirstOrDefault(i => i.IsAny(CueKind.Top, CueKind.Bottom));
        var options = context.Subject.Columns.Where(c => c.IsMeasure || c.IsDate)
            .OrderBy(c => c.IsMeasure ? 0 : 1)
            .Take(Most)
            .Select(c => $"{question.TrimEnd(' ', '?', '.', '!')} by {string.Join(' ', c.Words)}")
            .ToList();
        return rank is null || options.Count == 0 || context.Items.Any(i => i.Is(CueKind.By))
            ? null
            : new Clarification($"“{rank.Text}” in which order?", options);
    }

    private static string Phrase(ColumnNode column) => string.Join(' ', column.Table.Words.Concat(column.OwnWords));
}
