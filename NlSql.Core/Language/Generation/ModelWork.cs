using Microsoft.Extensions.AI;

namespace NlSql.Core.Language.Generation;

/// <summary>What a model was asked and what it took: kept with the turn, so that an answer can be traced to its prompt.</summary>
/// <param name="Model">As the endpoint knows it.</param>
/// <param name="TemplateHash">Of the template, 64 hexadecimal digits.</param>
/// <param name="PromptHash">Of the first prompt, 64 hexadecimal digits.</param>
public sealed record ModelWork(string Model, string TemplateHash, string PromptHash)
{
    /// <summary>How often it was asked: once, and once for each repair.</summary>
    public int Calls { get; init; }

    /// <summary>How often it was asked to correct a statement that would not run.</summary>
    public int Repairs { get; init; }

    /// <summary>What the schema mended in its last statement, a clause each.</summary>
    public IReadOnlyList<string> Corrections { get; init; } = [];

    /// <summary>Its answers on the way to the draft, the last of which was taken; empty for turns of versions that did not keep them.</summary>
    public IReadOnlyList<DraftStep> Steps { get; init; } = [];

    /// <summary>Of all calls; null where the endpoint does not count.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Of <see cref="PromptTokens"/>, those that the server knew already.</summary>
    public long? CachedTokens { get; init; }

    /// <inheritdoc cref="PromptTokens"/>
    public long? AnswerTokens { get; init; }

    /// <summary>What the model thought before it answered, for folded showing; null when it did not say.</summary>
    public string? Thought { get; init; }

    /// <summary>With the tokens that <paramref name="update"/> counts.</summary>
    internal ModelWork With(ChatResponseUpdate update)
    {
        var work = this;
        foreach (var usage in update.Contents.OfType<UsageContent>().Select(content => content.Details))
        {
            work = work with
            {
                PromptTokens = Sum(work.PromptTokens, usage.InputTokenCount),
                CachedTokens = Sum(work.CachedTokens, usage.CachedInputTokenCount),
                AnswerTokens = Sum(work.AnswerTokens, usage.OutputTokenCount),
            };
        }

        return work;

        static long? Sum(long? before, long? now) => now is null ? before : (before ?? 0) + now;
    }
}
