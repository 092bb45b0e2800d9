using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>
/// The two halves of answering, because a person stands in between. Neither half throws for failures of the caller, the model, the
/// guard or the database: the stream then ends with <see cref="TurnFailed"/>. Cancellation throws as usual.
/// </summary>
public interface IQuestionPipeline
{
    /// <summary>Question to approved or refused SQL; nothing is executed but EXPLAIN. Records the turn.</summary>
    IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken);

    /// <summary>SQL (guarded again here) to rows, chart and analysis. Records what happened.</summary>
    IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken);
}

/// <param name="ConversationId">Null starts a new conversation.</param>
/// <param name="TurnId">Null makes a new turn; a given one is drafted, or drafted again (a new SQL version).</param>
public sealed record DraftRequest(string Question, string? ConversationId = null, string? TurnId = null)
{
    /// <summary>Definitions and wishes of the caller for this question; data, not commands.</summary>
    public string? Instructions { get; init; }

    /// <summary>Give the best guess instead of declining or asking back.</summary>
    public bool AnswerAlways { get; init; }

    /// <summary>Ask the generator even when the same question was drafted before: set where a person asks for another draft.</summary>
    public bool Fresh { get; init; }

    /// <summary>False for programs that keep no conversations (batch forms).</summary>
    public bool Record { get; init; } = true;

    /// <summary>Kept with a new turn.</summary>
    public TurnOrigin Origin { get; init; }

    /// <summary>Who asks, see <see cref="IAnalyst.Name"/>.</summary>
    public string Analyst { get; init; } = LocalAnalyst.LocalName;

    /// <summary>
    /// Nobody is told anything before the end, for instance of a call that gives one document: what comes before the end need not be on disk first.
    /// </summary>
    public bool IsUnseen { get; init; }

    /// <summary>The conversation begins with this turn: nothing came before.</summary>
    internal bool IsFirst { get; init; }

    /// <summary>How much of the schema is found for it at most.</summary>
    internal RetrievalLimits Limits { get; init; } = new();

    /// <summary>Kept pairs as examples where nothing is recorded, and so nothing remembered.</summary>
    internal IReadOnlyList<SimilarPair> Similar { get; init; } = [];

    /// <summary>Notes what the draft sees and does; null where nobody wants to know.</summary>
    internal DraftWitness? Witness { get; init; }
}

/// <param name="Sql">What the analyst saw and perhaps edited.</param>
/// <param name="TurnId">The turn it belongs to; null makes a new one with the SQL as its question.</param>
public sealed record RunRequest(string Sql, string? TurnId = null)
{
    /// <summary>What the SQL answers, for title and analysis; null takes the turn's own question, or the SQL.</summary>
    public string? Question { get; init; }

    /// <summary>Null takes the turn's own, or starts a new conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Choose a chart and write the analysis as well.</summary>
    public bool Analyze { get; init; } = true;

    /// <summary>False for programs that keep no conversations.</summary>
    public bool Record { get; init; } = true;

    /// <summary>Kept with a new turn, and with a text that was not there before.</summary>
    public TurnOrigin Origin { get; init; }

    /// <summary>Who runs it, see <see cref="IAnalyst.Name"/>.</summary>
    public string Analyst { get; init; } = LocalAnalyst.LocalName;

    /// <inheritdoc cref="DraftRequest.IsUnseen"/>
    public bool IsUnseen { get; init; }

    /// <summary>The turn as its draft half left it, where both halves are one call; null to read it from the record.</summary>
    internal ITurnInHand? Drafted { get; init; }
}

/// <summary>A turn between its two halves, where one call does both: handed on, and understood by the recorder alone.</summary>
internal interface ITurnInHand;
