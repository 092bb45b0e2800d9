using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.Api;

/// <summary>Questions and statements: drafting, running, and both in one call. Each answers with JSON, or with its events as they come.</summary>
internal static class QueryApi
{
    public static IEndpointRouteBuilder MapQueryApi(this IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/api/query", "/query"])
        {
            routes.MapPost(path, QueryAsync)
                .Describe<AnswerDocument>("Query", "Answers a question: drafts SQL, runs it when the guard approves it, and gives the rows. The call is the consent to run.")
                .WithStream();
        }

        routes.MapPost("/api/sql", DraftAsync).Describe<DraftDocument>("Query", "Drafts SQL for a question; nothing is run.").WithStream();
        routes.MapPost("/api/run", RunAsync).Describe<AnswerDocument>("Query", "Runs a statement that the guard approves.").WithStream();
        return routes;
    }

    private static async Task<IResult> QueryAsync(QueryRequest request, HttpContext context, IQuestionPipeline pipeline, NamedTurn named, TurnResponse response, CancellationToken cancellationToken)
    {
        await named.EnsureAsync(request.ConversationId, null, cancellationToken);
        var outcome = new TurnOutcome();
        var draft = new DraftRequest(request.Question ?? "", request.ConversationId) { Instructions = request.Instructions };
        var events = request.Sql is { Length: > 0 } sql
            ? outcome.WatchAsync(pipeline.RunAsync(new RunRequest(sql) { Question = request.Question, ConversationId = request.ConversationId, Analyze = request.Analyze }, cancellationToken), cancellationToken)
            : outcome.AnswerAsync(pipeline, draft, request.Analyze, cancellationToken);
        return await response.AnswerAsync(context, outcome, events, cancellationToken);
    }

    private static async Task<IResult> DraftAsync(SqlRequest request, HttpContext context, IQuestionPipeline pipeline, NamedTurn named, TurnResponse response, CancellationToken cancellationToken)
    {
        await named.EnsureAsync(request.ConversationId, null, cancellationToken);
        var outcome = new TurnOutcome();
        var draft = new DraftRequest(request.Question ?? "", request.ConversationId) { Instructions = request.Instructions, AnswerAlways = request.AnswerAlways };
        return await response.DraftAsync(context, outcome, outcome.WatchAsync(pipeline.DraftAsync(draft, cancellationToken), cancellationToken), cancellationToken);
    }

    private static async Task<IResult> RunAsync(RunSqlRequest request, HttpContext context, IQuestionPipeline pipeline, NamedTurn named, TurnResponse response, CancellationToken cancellationToken)
    {
        await named.EnsureAsync(request.ConversationId, request.TurnId, cancellationToken);
        var outcome = new TurnOutcome();
        var run = new RunRequest(request.Sql ?? "", request.TurnId) { Question = request.Question, ConversationId = request.ConversationId, Analyze = request.Analyze };
        return await response.AnswerAsync(context, outcome, outcome.WatchAsync(pipeline.RunAsync(run, cancellationToken), cancellationToken), cancellationToken);
    }
}
