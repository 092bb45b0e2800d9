using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Turns.Evaluation.Batch;

/// <summary>
/// Reads a catalog from JSON lines, one a column: <c>{"db","table","column","type","label"?,"comment"?,"table_comment"?}</c>. Such a
/// catalog has no keys and no statistics. Unknown keys are ignored.
/// </summary>
public static class CatalogFile
{
    /// <summary>The catalogs by <c>db</c>. Throws <see cref="InvalidDataException"/> with the line number when a line cannot be read.</summary>
    public static async Task<IReadOnlyDictionary<string, SchemaCatalog>> ReadAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, List<Row>>(StringComparer.Ordinal);
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var row = Parse(line, number);
            var database = row.Database ?? string.Empty;
            if (!rows.TryGetValue(database, out var list))
            {
                rows[database] = list = [];
            }

            list.Add(row);
        }

        return rows.ToDictionary(static r => r.Key, r => Build(r.Key, r.Value, time.GetUtcNow()), StringComparer.Ordinal);
    }

    /// <summary><c>schema.table</c> where the file writes one dot, else the whole text as the name; <see cref="NameOf"/> undoes it.</summary>
    internal static RelationName Relation(string table)
    {
        var dot = table.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot == table.LastIndexOf('.') && dot < table.Length - 1
            ? new RelationName(table[..dot], table[(dot + 1)..])
            : new RelationName(string.Empty, table);
    }

    /// <summary>The table as it stands in the file.</summary>
    internal static string NameOf(RelationName relation) => relation.Schema.Length == 0 ? relation.Name : $"{relation.Schema}.{relation.Name}";

    private static Row Parse(string line, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize<Row>(line) is { Table.Length: > 0 } row)
            {
                return row;
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Line {number} of the catalog file is not valid JSON.", e);
        }

        throw new InvalidDataException($"Line {number} of the catalog file names no table.");
    }

    private static SchemaCatalog Build(string database, List<Row> rows, DateTimeOffset readAt)
    {
        var tables = rows.GroupBy(static r => r.Table!, StringComparer.Ordinal).Select(static group => new TableInfo
        {
            Name = Relation(group.Key),
            Comment = group.Select(static r => r.TableComment).FirstOrDefault(static c => !string.IsNullOrWhiteSpace(c)),
            Columns = [.. group.Where(static r => !string.IsNullOrEmpty(r.Column)).DistinctBy(static r => r.Column, StringComparer.Ordinal).Select(Column)],
        });
        return new SchemaCatalog
        {
            DatabaseId = database,
            DatabaseName = database,
            ReadAt = readAt,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(rows)))),
            Tables = [.. tables],
        };
    }

    private static ColumnInfo Column(Row row) => new()
    {
        Name = row.Column!,
        DataType = row.Type ?? string.Empty,
        Kind = KindOf(row.Type ?? string.Empty),
        Label = string.IsNullOrWhiteSpace(row.Label) ? null : row.Label,
        Comment = string.IsNullOrWhiteSpace(row.Comment) ? null : row.Comment,
    };

    private static ColumnKind KindOf(string type)
    {
        var name = type.ToLowerInvariant();
        return name switch
        {
            _ when name.EndsWith("[]", StringComparison.Ordinal) => ColumnKind.Array,
            _ when name.StartsWith("timestamp", StringComparison.Ordinal) || name == "datetime" =>
                name.Contains("with time zone", StringComparison.Ordinal) || name == "timestamptz" ? ColumnKind.TimestampTz : ColumnKind.Timestamp,
            _ when name.StartsWith("interval", StringComparison.Ordinal) => ColumnKind.Interval,
            _ when name.StartsWith("date", StringComparison.Ordinal) => ColumnKind.Date,
            _ when name.StartsWith("time", StringComparison.Ordinal) => ColumnKind.Time,
            _ when name.Contains("int", StringComparison.Ordinal) || name.Contains("serial", StringComparison.Ordinal) => ColumnKind.Integer,
            _ when name.StartsWith("numeric", StringComparison.Ordinal)
                || name.StartsWith("decimal", StringComparison.Ordinal)
                || name is "number" or "money" =>
                    ColumnKind.Decimal,
            _ when name.StartsWith("double", StringComparison.Ordinal) || name.StartsWith("float", StringComparison.Ordinal) || name == "real" =>
                ColumnKind.Float,
            _ when name.StartsWith("bool", StringComparison.Ordinal) => ColumnKind.Boolean,
            _ when name.Contains("char", StringComparison.Ordinal) || name.Contains("text", StringComparison.Ordinal) => ColumnKind.Text,
            _ when name.StartsWith("json", StringComparison.Ordinal) => ColumnKind.Json,
            "uuid" => ColumnKind.Uuid,
            "bytea" or "blob" => ColumnKind.Binary,
            _ => ColumnKind.Other,
        };
    }

    private sealed record Row(
        [property: JsonPropertyName("db")] string? Database,
        [property: JsonPropertyName("table")] string? Table,
        [property: JsonPropertyName("column")] string? Column,
        [property: JsonPropertyName("type")] string? Type,
        [property: JsonPropertyName("label")] string? Label,
        [property: JsonPropertyName("comment")] string? Comment,
        [property: JsonPropertyName("table_comment")] string? TableComment);
}
