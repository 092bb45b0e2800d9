using Microsoft.AspNetCore.Http;

namespace NlSql.LocalModel.Serving;

/// <summary>Requests that are not answered, in the protocol's form. Nothing of what was asked is repeated in them.</summary>
internal static class Refusals
{
    public static IResult Invalid(string message, string? code = null) => Refuse(StatusCodes.Status400BadRequest, message, "invalid_request_error", code);

    public static IResult NotReady(ModelHost host) => Refuse(
        StatusCodes.Status503ServiceUnavailable, host.Failure ?? "The model is still loading.", "server_error", host.Failure is null ? "loading" : "failed");

    public static IResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "2";
        return Refuse(StatusCodes.Status429TooManyRequests, "Too many requests are waiting for the model.", "server_error", "queue_full");
    }

    private static IResult Refuse(int status, string message, string type, string? code) =>
        Results.Json(new ErrorAnswer(new ErrorText(message, type, code)), WireJson.Default.ErrorAnswer, statusCode: status);
}
