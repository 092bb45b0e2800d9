using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Generation.Witnessing;

/// <summary>One call of a model, as it was: prompt, parameters and answer, and what was made of it. No key is in it.</summary>
public sealed record ModelExchange
{
    /// <summary>As the endpoint knows it.</summary>
    public required string Model { get; init; }

    /// <summary>Scheme, host and port, or the setting that names a model of this machine.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Of the template of the first prompt, 64 hexadecimal digits.</summary>
    public required string TemplateHash { get; init; }

    /// <summary>0 for the first call of a draft, then how often the model was asked to correct itself.</summary>
    public int Repair { get; init; }

    /// <summary>All that was sent for the first call of a draft; for a repair what was added to the call before it.</summary>
    public IReadOnlyList<ExchangedMessage> Messages { get; init; } = [];

    /// <summary>Null where none was sent.</summary>
    public float? Temperature { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public long? Seed { get; init; }

    /// <summary>Tokens that the answer might have.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Raw, as far as it was read: whoever has the statement leaves.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What the model thought in a field of its own; null where it did not.</summary>
    public string? Thought { get; init; }

    /// <summary>Why it ended, as the endpoint says; null where it did not.</summary>
    public string? Finish { get; init; }

    /// <summary>Null where the endpoint does not count.</summary>
    public long? PromptTokens { get; init; }

    /// <inheritdoc cref="PromptTokens"/>
    public long? CachedTokens { get; init; }

    /// <inheritdoc cref="PromptTokens"/>
    public long? AnswerTokens { get; init; }

    /// <summary>Why the call gave no answer; null where it gave one.</summary>
    public PipelineFailure? Failure { get; init; }

    /// <summary>What became of the statement in the answer; null where there was none.</summary>
    public DraftStep? Step { get; init; }

    /// <summary>UTF-16 characters of prompt and answer.</summary>
    public int Length => Messages.Sum(message => message.Text.Length) + Answer.Length + (Thought?.Length ?? 0);
}

/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
public sealed record ExchangedMessage(string Role, string Text);
