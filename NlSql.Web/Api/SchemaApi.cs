using Microsoft.AspNetCore.Http.HttpResults;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.Api;

/// <summary>What is known of the database, and finding the part that a question is about.</summary>
internal static class SchemaApi
{
    public static IEndpointRouteBuilder MapSchemaApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/schema", DescribeAsync)
            .Describe<SchemaDocument>("Schema", "Every table and column that may be asked, with comments, keys and what each is taken for.");
        routes.MapGet("/api/search", SearchAsync).Describe<SearchDocument>("Schema", "The tables and columns that a question is about, best first.");
        routes.MapPost("/api/index/refresh", RefreshAsync).Describe<IndexDocument>(
            "Schema",
            "Reads the schema again and indexes what changed; ?rebuild=true builds the index anew.");
        return routes;
    }

    /// <summary>The snapshot when it is ready; otherwise a failure at once, because a program is better served by 503 than by waiting minutes.</summary>
    public static async Task<DatabaseSnapshot> ReadyAsync(IAnalyticsDatabases databases, CancellationToken cancellationToken)
    {
        var state = databases.Default.State;
        return state.Phase is DatabasePhase.Starting or DatabasePhase.Reading or DatabasePhase.Indexing
            ? throw new PipelineFailureException(new(
                FailureParty.Database,
                FailureTypes.NotReady,
                state.Message,
                "Ask again in a moment; /readyz tells when.",
                IsTransient: true))
            : await databases.Default.GetAsync(cancellationToken);
    }

    private static async Task<JsonHttpResult<SchemaDocument>> DescribeAsync(
        IAnalyticsDatabases databases,
        CatalogFacts facts,
        CancellationToken cancellationToken)
    {
        var catalog = (await ReadyAsync(databases, cancellationToken)).Catalog;
        return TypedResults.Json(SchemaDocument.From(catalog, facts.Of(catalog)), AnswerJson.Options);
    }

    private static async Task<JsonHttpResult<SearchDocument>> SearchAsync(string? q, IAnalyticsDatabases databases, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(q))
        {
            throw new PipelineFailureException(new(
                FailureParty.Caller,
                FailureTypes.QuestionEmpty,
                "There is nothing to search for.",
                "Give the words as ?q=."));
        }

        var snapshot = await ReadyAsync(databases, cancellationToken);
        return TypedResults.Json(SearchDocument.From(await snapshot.Index.SearchAsync(q, RetrievalLimits.Ranking, cancellationToken)), AnswerJson.Options);
    }

    private static async Task<JsonHttpResult<IndexDocument>> RefreshAsync(
        IAnalyticsDatabases databases,
        CancellationToken cancellationToken,
        bool rebuild = false)
    {
        var snapshot = await databases.Default.RefreshAsync(rebuild, cancellationToken);
        return TypedResults.Json(new IndexDocument(snapshot.Catalog.Tables.Count, snapshot.Index.Info), AnswerJson.Options);
    }
}

internal sealed record IndexDocument(int Tables, SchemaIndexInfo Index);
