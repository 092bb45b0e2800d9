using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class TextRowTests
{
    [Fact]
    public void Of_NullsAndEmptyCellsAtBothEnds_KeepsThemApart()
    {
        var row = WrittenRow.Of(null, "", "a", null, null, "ü🦊", "", null);

        Assert.Equal([null, "", "a", null, null, "ü🦊", "", null], Enumerable.Range(0, row.Count).Select(row.Text));
        Assert.Equal([true, false, false, true, true, false, false, true], Enumerable.Range(0, row.Count).Select(row.IsNull));
    }

    [Fact]
    public void Begin_AfterALongRow_HoldsTheNextOneOnly()
    {
        var row = new TextRow(2);
        Fill(row, new string('x', 3_000_000), "y");
        Fill(row, "short", null);

        Assert.Equal("short", row.Text(0));
        Assert.Null(row.Text(1));
        Assert.True(row.Room(1).Array!.Length < 1_000_000, "The long row's memory is still held.");
    }

    [Theory]
    [InlineData("abcä", 4, "abc")]
    [InlineData("abcä", 5, "abcä")]
    [InlineData("abc€", 5, "abc")]
    [InlineData("abc🦊", 6, "abc")]
    [InlineData("abc🦊", 7, "abc🦊")]
    [InlineData("🦊", 1, "")]
    public void AddCut_WithinACharacter_KeepsNoHalfOfIt(string text, int bytes, string kept)
    {
        var row = new TextRow(2);
        row.Begin();
        Encoding.UTF8.GetBytes(text).AsSpan(0, bytes).CopyTo(row.Room(bytes));
        row.AddCut(0, bytes, 123_456);
        row.AddNull(1);

        Assert.Equal(kept + "… (cut: 123,456 bytes in all)", row.Text(0));
        Assert.Null(row.Text(1));
    }

    [Theory]
    [InlineData(ColumnKind.Date, "2024-02-29", true)]
    [InlineData(ColumnKind.Date, "0044-03-15 BC", false)]
    [InlineData(ColumnKind.Date, "a text that is far longer than any date or time could ever be", false)]
    [InlineData(ColumnKind.Timestamp, "2024-01-02 03:04:05.678901", true)]
    [InlineData(ColumnKind.TimestampTz, "2024-06-30 22:30:00.5+05:30", true)]
    [InlineData(ColumnKind.TimestampTz, "infinity", false)]
    [InlineData(ColumnKind.Boolean, "t", true)]
    [InlineData(ColumnKind.Boolean, "tf", false)]
    public void Value_OfWhatTheKindHolds_IsTypedAndTheTextElse(ColumnKind kind, string text, bool isTyped)
    {
        var value = WrittenRow.Of(text).Value(0, kind);

        Assert.Equal(isTyped, value is not string);
        Assert.Equal(isTyped && kind is ColumnKind.Boolean ? "true" : text, CellText.Of(value));
    }

    private static void Fill(TextRow row, params string?[] cells)
    {
        row.Begin();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] is { } text)
            {
                row.Add(i, Encoding.UTF8.GetBytes(text, row.Room(Encoding.UTF8.GetByteCount(text)).AsSpan()));
            }
            else
            {
                row.AddNull(i);
            }
        }
    }
}
