using System.Text.Json;
using System.Text.Json.Serialization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Turns.Answers;

/// <summary>Rows that know their columns, so that each cell is written by its type.</summary>
[JsonConverter(typeof(RowSetConverter))]
public sealed record RowSet(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<object?[]> Rows);

/// <summary>Writes a <see cref="RowSet"/> as an array of arrays.</summary>
public sealed class RowSetConverter : JsonConverter<RowSet>
{
    public override RowSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Rows are only written.");

    public override void Write(Utf8JsonWriter writer, RowSet value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value.Rows)
        {
            CellJson.WriteRow(writer, row, value.Columns);
        }

        writer.WriteEndArray();
    }
}
