using Microsoft.Extensions.AI;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Prompting;

/// <summary>What is sent to a model.</summary>
/// <param name="EstimatedTokens">Of all messages, by <see cref="TokenEstimate"/>.</param>
/// <param name="Dropped">What was left out to stay within the budget, as a sentence; null when nothing was.</param>
internal sealed record BuiltPrompt(IReadOnlyList<ChatMessage> Messages, int EstimatedTokens, string? Dropped)
{
    /// <summary>Of the template that it was made of; empty where nobody asks.</summary>
    public string TemplateHash { get; init; } = "";

    /// <summary>Tables that are told of, with the columns that are named.</summary>
    public IReadOnlyList<PromptTable> Tables { get; init; } = [];

    /// <summary>Every table and column that may be read is written out.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Of all messages, 64 hexadecimal digits: equal prompts have equal ones.</summary>
    public string Hash() => PromptHash.Of(Messages);
}

/// <param name="Columns">In the catalog's order.</param>
internal sealed record PromptTable(RelationName Name, IReadOnlyList<string> Columns);
