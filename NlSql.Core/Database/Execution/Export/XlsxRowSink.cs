using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>
/// An Excel workbook, written as the rows come; a sheet holds 1,048,575 rows under its heading, more go to further sheets. Numbers of more
/// than 15 digits stay text, because Excel would round them. Text is written as text, so no formula can run.
/// </summary>
public sealed class XlsxRowSink : IRowSink, IAsyncDisposable
{
    /// <summary>Excel's limit, the heading included.</summary>
    internal const int RowsPerSheet = 1_048_576;

    private const int LongestText = 32_767;
    private const int ExactDigits = 15;
    private const int BufferCharacters = 32 * 1024;

    /// <summary>Day 0 of Excel's calendar as far as dates from 1 March 1900 on are concerned; earlier ones stay text.</summary>
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime FirstReliableDay = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly ZipArchive _archive;
    private IReadOnlyList<ResultColumn> _columns = [];
    private StreamWriter? _sheet;
    private int _sheets;
    private int _rows;

    /// <param name="output">Need not be seekable; stays open.</param>
    public XlsxRowSink(Stream output) => _archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);

    /// <inheritdoc />
    public async ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        _columns = columns;
        await BeginSheetAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        if (_rows == RowsPerSheet)
        {
            await EndSheetAsync().ConfigureAwait(false);
            await BeginSheetAsync(cancellationToken).ConfigureAwait(false);
        }

        _sheet!.Write("<row>");
        foreach (var value in row)
        {
            Cell(value);
        }

        _sheet.Write("</row>");
        _rows++;
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await EndSheetAsync().ConfigureAwait(false);
        await PartAsync("xl/styles.xml", XlsxParts.Styles, cancellationToken).ConfigureAwait(false);
        await PartAsync("xl/workbook.xml", XlsxParts.Workbook(_sheets), cancellationToken).ConfigureAwait(false);
        await PartAsync("xl/_rels/workbook.xml.rels", XlsxParts.WorkbookRelationships(_sheets), cancellationToken).ConfigureAwait(false);
        await PartAsync("_rels/.rels", XlsxParts.Relationships, cancellationToken).ConfigureAwait(false);
        await PartAsync("[Content_Types].xml", XlsxParts.ContentTypes(_sheets), cancellationToken).ConfigureAwait(false);
        await _archive.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_sheet is not null)
        {
            await _sheet.DisposeAsync().ConfigureAwait(false);
        }

        await _archive.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask BeginSheetAsync(CancellationToken cancellationToken)
    {
        _sheets++;
        var entry = _archive.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{_sheets}.xml"), CompressionLevel.Fastest);
        _sheet = new StreamWriter(await entry.OpenAsync(cancellationToken).ConfigureAwait(false), new UTF8Encoding(false), BufferCharacters);
        _sheet.Write(XlsxParts.SheetBegin);
        _sheet.Write("<row>");
        foreach (var column in _columns)
        {
            Text(column.Name, XlsxParts.HeadingStyle);
        }

        _sheet.Write("</row>");
        _rows = 1;
    }

    private async ValueTask EndSheetAsync()
    {
        _sheet!.Write(XlsxParts.SheetEnd);
        await _sheet.DisposeAsync().ConfigureAwait(false);
        _sheet = null;
    }

    private async ValueTask PartAsync(string name, string xml, CancellationToken cancellationToken)
    {
        var stream = await _archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(xml), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Cell(object? value)
    {
        switch (value)
        {
            case null:
                _sheet!.Write("<c/>");
                break;
            case bool flag:
                _sheet!.Write(flag ? "<c t=\"b\"><v>1</v></c>" : "<c t=\"b\"><v>0</v></c>");
                break;
            case long or decimal when IsExact(value):
            case double number when double.IsFinite(number):
                Number(CellText.Of(value)!, 0);
                break;
            case DateOnly date when date.ToDateTime(TimeOnly.MinValue) >= FirstReliableDay:
                Number(Serial(date.ToDateTime(TimeOnly.MinValue)), XlsxParts.DateStyle);
                break;
            case DateTime timestamp when timestamp >= FirstReliableDay:
                Number(Serial(timestamp), XlsxParts.TimestampStyle);
                break;
            case DateTimeOffset timestamp when timestamp.DateTime >= FirstReliableDay:
                Number(Serial(timestamp.DateTime), XlsxParts.TimestampStyle);
                break;
            default:
                Text(CellText.Of(value)!, 0);
                break;
        }
    }

    private static bool IsExact(object number) => CellText.Of(number)!.Count(char.IsAsciiDigit) <= ExactDigits;

    private static string Serial(DateTime time) => (time - Epoch).TotalDays.ToString("R", CultureInfo.InvariantCulture);

    private void Number(string text, int style)
    {
        _sheet!.Write("<c");
        Style(style);
        _sheet.Write("><v>");
        _sheet.Write(text);
        _sheet.Write("</v></c>");
    }

    private void Text(string text, int style)
    {
        _sheet!.Write("<c t=\"inlineStr\"");
        Style(style);
        _sheet.Write("><is><t xml:space=\"preserve\">");
        foreach (var c in text.Length > LongestText ? text.AsSpan(0, LongestText) : text)
        {
            switch (c)
            {
                case '<':
                    _sheet.Write("&lt;");
                    break;
                case '>':
                    _sheet.Write("&gt;");
                    break;
                case '&':
                    _sheet.Write("&amp;");
                    break;
                case < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF':
                    _sheet.Write('\uFFFD');
                    break;
                default:
                    _sheet.Write(c);
                    break;
            }
        }

        _sheet.Write("</t></is></c>");
    }

    private void Style(int style)
    {
        if (style > 0)
        {
            _sheet!.Write(" s=\"");
            _sheet.Write((char)('0' + style));
            _sheet.Write('"');
        }
    }
}
