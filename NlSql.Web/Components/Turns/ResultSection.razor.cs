using Microsoft.AspNetCore.Components;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Results;
using NlSql.Web.State.Turns;

namespace NlSql.Web.Components.Turns;

/// <summary>Chart beside analysis, grid under both. Reads the few rows that the chart draws and keeps the drawing, not the rows.</summary>
public sealed partial class ResultSection : LiveComponent
{
    private ResultGrid? grid;
    private ChartDrawing? drawing;
    private string? figure;
    private bool undrawn;
    private bool barred;
    private (string Id, ChartSpec? Chart) drawn;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required IResultStore Store { get; init; }

    [Inject]
    public required ILogger<ResultSection> Log { get; init; }

    [Parameter, EditorRequired]
    public required TurnState Turn { get; set; }

    [Parameter, EditorRequired]
    public required StoredResult Result { get; set; }

    /// <summary>Another database is connected than gave the rows: files, which run the statement again, cannot be had.</summary>
    [Parameter]
    public bool IsElsewhere { get; set; }

    private TurnView View => Turn.View;

    private bool HasChart => View.Chart is not null && (drawing is not null || figure is not null);

    private bool IsExplained => View.Emptiness is not null;

    // What was written about rows that may no longer be shown quotes them. That there are no rows is said once, by what knows most of it; while it is written
    // that is never a model, which is not asked about no rows.
    private bool HasAnalysis => !barred && IsRead && !(IsExplained && Result.RowCount == 0 && View.Analysis is null or { Writer: GeneratorNames.BuiltIn });

    private bool IsRead =>
        View.AnalysisText.Length > 0 || View.Stages.Any(stage => stage is { Stage: Core.Turns.Pipeline.PipelineStage.Analysis, Duration: null } && View.IsBusy);

    protected override async Task OnParametersSetAsync()
    {
        if (drawn == (Result.Id, View.Chart))
        {
            return;
        }

        drawn = (Result.Id, View.Chart);
        (drawing, figure, undrawn, barred) = (null, null, false, false);
        if (View.Chart is { } spec && Result.RowCount > 0)
        {
            await DrawAsync(spec);
        }
    }

    private async Task DrawAsync(ChartSpec spec)
    {
        IReadOnlyList<object?[]> rows;
        try
        {
            rows = (await Store.ReadPageAsync(Result.Id, 0, Math.Clamp(spec.MaxPoints, 1, 2000), null, Gone)).Rows;
        }
        catch (PipelineFailureException unread)
        {
            // The rows are no longer kept or cannot be read: the grid says so.
            barred = unread.Failure.Party == FailureParty.Guard;
            return;
        }

        try
        {
            if (spec.Kind == ChartKind.Figure && rows.Count > 0 && spec.Y.Count > 0 && spec.Y[0] < Result.Columns.Count)
            {
                var column = ColumnFormat.For(Result.Columns[spec.Y[0]], Result.TimeZone, Numbers);
                figure = column.Shown(rows[0][spec.Y[0]]) is { } shown ? column.Currency is { } unit ? $"{shown}\u00a0{unit}" : shown : "NULL";
            }
            else
            {
                drawing = ChartDrawing.From(spec, Result, rows, Numbers);
            }
        }
#pragma warning disable CA1031 // Whatever a result holds, its rows are shown: a chart is not worth losing them.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogUndrawn(Log, fault, Result.Id);
            undrawn = true;
        }
    }

    [LoggerMessage(7204, LogLevel.Error, "The chart of result {ResultId} could not be drawn")]
    private static partial void LogUndrawn(ILogger log, Exception fault, string resultId);

    private async Task MarkAsync(TracedNumber number)
    {
        if (grid is not null)
        {
            await grid.MarkAsync(number.Cells);
        }
    }
}
