using System.IO.Pipelines;
using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Database.Execution.Export;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class CsvRowSinkTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("", "\"\"")]
    [InlineData(null, "")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1+cmd", "'+1+cmd")]
    [InlineData("-1", "-1")]
    [InlineData("-$5.00", "-$5.00")]
    [InlineData("-1.234,50 €", "\"-1.234,50 €\"")]
    [InlineData("-$5.00+A1", "'-$5.00+A1")]
    [InlineData("-A1", "'-A1")]
    [InlineData("a;=1+1", "a;'=1+1")]
    [InlineData(";=1+1", ";'=1+1")]
    [InlineData("a\t=1+1", "a\t'=1+1")]
    [InlineData("a; @sum;-5;x", "a;' @sum;-5;x")]
    [InlineData("two\n=1+1", "\"two\n'=1+1\"")]
    [InlineData("a,=1+1", "\"a,=1+1\"")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=a,\"b\"", "\"'=a,\"\"b\"\"\"")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\n=1+1", "\"'\n'=1+1\"")]
    [InlineData("\r\n-1", "\"'\r\n-1\"")]
    [InlineData("\u00A0\u200B@sum", "'\u00A0\u200B@sum")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("\U000E0020=1+1", "'\U000E0020=1+1")]
    [InlineData("é;\u2009=1+1", "é;'\u2009=1+1")]
    [InlineData("\t\t=1;=2", "'\t\t'=1;'=2")]
    [InlineData("   ", "   ")]
    [InlineData("a = b", "a = b")]
    [InlineData("مرحبا 🌍", "مرحبا 🌍")]
    public async Task WriteAsync_Text_IsQuotedAndNeutralised(string? value, string expected) =>
        Assert.Equal($"c\r\n{expected}\r\n", await WriteAsync(ColumnKind.Text, new CsvFormat(), value));

    [Theory]
    [InlineData(ColumnKind.Integer, -5L, "-5")]
    [InlineData(ColumnKind.Float, -1.5, "-1.5")]
    [InlineData(ColumnKind.Decimal, "-99999999999999999999999999999999", "-99999999999999999999999999999999")]
    [InlineData(ColumnKind.Interval, "-3 days", "-3 days")]
    [InlineData(ColumnKind.Boolean, true, "true")]
    public async Task WriteAsync_NoText_IsNeverNeutralised(ColumnKind kind, object value, string expected) =>
        Assert.Equal($"c\r\n{expected}\r\n", await WriteAsync(kind, new CsvFormat(), value));

    [Fact]
    public async Task WriteAsync_NeutralisingOff_LeavesFormulas() =>
        Assert.Equal("c\r\n=1+1\r\n", await WriteAsync(ColumnKind.Text, new CsvFormat(NeutralizeFormulas: false), "=1+1"));

    [Fact]
    public async Task WriteAsync_ForExcel_BeginsWithAByteOrderMark() =>
        Assert.StartsWith("\uFEFFc", await WriteAsync(ColumnKind.Text, new CsvFormat(ByteOrderMark: true), "x"), StringComparison.Ordinal);

    [Theory]
    [InlineData(ColumnKind.Boolean, "t", "f")]
    [InlineData(ColumnKind.Integer, "-9223372036854775808", "0")]
    [InlineData(ColumnKind.Decimal, "1.50", "49.5000000000000000", "NaN", "Infinity", "1000000000000000000000000000000.5")]
    [InlineData(ColumnKind.Float, "0.1", "1e+20", "1e-05", "NaN", "-Infinity")]
    [InlineData(ColumnKind.Date, "2024-02-29", "infinity", "0044-03-15 BC")]
    [InlineData(ColumnKind.Timestamp, "2024-01-02 03:04:05.678901", "2024-01-02 00:00:00")]
    [InlineData(ColumnKind.TimestampTz, "2024-06-30 22:30:00-04", "2024-06-30 22:30:00.5+05:30", "2024-01-01 00:00:00+00", "4713-01-02 00:00:00+00 BC")]
    [InlineData(ColumnKind.Interval, "1 year 2 mons -3 days +04:05:06.789")]
    [InlineData(ColumnKind.Text, "=1+1", "", "a,b")]
    [InlineData(ColumnKind.Json, "{\"a\": [1, 2]}")]
    public async Task WriteTextAsync_ServersText_GivesTheSameFile(ColumnKind kind, params string?[] cells)
    {
        var text = await WriteAsync(kind, new CsvFormat(), [.. cells, null]);
        var values = cells.Select(cell => PostgresText.Parse(Encoding.UTF8.GetBytes(cell!), kind));
        var typed = await WriteAsync(kind, new CsvFormat(), (object?[])[.. values, null]);

        Assert.Equal(text, typed);
    }

    /// <summary>A long text is written in pieces, and what has to be doubled may stand at the end of any.</summary>
    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(20_000)]
    public async Task WriteTextAsync_LongText_IsWholeWithEveryQuoteDoubled(int length)
    {
        var plain = new string('x', length);
        var quotes = new string('"', length);
        var mixed = string.Concat(Enumerable.Range(0, length).Select(i => i % 4095 == 0 ? "\"" : "ü"));

        var file = await WriteAsync(ColumnKind.Text, new CsvFormat(), (string?[])[plain, quotes, mixed]);

        var doubled = mixed.Replace("\"", "\"\"", StringComparison.Ordinal);
        Assert.Equal($"c\r\n{plain}\r\n\"{quotes}{quotes}\"\r\n\"{doubled}\"\r\n", file);
    }

    private static Task<string> WriteAsync(ColumnKind kind, CsvFormat format, params object?[] cells) =>
        WriteAsync(kind, format, async sink =>
        {
            foreach (var cell in cells)
            {
                await sink.WriteAsync([cell], CancellationToken.None);
            }
        });

    private static Task<string> WriteAsync(ColumnKind kind, CsvFormat format, string?[] cells) =>
        WriteAsync(kind, format, async sink =>
        {
            foreach (var cell in cells)
            {
                await ((ITextRowSink)sink).WriteTextAsync(WrittenRow.Of(cell), CancellationToken.None);
            }
        });

    private static async Task<string> WriteAsync(ColumnKind kind, CsvFormat format, Func<CsvRowSink, Task> write)
    {
        using var file = new MemoryStream();
        var output = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
        var sink = new CsvRowSink(output, format);
        await sink.BeginAsync([new ResultColumn("c", "x", kind)], CancellationToken.None);
        await write(sink);
        await sink.CompleteAsync(CancellationToken.None);
        await output.CompleteAsync();
        return Encoding.UTF8.GetString(file.ToArray());
    }
}
