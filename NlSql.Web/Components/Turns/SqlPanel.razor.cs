using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Components.Shared;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Database;
using NlSql.Web.State.Turns;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components.Turns;

/// <summary>The turn's SQL: streams in, is read, edited and run; after a run it folds to one line.</summary>
public sealed partial class SqlPanel : LiveComponent
{
    private readonly CancellationSeries checks = new();
    private CompletionSchema schema = CompletionSchema.Empty;
    private SqlEditor? editor;
    private bool? opened;
    private bool focusRun;
    private bool focusWarnings;
    private LintList? lint;
    private ElementReference fold;
    private bool wasBusy;
    private string streamed = "";
    private string? judged;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required SqlReview Review { get; init; }

    [Inject]
    public required DatabaseWatch Database { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public required TurnState Turn { get; set; }

    [Parameter]
    public bool IsLast { get; set; }

    [CascadingParameter]
    public required TurnActions Actions { get; set; }

    private TurnView View => Turn.View;

    private bool IsOpen => opened ?? (View.Result is null || Turn.AwaitsReview || View.Status == TurnStatus.Failed);

    private bool IsJudged => !View.IsBusy && Turn.Refusal is null;

    private string Name => Turn.Edited is not null ? $"SQL, edited after v{View.CurrentVersion}"
        : IsRunningAnother ? $"SQL v{View.CurrentVersion + 1}"
        : View.CurrentVersion > 0 ? $"SQL v{View.CurrentVersion}"
        : "SQL";

    // An edit becomes a version with its run, which the page hears of at its end.
    private bool IsRunningAnother => View.Status == TurnStatus.Running
        && View.Versions is [.., var last] && !string.Equals(last.Sql, View.Sql, StringComparison.Ordinal);

    private string Preview => string.Join(' ', Turn.Sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string StateWords => View.Status switch
    {
        TurnStatus.Drafting => "being written",
        TurnStatus.Running => "running, locked",
        _ when Turn.Refusal is not null || Turn.IsEmptied => "",
        TurnStatus.Stopped when Turn.Edited is null && View.CurrentResult is null => "Stopped",
        TurnStatus.Failed when Turn.Edited is null && View.Result is null => "Failed",
        _ when Turn.AwaitsReview => "Not run yet",
        _ => View.CurrentResult is { } result ? Numbers.Duration(result.Duration) : "",
    };

    private string RunClass => Turn.AwaitsReview && IsLast ? "button primary run sticky" : "button run";

    private PlanEstimate? Estimate => Turn.Edited is null ? View.Estimate : Turn.EditCheck?.Estimate;

    private string? PassedWords => Turn.Edited is null
        ? View.Versions.Count > 0 || View.ApprovedTables is not null ? TurnWords.Passed(TurnWords.Tables(View), View.Estimate, Numbers) : null
        : Turn.EditCheck is { Refusal: null } check ? TurnWords.Passed(check.Tables, check.Estimate, Numbers) : null;

    protected override ValueTask LeaveAsync()
    {
        Turn.Changed -= OnTurnChanged;
        checks.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override void OnInitialized()
    {
        Turn.Changed += OnTurnChanged;
        // A draft that was quicker than this panel became ready here all the same.
        wasBusy = View.IsBusy || Turn.WentOnHere;
    }

    protected override void OnParametersSet()
    {
        if (schema.Tables.Count == 0)
        {
            schema = CompletionSchema.From(Database.Catalog, View.Tables.Select(table => table.Name));
        }

        if (wasBusy && !View.IsBusy)
        {
            // A draft that just became ready takes the focus to Run; a run that ended folds the SQL.
            focusRun = IsLast && View.Status == TurnStatus.WaitingForReview;
            opened = null;
        }

        wasBusy = View.IsBusy;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focusRun)
        {
            focusRun = false;
            await InBrowserAsync(() => Js.CallAsync(Assets["dist/shell.js"], "focusUnlessTyping", $"run-{View.Id}"));
        }

        if (focusWarnings)
        {
            // The button that was pressed has gone.
            focusWarnings = false;
            await InBrowserAsync(() => IsJudged && lint is not null && Turn.Warnings.Count > 0 ? lint.FocusAsync() : fold.FocusAsync().AsTask());
        }

        await JudgeOthersAsync(firstRender);
    }

    /// <summary>Text that was not typed here has not been judged: an edit that came back with a reload, or one that another part of the turn made.</summary>
    private async Task JudgeOthersAsync(bool firstRender)
    {
        if (Turn.Edited is not { } edited)
        {
            judged = null;
            return;
        }

        if (Turn.EditCheck is not null || string.Equals(edited, judged, StringComparison.Ordinal))
        {
            return;
        }

        // The button that made the edit is gone with what it stood in; a page that opens leaves the focus where it is.
        await (firstRender ? EditAsync(edited) : TakeAsync(edited));
    }

    private void OnTurnChanged(TurnChange change)
    {
        if (change == TurnChange.SqlText && !string.Equals(streamed, View.Sql, StringComparison.Ordinal))
        {
            streamed = View.Sql;
            Redraw();
        }
    }

    private void Toggle() => opened = !IsOpen;

    private void OpenForWarnings() => (opened, focusWarnings) = (true, true);

    private Task Restore(string sql)
    {
        opened = true;
        return EditAsync(sql);
    }

    /// <summary>A text by one click: the button goes, and what comes next is to look at the text.</summary>
    private async Task TakeAsync(string text)
    {
        var checking = EditAsync(text);
        await (editor?.FocusAsync() ?? Task.CompletedTask);
        await checking;
    }

    private async Task EditAsync(string text)
    {
        var latest = checks.Next();
        judged = text;
        Turn.Edit(text);
        if (Turn.Edited is null || Turn.IsEmptied)
        {
            return;
        }

        try
        {
            Turn.Checked(await Review.CheckAsync(text, View.Question, View.Id, latest));
        }
        catch (OperationCanceledException) when (latest.IsCancellationRequested)
        {
            // A newer edit is being checked, or the page is gone.
        }
    }

    private async Task RunAsync()
    {
        // What cannot be read from the editor was not seen here, so it must not run.
        if (editor is null || await editor.FlushAsync())
        {
            await Actions.Run.InvokeAsync(Turn);
        }
    }
}
