namespace NlSql.Core.Language.Generation.Witnessing;

/// <summary>
/// What a witness was told, up to a bound: calls whose prompt and answer do not fit beside those before them are only counted. It can be told again.
/// </summary>
/// <param name="next">Is told the same, without a bound; null where nobody is.</param>
public sealed class CollectedExchanges(IGenerationWitness? next = null) : IGenerationWitness
{
    /// <summary>UTF-16 characters of all prompts and answers: several whole schemas.</summary>
    public const int MostCharacters = 4_000_000;

    /// <summary>A draft has four calls at most, and a vote five drafts.</summary>
    public const int MostExchanges = 64;

    private readonly List<ModelExchange> exchanges = [];
    private readonly List<DraftVote> votes = [];
    private int characters;

    /// <summary>In the order of the calls.</summary>
    public IReadOnlyList<ModelExchange> Exchanges => exchanges;

    /// <summary>In the order in which the drafts were tried.</summary>
    public IReadOnlyList<DraftVote> Votes => votes;

    /// <summary>Calls that were too long to be kept.</summary>
    public int LeftOut { get; private set; }

    /// <inheritdoc />
    public void Called(ModelExchange exchange)
    {
        next?.Called(exchange);

        // After a gap the calls would be played back to the wrong prompts.
        if (LeftOut > 0 || characters + exchange.Length > MostCharacters || exchanges.Count == MostExchanges)
        {
            LeftOut++;
            return;
        }

        characters += exchange.Length;
        exchanges.Add(exchange);
    }

    /// <inheritdoc />
    public void Tried(DraftVote vote)
    {
        next?.Tried(vote);
        votes.Add(vote);
    }
}
