using NlSql.Core.Language.Generation.Voting;

namespace NlSql.Core.Language.Generation;

/// <summary>What a generator made of a question. Not yet guarded.</summary>
public sealed record SqlDraft
{
    /// <summary>One complete statement without parameters; null when declined or when it would ask.</summary>
    public string? Sql { get; init; }

    /// <summary>Which generator wrote it.</summary>
    public required string Generator { get; init; }

    /// <summary>
    /// 0 to 1: how likely the writer, by what it measured beforehand, takes its statement to be right. Null where nothing was measured: a
    /// model gives no measure of its own certainty.
    /// </summary>
    public double? Confidence { get; init; }

    /// <summary>What was understood, as chips: <c>revenue = sum of order_items.amount</c>.</summary>
    public IReadOnlyList<Understanding> Understood { get; init; } = [];

    /// <summary>Words of the question that nothing was found for.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>Set when the database cannot answer the question.</summary>
    public Decline? Declined { get; init; }

    /// <summary>Set when the question has several readings and a person should choose.</summary>
    public Clarification? Clarify { get; init; }

    /// <summary>Things the reader should know: a generator that was down, an assumption made.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How many drafts of a vote give the same rows; null where none was held.</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>What a model was asked for it; null where none was.</summary>
    public ModelWork? Work { get; init; }
}

/// <param name="Phrase">Words of the question, as written; empty for an assumption.</param>
/// <param name="Meaning">What they were taken for, in words that name tables and columns.</param>
/// <param name="Alternatives">Other readings that were possible.</param>
public sealed record Understanding(string Phrase, string Meaning, IReadOnlyList<string> Alternatives);

/// <param name="Reason">A sentence: why the database cannot answer it.</param>
/// <param name="Missing">What was looked for and not found.</param>
public sealed record Decline(string Reason, IReadOnlyList<string> Missing)
{
    /// <summary>For each word that was not found what the database has that is nearest to it; words to which nothing is near are not in it.</summary>
    public IReadOnlyList<NearestNames> Nearest { get; init; } = [];

    /// <summary>The likeliest reading, in words that name tables and columns: too unsure to be answered by. Null where there is none.</summary>
    public string? Likeliest { get; init; }

    /// <summary>A question that this database answers; null where none was found.</summary>
    public string? Example { get; init; }
}

/// <param name="Names">Tables and columns (<c>orders</c>, <c>orders.status</c>), nearest first; never values.</param>
public sealed record NearestNames(string Word, IReadOnlyList<string> Names);

/// <param name="Question">What to ask the person.</param>
/// <param name="Options">Readings to choose from, each a full question that would not be ambiguous.</param>
public sealed record Clarification(string Question, IReadOnlyList<string> Options);
