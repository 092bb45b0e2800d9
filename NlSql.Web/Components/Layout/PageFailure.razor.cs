using Microsoft.AspNetCore.Components;
using NlSql.Core.Foundation.Identity;

namespace NlSql.Web.Components.Layout;

/// <summary>What stands in place of a page that threw: an id that is in the log beside the exception, and a way back.</summary>
public sealed partial class PageFailure : ComponentBase
{
    private string id = "";

    [Inject]
    public required ILogger<PageFailure> Log { get; init; }

    [Inject]
    public required IIdentifiers Identifiers { get; init; }

    [Parameter, EditorRequired]
    public required Exception Failure { get; set; }

    [Parameter]
    public EventCallback OnRecover { get; set; }

    protected override void OnInitialized()
    {
        id = Identifiers.Next();
        LogPage(Log, Failure, id);
    }

    [LoggerMessage(7001, LogLevel.Error, "A page broke (correlation id {CorrelationId})")]
    private static partial void LogPage(ILogger log, Exception failure, string correlationId);
}
