using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Turns;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components.Turns;

/// <summary>One turn, top to bottom: question, what was understood, SQL, verdict, result, analysis, follow-ups.</summary>
public sealed partial class TurnPanel : LiveComponent
{
    [Inject]
    public required SessionClock Clock { get; init; }

    [Inject]
    public required GeneratorName Generator { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public required TurnState Turn { get; set; }

    [Parameter]
    public bool IsLast { get; set; }

    [Parameter]
    public bool DetailsShown { get; set; }

    /// <summary>The database that it was asked of, when another one is connected.</summary>
    [Parameter]
    public string? AskedOf { get; set; }

    [CascadingParameter]
    public required TurnActions Actions { get; set; }

    private TurnView View => Turn.View;

    // The model was to write it and could not; it may be there again.
    private bool WasPassedOn => View.Draft is { Generator: GeneratorNames.BuiltIn } && Generator.Value != GeneratorNames.BuiltIn && !View.IsBusy;

    // What was asked is a statement: it reads as one, and takes the room of one.
    private bool IsSql => View.Versions is [{ Author: GeneratorNames.Analyst or GeneratorNames.Caller }, ..];

    private string ElementId => $"turn-{View.Id}";

    protected override ValueTask LeaveAsync()
    {
        Turn.Changed -= OnChanged;
        return ValueTask.CompletedTask;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && IsLast && View.Ordinal > 0 && View.IsBusy)
        {
            await InBrowserAsync(() => Js.CallAsync(Assets["dist/shell.js"], "reveal", ElementId));
        }
    }

    // The key of the list is the turn itself, so the parameter never changes after this.
    protected override void OnInitialized() => Turn.Changed += OnChanged;

    // Text that streams is drawn by the piece that shows it.
    private void OnChanged(TurnChange change)
    {
        if (change == TurnChange.Whole)
        {
            Redraw();
        }
    }

    private EventCallback Retry => EventCallback.Factory.Create(this, () => Actions.Retry.InvokeAsync(Turn));

    private EventCallback RetryFor(PipelineFailure failure) =>
        Turn.IsOwn && View.Sql.Length == 0 && failure.Type is not (FailureTypes.QuestionEmpty or FailureTypes.QuestionTooLong)
            ? Retry
            : default;
}
