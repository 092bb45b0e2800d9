using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Analysis;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Results;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components.Turns;

/// <summary>Hosts dist/grid.js and answers its requests for pages. Neither this component nor the browser ever holds the whole result.</summary>
public sealed partial class ResultGrid : IAsyncDisposable
{
    private const int VisibleRows = 14;

    private readonly CancellationTokenSource gone = new();
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? handle;
    private DotNetObjectReference<ResultGrid>? self;
    private ResultWindow? window;
    private string selection = "";
    private string sorted = "";
    private bool expired;
    private bool starting;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required IResultStore Store { get; init; }

    [Parameter, EditorRequired]
    public required StoredResult Result { get; set; }

    [Parameter]
    public bool Stopped { get; set; }

    private string ExportUrl => $"api/results/{Result.Id}/export.csv";

    private string Detail => sorted.Length > 0 ? sorted : $"in {Wording.Duration(Result.Duration)}";

    private long Height => ((Math.Min(Result.RowCount, VisibleRows) + 1) * 28) + 14;

    [JSInvokable]
    public async Task<object?[][]?> ReadPage(long offset, int count, int sortColumn, bool descending)
    {
        var rows = await window!.ReadAsync(offset, count, sortColumn, descending, gone.Token);
        if (rows is null)
        {
            expired = true;
            await InvokeAsync(StateHasChanged);
        }

        return rows;
    }

    [JSInvokable]
    public Task OnSorted(int column, bool descending) => InvokeAsync(() =>
    {
        sorted = column < 0 ? ""
            : $"sorted by {Result.Columns[column].Name}, {(descending ? "largest first" : "smallest first")}{(Result.Truncated ? $", of the first {Wording.Count(Result.RowCount)} rows" : "")}";
        StateHasChanged();
    });

    [JSInvokable]
    public Task OnSelection(int cells, int loaded, int numbers, double sum) => InvokeAsync(() =>
    {
        selection = cells <= 1 ? ""
            : numbers == 0 ? Wording.Count(cells, "cell", "cells")
            : string.Create(CultureInfo.InvariantCulture, $"{Wording.Count(cells, "cell", "cells")} · sum {sum:#,0.##} · average {sum / numbers:#,0.##}{(loaded < cells ? " (of loaded rows)" : "")}");
        StateHasChanged();
    });

    [JSInvokable]
    public Task OnCopied(bool done, long cells) => InvokeAsync(() =>
    {
        selection = done ? $"Copied {Wording.Count(cells, "cell", "cells")}" : "The browser refused the clipboard";
        StateHasChanged();
    });

    /// <summary>Marks cells in the result's own order.</summary>
    public async Task MarkAsync(IReadOnlyList<CellReference> cells)
    {
        if (handle is not null)
        {
            await handle.InvokeVoidAsync("mark", gone.Token, [cells.Select(cell => new[] { cell.Row, cell.Column }).ToArray()]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        await handle.ReleaseAsync(hasDispose: true);
        await module.ReleaseAsync();
        self?.Dispose();
        gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (window is null || window.Result.Id == Result.Id)
        {
            window ??= new ResultWindow(Store, Result);
            return;
        }

        // Another run: the old grid goes with its rows.
        window = new ResultWindow(Store, Result);
        (expired, selection, sorted) = (false, "", "");
        await handle.ReleaseAsync(hasDispose: true);
        handle = null;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (handle is not null || starting || expired)
        {
            return;
        }

        starting = true;
        try
        {
            await StartAsync();
        }
        catch (Exception left) when (left is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and its objects with it.
        }
        finally
        {
            starting = false;
        }
    }

    // Without a token: a call that is given up leaves its object in the browser with nobody to let go of it.
    private async Task StartAsync()
    {
        self ??= DotNetObjectReference.Create(this);
        module ??= await Js.ImportAsync(Assets["dist/grid.js"]);
        var drawn = window;
        var created = gone.IsCancellationRequested ? null : await module.InvokeAsync<IJSObjectReference>("create", CancellationToken.None, host, self, Describe());
        if (gone.IsCancellationRequested)
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
        label = $"Result, {Wording.Count(Result.RowCount, "row", "rows")}",
        shell = Assets["dist/shell.js"],
        columns = window!.Columns.Select(column => new { name = column.Column.Name, type = column.TypeName, right = column.IsNumber, sums = column is { IsNumber: true, IsId: false } }).ToArray(),
    };
}
