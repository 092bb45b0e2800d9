using Microsoft.AspNetCore.Components;

namespace NlSql.Web.Components.Layout;

/// <summary>What stands in place of a page that threw: an id that is in the log beside the exception, and a way back.</summary>
public sealed partial class PageFailure : ComponentBase
{
    private readonly string id = Guid.CreateVersion7().ToString("N");

    [Inject]
    public required ILogger<PageFailure> Log { get; init; }

    [Parameter, EditorRequired]
    public required Exception Failure { get; set; }

    [Parameter]
    public EventCallback OnRecover { get; set; }

    protected override void OnInitialized() => LogPage(Log, Failure, id);

    [LoggerMessage(7001, LogLevel.Error, "A page broke (correlation id {CorrelationId})")]
    private static partial void LogPage(ILogger log, Exception failure, string correlationId);
}
