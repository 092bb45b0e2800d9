using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>Rows of results that were run with consent, by page from what is kept; <see cref="ExportApi"/> gives all of them.</summary>
internal static class ResultsApi
{
    private const int LongestPage = 1000;

    public static IEndpointRouteBuilder MapResultsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/results/{id}", PageAsync).Describe<PageDocument>("Results", "A page of a result's rows; sort is a column's index from 0.");
        return routes;
    }

    private static async Task<IResult> PageAsync(
        string id,
        IResultStore results,
        IConversationStore conversations,
        IAnalyst analyst,
        CancellationToken cancellationToken,
        long offset = 0,
        int count = 100,
        int? sort = null,
        bool descending = false)
    {
        await EnsureReadableAsync(id, conversations, analyst, cancellationToken);
        var result = await results.FindAsync(id, cancellationToken) ?? throw Missing(id);
        if (sort is < 0 || sort >= result.Columns.Count || offset < 0)
        {
            throw new BadHttpRequestException("offset and sort must name a row and a column of the result.");
        }

        var order = sort is { } column ? new ResultSort(column, descending) : null;
        var page = await results.ReadPageAsync(id, offset, Math.Clamp(count, 1, LongestPage), order, cancellationToken);
        return Results.Json(
            new PageDocument(
                id,
                ColumnDocument.From(result.Columns),
                page.Offset,
                new RowSet(result.Columns, page.Rows),
                result.RowCount,
                result.Truncated,
                result.Partial,
                result.RanAt),
            AnswerJson.Options);
    }

    /// <summary>Throws <c>not-found</c> for the rows of a conversation that the caller may not read.</summary>
    public static async Task EnsureReadableAsync(string id, IConversationStore conversations, IAnalyst analyst, CancellationToken cancellationToken)
    {
        if (!await conversations.MayReadResultAsync(id, analyst.Name, cancellationToken))
        {
            throw Missing(id);
        }
    }

    private static PipelineFailureException Missing(string id) => new(new PipelineFailure(
        FailureParty.Caller, FailureTypes.NotFound, $"There is no result '{id}'.", "Results are kept for a while only; run the statement again."));
}

internal sealed record PageDocument(
    string Id,
    IReadOnlyList<ColumnDocument> Columns,
    long Offset,
    RowSet Rows,
    long RowCount,
    bool Truncated,
    bool Partial,
    DateTimeOffset RanAt);
