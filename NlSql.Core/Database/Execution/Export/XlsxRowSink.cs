using System.Globalization;
using System.IO.Pipelines;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution.Cells;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>
/// An Excel workbook, written as the rows come; a sheet holds 1,048,575 rows under its heading, more go to further sheets. What a spreadsheet cannot hold
/// exactly is text (<see cref="CellSheet"/>), and text is never a formula.
/// </summary>
public sealed class XlsxRowSink : IRowSink, IAsyncDisposable
{
    /// <summary>Excel's limit, the heading included.</summary>
    internal const int RowsPerSheet = 1_048_576;

    private static readonly SpreadCheetahOptions Options = new()
    {
        CompressionLevel = SpreadCheetahCompressionLevel.Fastest,
        PreserveStringWhitespace = true,
    };

    private readonly PipeWriter output;
    private readonly int rowsPerSheet;
    private Spreadsheet? workbook;
    private StyleId? heading;
    private StyleId? day;
    private StyleId? moment;
    private string[] names = [];
    private ColumnKind[] kinds = [];
    private StyledCell[] cells = [];
    private int sheets;
    private int rows;

    /// <param name="output">Stays open. No call waits for its reader synchronously.</param>
    public XlsxRowSink(PipeWriter output)
        : this(output, RowsPerSheet)
    {
    }

    internal XlsxRowSink(PipeWriter output, int rowsPerSheet)
    {
        this.output = output;
        this.rowsPerSheet = rowsPerSheet;
    }

    /// <inheritdoc />
    public async ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        names = [.. columns.Select(column => CellSheet.Text(column.Name))];
        kinds = [.. columns.Select(column => column.Kind)];
        cells = new StyledCell[columns.Count];
        workbook = await Spreadsheet.CreateNewAsync(new PipeOutput(output), Options, cancellationToken).ConfigureAwait(false);
        heading = workbook.AddStyle(new Style { Font = new Font { Bold = true } });
        day = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd") });
        moment = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd\\ hh:mm:ss") });
        await BeginSheetAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        if (rows == rowsPerSheet)
        {
            await BeginSheetAsync(cancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < row.Length; i++)
        {
            cells[i] = Cell(row[i], kinds[i]);
        }

        await workbook!.AddRowAsync(cells, cancellationToken).ConfigureAwait(false);
        rows++;
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await workbook!.FinishAsync(cancellationToken).ConfigureAwait(false);
        await workbook.DisposeAsync().ConfigureAwait(false);
        workbook = null;
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => workbook?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async ValueTask BeginSheetAsync(CancellationToken cancellationToken)
    {
        sheets++;
        var options = new WorksheetOptions { FrozenRows = 1 };
        await workbook!.StartWorksheetAsync(string.Create(CultureInfo.InvariantCulture, $"Result {sheets}"), options, cancellationToken).ConfigureAwait(false);
        await workbook.AddHeaderRowAsync(names, heading, cancellationToken).ConfigureAwait(false);
        rows = 1;
    }

    private StyledCell Cell(object? value, ColumnKind kind) => CellSheet.Of(value, kind) switch
    {
        null => default,
        bool flag => new StyledCell(flag, null),
        decimal number => new StyledCell(number, null),
        double number => new StyledCell(number, null),
        DateOnly date => new StyledCell(date.ToDateTime(TimeOnly.MinValue), day),
        DateTime time => new StyledCell(time, moment),
        var text => new StyledCell((string)text, null),
    };
}
