using System.Text;
using System.Text.Json;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Turns.Answers;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class CellJsonTests
{
    public static TheoryData<object?, string, string> Cells => new()
    {
        { null, "text", "null" },
        { true, "boolean", "true" },
        { 7L, "integer", "7" },
        { 9007199254740993L, "bigint", "\"9007199254740993\"" },
        { 2.50m, "numeric(4,2)", "\"2.50\"" },
        { 0.1d, "double precision", "0.1" },
        { double.NaN, "double precision", "\"NaN\"" },
        { double.NegativeInfinity, "real", "\"-Infinity\"" },
        { new DateOnly(2024, 2, 29), "date", "\"2024-02-29\"" },
        { new DateTime(2024, 2, 29, 13, 5, 0, DateTimeKind.Unspecified), "timestamp without time zone", "\"2024-02-29T13:05:00\"" },
        { new DateTimeOffset(2024, 2, 29, 13, 5, 0, 500, TimeSpan.Zero), "timestamp with time zone", "\"2024-02-29T13:05:00.5Z\"" },
        { new DateTimeOffset(2024, 6, 30, 22, 30, 0, TimeSpan.FromHours(-4)), "timestamp with time zone", "\"2024-06-30T22:30:00-04:00\"" },
        { "<b>", "text", "\"<b>\"" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Write_Cell_KeepsItsValue(object? cell, string dataType, string json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = AnswerJson.Options.Encoder }))
        {
            CellJson.Write(writer, cell, new ResultColumn("c", dataType, ColumnKind.Other));
        }

        Assert.Equal(json, Encoding.UTF8.GetString(stream.ToArray()));
    }
}
