using Microsoft.Extensions.AI;

namespace NlSql.Core.Language.Prompting;

/// <summary>What is sent to a model.</summary>
/// <param name="EstimatedTokens">Of all messages, by <see cref="TokenEstimate"/>.</param>
/// <param name="Dropped">What was left out to stay within the budget, as a sentence; null when nothing was.</param>
internal sealed record BuiltPrompt(IReadOnlyList<ChatMessage> Messages, int EstimatedTokens, string? Dropped);
