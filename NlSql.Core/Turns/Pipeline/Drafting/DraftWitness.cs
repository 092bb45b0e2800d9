using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Witnessing;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>Notes what one draft sees and does, to its end or until it breaks off. Knows nothing of rows, and of values those that were linked.</summary>
internal sealed class DraftWitness(GenerationSettings settings, TimeProvider time) : IGenerationWitness
{
    /// <summary>Tables whose columns are noted; the others go by their names.</summary>
    private const int TablesWithColumns = 60;

    /// <summary>Columns of one table; a wider one is cut.</summary>
    private const int MostColumns = 400;

    private readonly CollectedExchanges exchanges = new();
    private TurnTrace trace = new() { Version = ProductVersion.Current, DraftedAt = time.GetUtcNow(), Settings = settings };

    /// <summary>As far as it has come.</summary>
    public TurnTrace Trace => trace with { Exchanges = [.. exchanges.Exchanges], Votes = [.. exchanges.Votes], ExchangesLeftOut = exchanges.LeftOut };

    /// <summary>What it is asked with.</summary>
    public void Saw(DraftRequest request, SchemaCatalog catalog, IReadOnlyList<PriorTurn> history, IReadOnlyList<SimilarPair> similar) => trace = trace with
    {
        Database = catalog.DatabaseName,
        CatalogHash = catalog.Hash,
        Instructions = request.Instructions,
        AnswerAlways = request.AnswerAlways,
        History = history,
        Similar = similar,
    };

    /// <summary>What was found for it.</summary>
    public void Saw(RetrievedSchema schema) => trace = trace with
    {
        Tables =
        [
            .. schema.Tables.Select((table, index) => new SeenTable(
                table.Table.Name.ToString(),
                table.Reason.ToString(),
                table.Explanation,
                index < TablesWithColumns ? [.. table.Table.Columns.Take(MostColumns).Select(column => $"{column.Name} {column.DataType}")] : [])),
        ],
        Values = [.. schema.ValueLinks.Select(link => new SeenValue(link.Phrase, $"{link.Table}.{link.Column}", link.Value))],
    };

    /// <inheritdoc />
    public void Called(ModelExchange exchange) => exchanges.Called(exchange);

    /// <inheritdoc />
    public void Tried(DraftVote vote) => exchanges.Tried(vote);
}
