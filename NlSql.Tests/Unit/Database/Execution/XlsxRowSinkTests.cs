using System.IO.Compression;
using System.Xml.Linq;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Export;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class XlsxRowSinkTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public async Task CompleteAsync_AnyCells_GivesAWorkbookWhosePartsAreWellFormed()
    {
        using var file = await WriteAsync("<&> \u0001 =1+1", 12L, 1.5m, 12345678901234567890m, new DateOnly(2024, 1, 1), new DateOnly(1800, 1, 1), true, null, double.NaN);
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);

        var parts = archive.Entries.ToDictionary(e => e.FullName, Load);
        var cells = parts["xl/worksheets/sheet1.xml"].Descendants(Main + "row").ElementAt(1).Elements(Main + "c").ToList();

        Assert.Equal(6, parts.Count);
        Assert.Equal(["<&> \uFFFD =1+1", "12", "1.5", "12345678901234567890", "45292", "1800-01-01", "1", "", "NaN"], cells.Select(c => c.Value));
        Assert.Equal("inlineStr", (string?)cells[3].Attribute("t"));
        Assert.Null(cells[4].Attribute("t"));
    }

    private static XDocument Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream);
    }

    private static async Task<MemoryStream> WriteAsync(params object?[] row)
    {
        var file = new MemoryStream();
        await using (var sink = new XlsxRowSink(file))
        {
            await sink.BeginAsync([.. row.Select((_, i) => new ResultColumn($"c{i}", "x", ColumnKind.Other))], CancellationToken.None);
            await sink.WriteAsync(row, CancellationToken.None);
            await sink.CompleteAsync(CancellationToken.None);
        }

        file.Position = 0;
        return file;
    }
}
