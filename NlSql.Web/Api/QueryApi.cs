using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>Questions and statements: drafting, running, and both in one call. Each answers with JSON, or with its events as they come.</summary>
internal static class QueryApi
{
    public static IEndpointRouteBuilder MapQueryApi(this IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/api/query", "/query"])
        {
            routes.MapPost(path, QueryAsync)
                .Describe<AnswerDocument>(
                    "Query",
                    "Answers a question: drafts SQL, runs it when the guard approves it, and gives the rows. The call is the consent to run.")
                .WithStream();
        }

        routes.MapPost("/api/sql", DraftAsync).Describe<DraftDocument>("Query", "Drafts SQL for a question; nothing is run.").WithStream();
        routes.MapPost("/api/run", RunAsync).Describe<AnswerDocument>("Query", "Runs a statement that the guard approves.").WithStream();
        return routes;
    }

    private static async Task<IResult> QueryAsync(
        QueryRequest request, HttpContext context, IQuestionPipeline pipeline, NamedTurn named, TurnResponse response, CancellationToken cancellationToken)
    {
        await named.EnsureAsync(request.ConversationId, null, cancellationToken);
        if (request.Sql is { Length: > 0 } sql)
        {
            var run = new RunRequest(sql)
            {
                Question = request.Question,
                ConversationId = request.ConversationId,
                Analyze = request.Analyze,
                Analyst = named.Analyst,
            };
            return await AnswerAsync(run, context, pipeline, response, cancellationToken);
        }

        var draft = Draft(named.Analyst, request.Question, request.ConversationId, request.Instructions) with { IsUnseen = !EventStream.IsWanted(context) };
        return await response.AnswerAsync(context, pipeline.AnswerAsync(draft, request.Analyze, cancellationToken), cancellationToken);
    }

    private static async Task<IResult> DraftAsync(
        SqlRequest request, HttpContext context, IQuestionPipeline pipeline, NamedTurn named, TurnResponse response, CancellationToken cancellationToken)
    {
        await named.EnsureAsync(request.ConversationId, null, cancellationToken);
        var draft = Draft(named.Analyst, request.Question, request.ConversationId, request.Instructions) with { AnswerAlways = request.AnswerAlways };
        var steps = pipeline.DraftAsync(draft, cancellationToken).FollowAsync(TurnProgress.None.BeginDraft(), cancellationToken);
        return await response.DraftAsync(context, steps, cancellationToken);
    }

    private static async Task<IResult> RunAsync(
        RunSqlRequest request, HttpContext context, IQuestionPipeline pipeline, NamedTurn named, TurnResponse response, CancellationToken cancellationToken)
    {
        await named.EnsureAsync(request.ConversationId, request.TurnId, cancellationToken);
        var run = new RunRequest(request.Sql ?? "", request.TurnId)
        {
            Question = request.Question,
            ConversationId = request.ConversationId,
            Analyze = request.Analyze,
            Analyst = named.Analyst,
        };
        return await AnswerAsync(run, context, pipeline, response, cancellationToken);
    }

    private static DraftRequest Draft(string analyst, string? question, string? conversationId, string? instructions) =>
        new(question ?? "", conversationId) { Instructions = instructions, Origin = TurnOrigin.Api, Analyst = analyst };

    private static Task<IResult> AnswerAsync(
        RunRequest request, HttpContext context, IQuestionPipeline pipeline, TurnResponse response, CancellationToken cancellationToken)
    {
        var run = request with { Origin = TurnOrigin.Api, IsUnseen = !EventStream.IsWanted(context) };
        var steps = pipeline.RunAsync(run, cancellationToken).FollowAsync(TurnProgress.None.BeginRun(run.Sql), cancellationToken);
        return response.AnswerAsync(context, steps, cancellationToken);
    }
}
