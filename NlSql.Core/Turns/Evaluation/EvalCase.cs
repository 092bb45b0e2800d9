using System.Text.Json.Serialization;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Evaluation.Batch;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>One golden question; keys that are not named here are ignored.</summary>
public sealed record EvalCase
{
    /// <summary>Names the case in reports.</summary>
    public required string Id { get; init; }

    /// <summary>Where the case comes from; results are counted by its first word.</summary>
    public string? Source { get; init; }

    /// <summary>Another database of the same server; null means the configured one.</summary>
    public string? Db { get; init; }

    /// <summary>Asked after <see cref="Earlier"/>.</summary>
    public required string Question { get; init; }

    /// <summary>Given with the question.</summary>
    public string? Instructions { get; init; }

    /// <summary>What was asked before in the same conversation, oldest first.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>Id of the case whose question was asked before this one in the same conversation; its drafted SQL goes along. Null where none was.</summary>
    public string? Follows { get; init; }

    /// <summary>Queries that are right; any of them will do. Empty or null where the database cannot answer the question: to decline it is right.</summary>
    [JsonPropertyName("gold_sql")]
    public IReadOnlyList<string>? GoldSql { get; init; }

    /// <summary>False says the same as no <see cref="GoldSql"/>.</summary>
    public bool Answerable { get; init; } = true;

    /// <summary>Whether there is a right query.</summary>
    [JsonIgnore]
    public bool HasAnswer => Answerable && GoldSql is { Count: > 0 };

    /// <summary>True when the order of the rows is part of the answer.</summary>
    public bool Ordered { get; init; }

    /// <summary>Kind of question, for whoever sorts the outcomes; not read here.</summary>
    public string? Category { get; init; }

    /// <summary>Kind of the gold query, for instance <c>join</c>: results are counted by it, and samples are spread over it.</summary>
    public string? Structure { get; init; }

    /// <summary>
    /// Reads JSON lines. Throws <see cref="PipelineFailureException"/> when there is no such file, or that names the first line that is no case.
    /// </summary>
    public static Task<IReadOnlyList<EvalCase>> ReadAsync(FileInfo file, CancellationToken cancellationToken) => JsonLinesFile.ReadAsync<EvalCase>(
        file, item => item.GoldSql is null && item.Answerable ? "gold_sql is missing; \"answerable\": false needs none." : null, cancellationToken);
}
