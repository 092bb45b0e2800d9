using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Voting;
using NlSql.Core.Language.Generation.Witnessing;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Language.Generation;

/// <summary>Writes SQL for a question. Implementations: the chat model, the built-in translator, later a local model.</summary>
public interface ISqlGenerator
{
    /// <summary>Shown with every answer, for instance <c>built-in</c> or <c>model:qwen2.5-coder</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Streams zero or more <see cref="SqlToken"/> and <see cref="GeneratorNote"/>, then exactly one <see cref="SqlDrafted"/>. Tokens that
    /// came before a note are void: the statement is written afresh.
    /// Throws <see cref="PipelineFailureException"/> (party Model) when it cannot answer at all.
    /// </summary>
    IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken);
}

/// <summary>Everything a generator may use.</summary>
public sealed record GenerationRequest
{
    /// <summary>As it was typed.</summary>
    public required string Question { get; init; }

    /// <summary>All that may be read; what <see cref="Schema"/> holds is a part of it.</summary>
    public required SchemaCatalog Catalog { get; init; }

    /// <summary>The part that the question is about.</summary>
    public required RetrievedSchema Schema { get; init; }

    /// <summary>Earlier turns of the conversation, oldest first.</summary>
    public IReadOnlyList<PriorTurn> History { get; init; } = [];

    /// <summary>Similar questions with SQL that people stand for, the nearest first.</summary>
    public IReadOnlyList<SimilarPair> Similar { get; init; } = [];

    /// <summary>Standing or per-question instructions from the caller; data, not commands.</summary>
    public string? Instructions { get; init; }

    /// <summary>Give the best guess instead of declining or asking.</summary>
    public bool AnswerAlways { get; init; }

    /// <summary>
    /// Asks guard and planner, without running anything, what is wrong with a statement; null answers that nothing is. Null when nobody can be
    /// asked.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<DraftFault?>>? Trial { get; init; }

    /// <summary>
    /// Runs a statement read-only under small limits, for voting. Null when nobody can be asked.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<DraftTrial>>? Glimpse { get; init; }

    /// <summary>Is told of every call of a model and every draft of a vote. Null where nobody wants to know.</summary>
    public IGenerationWitness? Witness { get; init; }

    /// <summary>Instead of LLM_TEMPERATURE, for another draft of the same question; null takes the setting.</summary>
    public float? Temperature { get; init; }

    /// <summary>Tells drafts with a temperature apart; null leaves it to the endpoint.</summary>
    public long? Seed { get; init; }

    /// <summary>Think again even when the same request was answered before.</summary>
    public bool Fresh { get; init; }
}

/// <summary>Why a statement would not run.</summary>
/// <param name="Sentence">The guard's or the database's own words.</param>
/// <param name="CanBeRepaired">False where another wording would not be what was asked for: a statement that writes.</param>
public sealed record DraftFault(string Sentence, bool CanBeRepaired)
{
    /// <summary>The part of the statement that it is about, marked; null where nothing points at one.</summary>
    public string? Place { get; init; }
}

/// <summary>A question of before.</summary>
/// <param name="Sql">What answered it; empty when it was declined, <see cref="LeftOut"/> where a model must not see it.</param>
public sealed record PriorTurn(string Question, string Sql)
{
    /// <summary>Stands instead of a statement.</summary>
    public const string LeftOut = "(left out)";

    /// <summary>False where it was declined.</summary>
    public bool IsAnswered => Sql.Length > 0;
}

/// <summary>What a generator streams.</summary>
public abstract record GenerationEvent;

/// <summary>The next piece of SQL as it is written.</summary>
public sealed record SqlToken(string Text) : GenerationEvent;

/// <summary>Something the reader should know, for instance that the model was down and the built-in translator took over.</summary>
public sealed record GeneratorNote(string Text) : GenerationEvent;

/// <summary>The finished draft; the last event.</summary>
public sealed record SqlDrafted(SqlDraft Draft) : GenerationEvent;
