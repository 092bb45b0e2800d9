using System.Globalization;
using Microsoft.AspNetCore.Components;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Generation;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Turns;

namespace NlSql.Web.Components.Turns;

/// <summary>The panel on the right: why these tables, which values, what the planner expects, where the time went.</summary>
public sealed partial class DetailsPanel : LiveComponent
{
    private TurnState? heard;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required SessionClock Clock { get; init; }

    [Parameter, EditorRequired]
    public required TurnState Turn { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private TurnView View => Turn.View;

    private List<(string Stage, TimeSpan Took)> Times =>
        [.. View.Stages.Where(stage => stage.Duration is not null).Select(stage => (TurnWords.Stage(stage.Stage), stage.Duration!.Value))];

    // How sure the generator was is said of its own text only, and of a text: beside "not understood well enough" it would be a contradiction.
    private string Writer(SqlDraft draft) => Turn.IsEditedByHand ? $"You, after a draft by {TurnWords.WriterPhrase(draft.Generator)}"
        : draft is { Sql: not null, Confidence: > 0 }
            ? string.Create(CultureInfo.InvariantCulture, $"{TurnWords.WriterPhrase(draft.Generator)}, {draft.Confidence:P0} sure")
        : TurnWords.WriterPhrase(draft.Generator);

    protected override void OnParametersSet()
    {
        if (heard != Turn)
        {
            Forget();
            heard = Turn;
            heard.Changed += OnChanged;
        }
    }

    private void OnChanged(TurnChange change)
    {
        if (change == TurnChange.Whole)
        {
            Redraw();
        }
    }

    protected override ValueTask LeaveAsync()
    {
        Forget();
        return ValueTask.CompletedTask;
    }

    private void Forget()
    {
        if (heard is not null)
        {
            heard.Changed -= OnChanged;
        }
    }
}
