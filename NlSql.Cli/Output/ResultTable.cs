using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Profile;
using Spectre.Console;

namespace NlSql.Cli.Output;

/// <summary>Rows as a table on a terminal, as tab-separated lines into a pipe.</summary>
internal static class ResultTable
{
    public static void Write(StoredResult result, ResultPage page, NumberFormat numbers)
    {
        if (Console.IsOutputRedirected)
        {
            WriteLines(result.Columns, page.Rows);
        }
        else
        {
            AnsiConsole.Write(Table(result.Columns, page.Rows, numbers));
        }

        Console.Error.WriteLine(Summary(result, numbers));
    }

    private static string Summary(StoredResult result, NumberFormat numbers)
    {
        var rows = result.RowCount == 1 ? "1 row" : $"{numbers.Write(result.RowCount, "N0")} rows";
        var more = (result.Truncated ? "; more exist, --csv FILE writes them all" : "")
            + (result.CutCells > 0 ? "; long cells are cut (MAX_CELL_BYTES)" : "");
        return $"{rows} in {numbers.Write(result.Duration.TotalMilliseconds, "N0")} ms{more}{(result.Partial ? "; stopped half way" : "")}";
    }

    private static void WriteLines(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows)
    {
        Console.Out.WriteLine(string.Join('\t', columns.Select(column => Printable.Line(column.Name))));
        foreach (var row in rows)
        {
            Console.Out.WriteLine(string.Join('\t', row.Select(cell => cell is null ? "" : Printable.Line(CellText.Iso(cell)))));
        }
    }

    private static Table Table(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows, NumberFormat numbers)
    {
        var table = new Table { Border = AnsiConsole.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(Printable.Line(column.Name)));
            table.AddColumn(IsNumber(column.Kind) ? header.RightAligned() : header);
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select((cell, i) => cell is null
                ? new Text("NULL", new Style(decoration: Decoration.Dim))
                : new Text(Printable.Line(Marked(columns[i], Shown(cell), numbers)))));
        }

        return table;
    }

    /// <summary>For reading only, see <see cref="ReadableNumber"/>: a decimal that has few enough decimals keeps those it has.</summary>
    internal static string Shown(object cell) => cell switch
    {
        decimal number when number.Scale > ReadableNumber.StoredDecimals => ReadableNumber.Of(number),
        double number => ReadableNumber.Of(number),
        _ => null,
    } ?? CellText.Iso(cell);

    /// <summary>Digits are not grouped here: a number is to be pasted into the next statement as often as it is read.</summary>
    internal static string Marked(ResultColumn column, string shown, NumberFormat numbers) =>
        IsNumber(column.Kind) && !MoneyColumns.IsTyped(column) ? numbers.Marked(shown) : shown;

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;
}
