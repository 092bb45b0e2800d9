using Microsoft.AspNetCore.Mvc;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.Api;

/// <summary>Failures as RFC 9457 problem details; <c>type</c> is <c>urn:nlsql:problem:</c> and a slug that does not change.</summary>
internal static class Problems
{
    public const string TypePrefix = "urn:nlsql:problem:";
    public const string ContentType = "application/problem+json";

    public static ProblemDetails From(PipelineFailure failure)
    {
        // What may succeed when it is sent again is no fault of the statement: a lock, too many connections, a conflict on a replica.
        var status = failure is { Type: FailureTypes.DatabaseError, IsTransient: true } ? StatusCodes.Status503ServiceUnavailable : StatusOf(failure.Type);
        var problem = Create(status, failure.Type, failure.Message, failure.Advice);
        problem.Extensions["party"] = failure.Party.ToString().ToLowerInvariant();
        problem.Extensions["transient"] = failure.IsTransient;
        Add(problem, "sqlState", failure.SqlState);
        Add(problem, "position", failure.Position);
        Add(problem, "rule", failure.Rule);
        Add(problem, "correlationId", failure.CorrelationId);
        return problem;
    }

    public static ProblemDetails Create(int status, string type, string message, string? advice)
    {
        var problem = new ProblemDetails { Status = status, Type = TypePrefix + type, Title = message };
        Add(problem, "advice", advice);

        // Programs read these two of every problem; a PipelineFailure says them more exactly.
        problem.Extensions["party"] = (status >= StatusCodes.Status500InternalServerError ? FailureParty.Infrastructure : FailureParty.Caller)
            .ToString().ToLowerInvariant();
        problem.Extensions["transient"] = status == StatusCodes.Status503ServiceUnavailable;
        return problem;
    }

    public static IResult Result(ProblemDetails problem) => new ProblemResult(problem);

    public static IResult Result(PipelineFailure failure) => Result(From(failure));

    public static IResult NotReady(DatabaseState state) => Result(state.Failure is { } failure
        ? WithStatus(From(failure), StatusCodes.Status503ServiceUnavailable)
        : Create(StatusCodes.Status503ServiceUnavailable, FailureTypes.NotReady, state.Message, null));

    public static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        if (PauseAfter(problem.Type) is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        return context.Response.WriteAsJsonAsync(problem, AnswerJson.Options, ContentType, context.RequestAborted);
    }

    public static Task WriteAsync(HttpContext context, int status, string type, string message, string? advice) =>
        WriteAsync(context, Create(status, type, message, advice));

    public static void Add(ProblemDetails problem, string name, object? value)
    {
        if (value is not null)
        {
            problem.Extensions[name] = value;
        }
    }

    private static ProblemDetails WithStatus(ProblemDetails problem, int status)
    {
        problem.Status = status;
        return problem;
    }

    private sealed class ProblemResult(ProblemDetails problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);
    }

    /// <summary>Seconds after which a caller that was turned away for want of room may come again.</summary>
    private static string? PauseAfter(string? type) => type?[TypePrefix.Length..] switch
    {
        FailureTypes.SqlGuardBusy => "1",
        FailureTypes.Busy or FailureTypes.Stopping => "5",
        _ => null,
    };

    private static int StatusOf(string type) => type switch
    {
        FailureTypes.QuestionEmpty or FailureTypes.QuestionTooLong or FailureTypes.IdMalformed or FailureTypes.IdsDisagree
            or FailureTypes.FieldUnknown => StatusCodes.Status400BadRequest,
        FailureTypes.TurnBusy or FailureTypes.SchemaChanged or FailureTypes.OtherDatabase => StatusCodes.Status409Conflict,
        FailureTypes.NotAnswerable or FailureTypes.ClarificationNeeded or FailureTypes.SqlRefused or FailureTypes.SqlSyntax
            or FailureTypes.DatabaseError or FailureTypes.PlanTooExpensive => StatusCodes.Status422UnprocessableEntity,
        FailureTypes.DiskFull => StatusCodes.Status507InsufficientStorage,
        FailureTypes.NotFound => StatusCodes.Status404NotFound,
        FailureTypes.ResultExpired => StatusCodes.Status410Gone,
        FailureTypes.Cancelled => StatusCodes.Status499ClientClosedRequest,
        FailureTypes.ModelUnreachable or FailureTypes.ModelUnauthorized or FailureTypes.ModelAnswerUnusable => StatusCodes.Status502BadGateway,
        FailureTypes.ModelTimeout or FailureTypes.StatementTimeout => StatusCodes.Status504GatewayTimeout,
        FailureTypes.ModelRateLimited or FailureTypes.DatabaseUnreachable or FailureTypes.DatabaseUnauthorized or FailureTypes.DatabaseNothingReadable
            or FailureTypes.DatabaseUnknown or FailureTypes.DatabaseRoleRefused or FailureTypes.StatementCancelled
            or FailureTypes.NativeLibraryMissing or FailureTypes.DataPathNotWritable or FailureTypes.StateUnusable or FailureTypes.NotReady
            or FailureTypes.SqlGuardBusy or FailureTypes.Busy or FailureTypes.Stopping => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
