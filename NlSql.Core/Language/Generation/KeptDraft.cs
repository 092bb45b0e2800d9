using System.Text.Json;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Generation.Witnessing;

namespace NlSql.Core.Language.Generation;

/// <summary>A draft that is remembered, with what its witness was told: squeezed, because prompts are long and hundreds of drafts are kept.</summary>
internal sealed class KeptDraft
{
    private readonly byte[]? told;

    public KeptDraft(SqlDraft draft, CollectedExchanges witness)
    {
        Draft = draft;
        told = witness is { Exchanges.Count: 0 } or { LeftOut: > 0 }
            ? null
            : SqueezedText.Squeeze(JsonSerializer.Serialize(new Told(witness.Exchanges, witness.Votes), JsonSerializerOptions.Web));
    }

    public SqlDraft Draft { get; }

    /// <summary>Tells another witness the same.</summary>
    public void Tell(IGenerationWitness? witness)
    {
        if (witness is null || told is null)
        {
            return;
        }

        var (exchanges, votes) = JsonSerializer.Deserialize<Told>(SqueezedText.Expand(told), JsonSerializerOptions.Web)!;
        foreach (var exchange in exchanges)
        {
            witness.Called(exchange);
        }

        foreach (var vote in votes)
        {
            witness.Tried(vote);
        }
    }

    private sealed record Told(IReadOnlyList<ModelExchange> Exchanges, IReadOnlyList<DraftVote> Votes);
}
