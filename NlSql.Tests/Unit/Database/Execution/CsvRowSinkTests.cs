using System.IO.Pipelines;
using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Export;

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
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=a,\"b\"", "\"'=a,\"\"b\"\"\"")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\n=1+1", "\"'\n=1+1\"")]
    [InlineData("\r\n-1", "\"'\r\n-1\"")]
    [InlineData("\u00A0\u200B@sum", "'\u00A0\u200B@sum")]
    [InlineData("＝1+1", "'＝1+1")]
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

    [Fact]
    public async Task WriteTextAsync_ServersText_GivesTheSameFile()
    {
        var typed = await WriteAsync(ColumnKind.Boolean, new CsvFormat(), true, false, null);
        var text = await WriteAsync(ColumnKind.Boolean, new CsvFormat(), ["t", "f", null]);

        Assert.Equal(typed, text);
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
                await ((ITextRowSink)sink).WriteTextAsync([cell], CancellationToken.None);
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
