using System.Globalization;
using System.Text.Json;

namespace NlSql.Core.Database.Execution.Cells;

/// <summary>
/// How a result's cells are written as JSON: bigint, numeric and non-finite numbers as strings, because a reader's double would
/// change them; dates and timestamps in ISO 8601; everything else as PostgreSQL writes it.
/// </summary>
public static class CellJson
{
    public static void Write(Utf8JsonWriter writer, object? cell, ResultColumn column)
    {
        switch (cell)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number when IsBig(column.DataType):
                writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(CellText.Iso(cell));
                break;
        }
    }

    /// <summary>A row as an array, in the order of <paramref name="columns"/>.</summary>
    public static void WriteRow(Utf8JsonWriter writer, object?[] row, IReadOnlyList<ResultColumn> columns)
    {
        writer.WriteStartArray();
        for (var index = 0; index < columns.Count; index++)
        {
            Write(writer, row[index], columns[index]);
        }

        writer.WriteEndArray();
    }

    private static bool IsBig(string dataType) => dataType is "bigint" or "int8" or "oid" or "bigserial";
}
