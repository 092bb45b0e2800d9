using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Witnessing;

namespace NlSql.Core.Turns.Workspace.Traces;

/// <summary>What the draft half of a turn saw and did beyond its record, so that it can be played again: kept beside the turn.</summary>
public sealed record TurnTrace
{
    /// <summary>Of the NlSql that drafted.</summary>
    public required string Version { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset DraftedAt { get; init; }

    public required GenerationSettings Settings { get; init; }

    /// <summary>The database's name on its server; null where none was reached.</summary>
    public string? Database { get; init; }

    /// <summary>See <see cref="Database.Catalog.SchemaCatalog.Hash"/>; null where no database was reached.</summary>
    public string? CatalogHash { get; init; }

    /// <summary>Definitions and wishes of the caller for this question.</summary>
    public string? Instructions { get; init; }

    /// <summary>The best guess was wanted.</summary>
    public bool AnswerAlways { get; init; }

    /// <summary>Earlier turns that the question could refer to, oldest first.</summary>
    public IReadOnlyList<PriorTurn> History { get; init; } = [];

    /// <summary>Kept pairs that were given as examples.</summary>
    public IReadOnlyList<SimilarPair> Similar { get; init; } = [];

    /// <summary>Tables that were found, best first.</summary>
    public IReadOnlyList<SeenTable> Tables { get; init; } = [];

    /// <summary>Words of the question that stand in the data.</summary>
    public IReadOnlyList<SeenValue> Values { get; init; } = [];

    /// <summary>Calls of a model, in order.</summary>
    public IReadOnlyList<ModelExchange> Exchanges { get; init; } = [];

    /// <summary>Drafts of a vote, in order.</summary>
    public IReadOnlyList<DraftVote> Votes { get; init; } = [];

    /// <summary>Calls that were too long to be kept.</summary>
    public int ExchangesLeftOut { get; init; }
}

/// <param name="Reason">Name of a <see cref="Language.Retrieval.RetrievalReason"/>.</param>
/// <param name="Why">A short sentence.</param>
/// <param name="Columns">Each with its type: <c>id bigint</c>.</param>
public sealed record SeenTable(string Name, string Reason, string Why, IReadOnlyList<string> Columns);

/// <param name="Phrase">Words of the question.</param>
/// <param name="Place"><c>customers.city</c></param>
/// <param name="Value">As stored.</param>
public sealed record SeenValue(string Phrase, string Place, string Value);
