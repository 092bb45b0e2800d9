using Microsoft.AspNetCore.Components;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Turns.Pipeline;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Database;
using NlSql.Web.State.Turns;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components.Pages;

/// <summary>What stands on the page before the first question: which database, how new its data is, who writes SQL, what can be asked.</summary>
public sealed partial class Arrival : LiveComponent
{
    private IReadOnlyList<string> examples = [];
    private IReadOnlyList<SubjectArea> areas = [];
    private SchemaCatalog? described;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required DatabaseWatch Database { get; init; }

    [Inject]
    public required GeneratorName Generator { get; init; }

    [Inject]
    public required SessionClock Clock { get; init; }

    [Parameter]
    public EventCallback<string> OnAsk { get; set; }

    private SchemaCatalog? Catalog => Database.Catalog;

    private PipelineFailure? Failure => Database.Failure ?? (Database.State.Phase == DatabasePhase.Failed ? Database.State.Failure : null);

    private string Heading =>
        Database.IsDemo ? "Ask the demo database" : Catalog is { } catalog ? $"Ask {catalog.DatabaseName}" : $"Ask {Database.DisplayName}";

    private string Facts
    {
        get
        {
            var facts = $"{Numbers.Count(Catalog!.Tables.Count, "table", "tables")}";
            if (DataDates.Newest(Catalog, Clock) is { } newest)
            {
                facts += $" · newest data {newest.Date:d MMMM yyyy} ({newest.Column})";
            }

            return $"{facts} · SQL by {TurnWords.WriterPhrase(Generator.Value)}";
        }
    }

    protected override ValueTask LeaveAsync()
    {
        Database.Changed -= OnChanged;
        return ValueTask.CompletedTask;
    }

    protected override async Task OnInitializedAsync()
    {
        Database.Changed += OnChanged;
        Describe();
        // Prerendering must not wait for a database that is being indexed; the live page does.
        if (RendererInfo.IsInteractive || Database.State.Phase == DatabasePhase.Ready)
        {
            await OpenAsync();
        }
    }

    private Task OpenAsync() => Database.OpenAsync(Gone);

    private Task RefreshAsync() => Database.RefreshAsync(Gone);

    private void OnChanged() => Background(() =>
    {
        Describe();
        StateHasChanged();
        return Task.CompletedTask;
    });

    private void Describe()
    {
        if (Catalog is { } catalog && catalog != described)
        {
            described = catalog;
            examples = Database.IsDemo ? ExampleQuestions.ForDemo : ExampleQuestions.From(catalog);
            areas = SubjectArea.Of(catalog, Numbers);
        }
    }
}
