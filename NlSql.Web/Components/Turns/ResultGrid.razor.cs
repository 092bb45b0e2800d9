using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Results;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components.Turns;

/// <summary>Hosts dist/grid.js and answers its requests for pages. Neither this component nor the browser ever holds the whole result.</summary>
public sealed partial class ResultGrid : LiveComponent
{
    private const int VisibleRows = 14;

    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? handle;
    private DotNetObjectReference<ResultGrid>? self;
    private ResultWindow? window;
    private string selection = "";
    private string sorted = "";
    private bool expired;
    private PipelineFailure? failed;
    private bool undrawn;
    private bool starting;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required IResultStore Store { get; init; }

    [Parameter, EditorRequired]
    public required StoredResult Result { get; set; }

    /// <summary>Another database is connected than gave the rows: files, which run the statement again, cannot be had.</summary>
    [Parameter]
    public bool IsElsewhere { get; set; }

    private string ExportUrl(string format) => $"api/results/{Result.Id}/export.{format}";

    // The rows here are not all: a file runs the statement again, which says so or ends as the run did.
    private string ExportWords => Result.Partial ? "run again" : "all rows";

    private string ExportTitle => Result.Partial
        ? $"Runs the SQL again for all of its rows; the {Numbers.Count(Result.RowCount, "row", "rows")} here came before it stopped"
        : "All rows, without the limit of the view";

    private string Detail => sorted.Length > 0 ? sorted : $"in {Numbers.Duration(Result.Duration)}";

    private long Height => ((Math.Min(Result.RowCount, VisibleRows) + 1) * 28) + 14;

    [JSInvokable]
    public async Task<object?[][]?> ReadPage(long offset, int count, int sortColumn, bool descending)
    {
        try
        {
            var rows = await window!.ReadAsync(offset, count, sortColumn, descending, Gone);
            expired = rows is null;
            if (!expired)
            {
                return rows;
            }
        }
        catch (PipelineFailureException unreadable)
        {
            failed = unreadable.Failure;
        }

        Redraw();
        return null;
    }

    [JSInvokable]
    public Task OnSorted(int column, bool descending) => InvokeAsync(() =>
    {
        sorted = column < 0 ? ""
            : $"sorted by {Result.Columns[column].Name}, {(descending ? "largest first" : "smallest first")}"
                + (Result.Truncated ? $", of the first {Numbers.Count(Result.RowCount)} rows" : "");
        StateHasChanged();
    });

    [JSInvokable]
    public Task OnSelection(int cells, int loaded, int numbers, double sum) => InvokeAsync(() =>
    {
        selection = cells <= 1 ? ""
            : numbers == 0 ? Numbers.Count(cells, "cell", "cells")
            : $"{Numbers.Count(cells, "cell", "cells")} · sum {Numbers.Write(sum, "#,0.##")} · average {Numbers.Write(sum / numbers, "#,0.##")}"
                + (loaded < cells ? " (of loaded rows)" : "");
        StateHasChanged();
    });

    /// <param name="rows">Rows that are in the copy.</param>
    /// <param name="wanted">Rows that were selected.</param>
    /// <param name="missing">The next row could not be read.</param>
    [JSInvokable]
    public Task OnCopied(bool done, long rows, long wanted, int columns, bool missing) => InvokeAsync(() =>
    {
        selection = (done, missing) switch
        {
            (_, true) when rows == 0 => "Nothing was copied: the rows could not be read",
            (false, _) => "The browser refused the clipboard",
            (_, true) => $"Copied {Numbers.Count(rows)} of {Numbers.Count(wanted, "row", "rows")}: the others could not be read",
            _ when wanted == 0 => $"Copied {Numbers.Count(columns, "heading", "headings")}",
            _ when rows < wanted => $"Copied the first {Numbers.Count(rows)} of {Numbers.Count(wanted, "row", "rows")}; the CSV has all",
            _ => $"Copied {Numbers.Count(rows * columns, "cell", "cells")}",
        };
        StateHasChanged();
    });

    /// <summary>Marks cells in the result's own order.</summary>
    public async Task MarkAsync(IReadOnlyList<CellReference> cells)
    {
        if (handle is not null)
        {
            await InBrowserAsync(async () => await handle.InvokeVoidAsync("mark", Gone, [cells.Select(cell => new[] { cell.Row, cell.Column }).ToArray()]));
        }
    }

    protected override async ValueTask LeaveAsync()
    {
        await handle.ReleaseAsync(hasDispose: true);
        await module.ReleaseAsync();
        self?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (window is null || window.Result.Id == Result.Id)
        {
            window ??= new ResultWindow(Store, Result, Numbers);
            return;
        }

        // Another run: the old grid goes with its rows.
        window = new ResultWindow(Store, Result, Numbers);
        (expired, undrawn, failed, selection, sorted) = (false, false, null, "", "");
        await handle.ReleaseAsync(hasDispose: true);
        handle = null;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (handle is not null || starting || expired || undrawn || failed is not null)
        {
            return;
        }

        starting = true;
        undrawn = !await InBrowserAsync(StartAsync) && !Gone.IsCancellationRequested;
        starting = false;
        if (undrawn)
        {
            StateHasChanged();
        }
    }

    // The old grid went with its element.
    private async Task ReadAgainAsync()
    {
        failed = null;
        await handle.ReleaseAsync(hasDispose: true);
        handle = null;
    }

    // Without a token: a call that is given up leaves its object in the browser with nobody to let go of it.
    private async Task StartAsync()
    {
        self ??= DotNetObjectReference.Create(this);
        module ??= await Js.ImportAsync(Assets["dist/grid.js"]);
        var drawn = window;
        var created = Gone.IsCancellationRequested
            ? null
            : await module.InvokeAsync<IJSObjectReference>("create", CancellationToken.None, host, self, Describe());
        if (Gone.IsCancellationRequested)
        {
            await created.ReleaseAsync(hasDispose: true);
            await module.ReleaseAsync();
        }
        else if (drawn != window)
        {
            // Another result came meanwhile; its own grid starts with the next rendering.
            await created.ReleaseAsync(hasDispose: true);
            StateHasChanged();
        }
        else
        {
            handle = created;
        }
    }

    private object Describe() => new
    {
        rows = Result.RowCount,
        visibleRows = VisibleRows,
        label = $"Result, {Numbers.Count(Result.RowCount, "row", "rows")}",
        shell = Assets["dist/shell.js"],
        columns = window!.Columns.Select(column => new
        {
            name = column.Column.Name,
            type = column.TypeName,
            right = column.IsNumber,
            sums = column is { IsNumber: true, IsId: false }
        })
            .ToArray(),
    };
}
