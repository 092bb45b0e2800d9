using Microsoft.AspNetCore.Components;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Web.State.Turns;

namespace NlSql.Web.Components.Turns;

/// <summary>Keeps what goes wrong while one turn is drawn to that turn: the others and the question box live on.</summary>
public sealed partial class TurnBoundary
{
    private PipelineFailure failure = Describe("");
    private TurnView? broken;

    [Inject]
    public required ILogger<TurnBoundary> Log { get; init; }

    [Inject]
    public required IIdentifiers Identifiers { get; init; }

    [Parameter, EditorRequired]
    public required TurnState Turn { get; set; }

    protected override Task OnErrorAsync(Exception exception)
    {
        var id = Identifiers.Next();
        LogBroken(Log, exception, Turn.View.Id, id);
        failure = Describe(id);
        broken = Turn.View;
        return Task.CompletedTask;
    }

    // What could not be drawn may be gone: by another run, or by the rest of the stream.
    protected override void OnParametersSet()
    {
        if (broken is not null && !ReferenceEquals(broken, Turn.View))
        {
            broken = null;
            Recover();
        }
    }

    private static PipelineFailure Describe(string id) => new(
        FailureParty.Infrastructure,
        FailureTypes.Unexpected,
        "This turn could not be shown because of an error inside NlSql.",
        "Nothing that was stored is lost. If it happens again, give the id to whoever runs this server.") { CorrelationId = id };

    [LoggerMessage(7002, LogLevel.Error, "Turn {TurnId} could not be shown (correlation id {CorrelationId})")]
    private static partial void LogBroken(ILogger log, Exception failure, string turnId, string correlationId);
}
