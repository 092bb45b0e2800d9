using NlSql.Core.Answers;
using NlSql.Core.Catalog;
using NlSql.Core.Execution;
using Spectre.Console;

namespace NlSql.Cli.Output;

/// <summary>Rows as a table on a terminal, as tab-separated lines into a pipe.</summary>
internal static class ResultTable
{
    public static void Write(StoredResult result, ResultPage page)
    {
        if (Console.IsOutputRedirected)
        {
            WriteLines(result.Columns, page.Rows);
        }
        else
        {
            AnsiConsole.Write(Table(result.Columns, page.Rows));
        }

        Console.Error.WriteLine(Summary(result));
    }

    private static string Summary(StoredResult result)
    {
        var rows = result.RowCount == 1 ? "1 row" : FormattableString.Invariant($"{result.RowCount:N0} rows");
        var more = result.Truncated ? "; more exist, --csv FILE writes them all" : "";
        return FormattableString.Invariant($"{rows} in {result.Duration.TotalMilliseconds:N0} ms{more}{(result.Partial ? "; stopped half way" : "")}");
    }

    private static void WriteLines(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows)
    {
        Console.Out.WriteLine(string.Join('\t', columns.Select(column => Printable.Line(column.Name))));
        foreach (var row in rows)
        {
            Console.Out.WriteLine(string.Join('\t', row.Select(cell => cell is null ? "" : Printable.Line(CellJson.Text(cell)))));
        }
    }

    private static Table Table(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows)
    {
        var table = new Table { Border = AnsiConsole.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(Printable.Line(column.Name)));
            table.AddColumn(IsNumber(column.Kind) ? header.RightAligned() : header);
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => cell is null ? new Text("NULL", new Style(decoration: Decoration.Dim)) : new Text(Printable.Line(CellJson.Text(cell)))));
        }

        return table;
    }

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;
}
