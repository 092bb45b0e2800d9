using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Xml.Linq;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Database.Execution.Export;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class XlsxRowSinkTests
{
    private static readonly TimeSpan NewYork = TimeSpan.FromHours(-4);

    public static TheoryData<object?, string, bool> Cells => new()
    {
        { null, "", false },
        { true, "1", false },
        { 12L, "12", false },
        { long.MaxValue, "9223372036854775807", true },
        { 49.5000000000000000m, "49.5", false },
        { 33.3333333333333333m, "33.3333333333333", false },
        { 0.00000000000000012345m, "0", false },
        { 12345678901234567890m, "12345678901234567890", true },
        { 100000000000000000000m, "100000000000000000000", false },
        { 123456789.12345678m, "123456789.12345678", true },
        { -2.50m, "-2.5", false },
        { 0m, "0", false },
        { double.NaN, "NaN", true },
        { 0.25, "0.25", false },
        { "=1+1", "=1+1", true },
        { "+1 <&> \"x\"", "+1 <&> \"x\"", true },
        { "  two spaces", "  two spaces", true },
        { new DateOnly(2024, 1, 1), "45292", false },
        { new DateOnly(1800, 1, 1), "1800-01-01", true },
        { new DateTime(2024, 1, 1, 6, 0, 0), "45292.25", false },
        { new DateTimeOffset(2024, 1, 1, 18, 0, 0, NewYork), "45292.75", false },
        { "-infinity", "-infinity", true },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task WriteAsync_Cell_IsANumberWhereItKeepsItsDigitsElseText(object? value, string written, bool isText)
    {
        var cell = (await SheetsAsync(XlsxRowSink.RowsPerSheet, [[value]]))[0]
            .Descendants()
            .Where(node => node.Name.LocalName == "row")
            .ElementAt(1)
            .Elements()
            .Single();

        Assert.Equal(isText, (string?)cell.Attribute("t") == "inlineStr");
        Assert.DoesNotContain(cell.Descendants(), node => node.Name.LocalName == "f");
        if (isText || written.Length == 0)
        {
            Assert.Equal(written, cell.Value);
        }
        else
        {
            Assert.Equal(
                double.Parse(written, System.Globalization.CultureInfo.InvariantCulture),
                double.Parse(cell.Value, System.Globalization.CultureInfo.InvariantCulture),
                1e-9);
        }
    }

    [Fact]
    public async Task WriteAsync_TextLongerThanACell_IsCutAndSaysSo()
    {
        var sheet = (await SheetsAsync(XlsxRowSink.RowsPerSheet, [[new string('x', 40_000)]]))[0];

        var text = sheet.Descendants().Last(node => node.Name.LocalName == "t").Value;

        Assert.Equal(32_767, text.Length);
        Assert.EndsWith("x [cut: longer than a cell can be]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\uFFFEb\uFFFFc", "a\uFFFDb\uFFFDc")]
    [InlineData("a\0b\u0001c\u001Bd", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("\U0001F600\t\u0085", "\U0001F600\t\u0085")]
    [InlineData("_x0041_", "_x005F_x0041_")]
    [InlineData("_x00e4_x0042_", "_x005F_x00e4_x005F_x0042_")]
    [InlineData("_x004_ _y0041_ x0041_ _x0041", "_x004_ _y0041_ x0041_ _x0041")]
    public async Task WriteAsync_WhatXmlOrExcelWouldReadOtherwise_IsReplacedOrEscaped(string text, string written)
    {
        var sheet = (await SheetsAsync(XlsxRowSink.RowsPerSheet, [[text]]))[0];

        Assert.Equal(written, sheet.Descendants().Last(node => node.Name.LocalName == "t").Value);
    }

    /// <summary>Not among the cases above: an attribute cannot hold half a character either.</summary>
    [Fact]
    public async Task WriteAsync_HalfACharacter_IsReplaced()
    {
        var sheet = (await SheetsAsync(XlsxRowSink.RowsPerSheet, [["a\uD800b \uDC00"]]))[0];

        Assert.Equal("a\uFFFDb \uFFFD", sheet.Descendants().Last(node => node.Name.LocalName == "t").Value);
    }

    [Theory]
    [InlineData("0.001234567890123456789", 0.00123456789012346)]
    [InlineData("-0.0000001234567890123456789012", -0.000000123456789012346)]
    [InlineData("1234.5678901234567890", 1234.56789012346)]
    [InlineData("3.14159265358979323846264338327950288", 3.14159265358979)]
    [InlineData("0.00000000000000000000000000000000001234567890123456789", 1.23456789012346e-35)]
    [InlineData("49.500000000000000000000000000000000000", 49.5)]
    public async Task WriteAsync_NumericWithATail_IsANumberOfFifteenDigits(string numeric, double expected)
    {
        var cell = PostgresText.Parse(Encoding.UTF8.GetBytes(numeric), ColumnKind.Decimal);

        var written = (await SheetsAsync(XlsxRowSink.RowsPerSheet, [[cell]], ColumnKind.Decimal))[0].Descendants().Last(node => node.Name.LocalName == "v");

        Assert.Equal(expected, double.Parse(written.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("123456789012345678901234567890", ColumnKind.Decimal)]
    [InlineData("12345678901234567890.12345678901234567890", ColumnKind.Decimal)]
    [InlineData("-Infinity", ColumnKind.Decimal)]
    [InlineData("3.14159265358979323846264338327950288", ColumnKind.Text)]
    public async Task WriteAsync_WhatIsNoNumberOfFifteenDigits_IsText(string text, ColumnKind kind)
    {
        var sheet = (await SheetsAsync(XlsxRowSink.RowsPerSheet, [[PostgresText.Parse(Encoding.UTF8.GetBytes(text), kind)]], kind))[0];

        Assert.Equal(text, sheet.Descendants().Last(node => node.Name.LocalName == "t").Value);
    }

    [Fact]
    public async Task WriteAsync_MoreRowsThanASheetHolds_GoOnOnTheNextUnderTheSameHeading()
    {
        var sheets = await SheetsAsync(3, [[1L], [2L], [3L], [4L], [5L]]);

        Assert.Equal(
            ["c0 1 2", "c0 3 4", "c0 5"],
            sheets.Select(sheet => string.Join(' ', sheet.Descendants().Where(node => node.Name.LocalName == "c").Select(cell => cell.Value))));
    }

    private static async Task<List<XDocument>> SheetsAsync(int rowsPerSheet, object?[][] rows, ColumnKind kind = ColumnKind.Other)
    {
        using var file = new MemoryStream();
        var output = PipeWriter.Create(new AsynchronousOnly(file), new StreamPipeWriterOptions(leaveOpen: true));
        await using (var sink = new XlsxRowSink(output, rowsPerSheet))
        {
            await sink.BeginAsync([.. rows[0].Select((_, i) => new ResultColumn($"c{i}", "x", kind))], CancellationToken.None);
            foreach (var row in rows)
            {
                await sink.WriteAsync(row, CancellationToken.None);
            }

            await sink.CompleteAsync(CancellationToken.None);
        }

        await output.CompleteAsync();
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        return [
            .. archive.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal))
            .OrderBy(entry => entry.FullName)
            .Select(Load)
        ];
    }

    private static XDocument Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    /// <summary>A response of the web host: it refuses to be written to synchronously.</summary>
    private sealed class AsynchronousOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new InvalidOperationException("synchronous");

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("synchronous");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            inner.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
