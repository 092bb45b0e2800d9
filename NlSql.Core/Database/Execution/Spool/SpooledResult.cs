using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// What describes a result, as its file <c>ID.json</c> has it: a line of JSON and a line with the sum over it, eight hexadecimal digits. The sum is missing
/// in files of NlSql before there were sums, whose rows have none either.
/// </summary>
/// <param name="Result">What the analyst sees of it.</param>
/// <param name="OffsetsAt">Where in the rows file the row offsets begin.</param>
internal sealed record SpooledResult(StoredResult Result, long OffsetsAt)
{
    /// <summary>A line end before the digits, and one after them.</summary>
    private const int SumBytes = 10;

    private const byte LineEnd = (byte)'\n';

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The rows file ends with sums.</summary>
    public bool IsSummed { get; init; }

    public byte[] Write(BlockSum sum)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        return [.. json, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{sum.Of(-1, json):x8}\n"))];
    }

    /// <summary>Throws <see cref="JsonException"/> where it is not what was written for the result of that id.</summary>
    public static SpooledResult Read(ReadOnlySpan<byte> file, string id)
    {
        var isSummed = file.Length > SumBytes && file[^SumBytes] == LineEnd && file[^1] == LineEnd;
        var json = isSummed ? file[..^SumBytes] : file;
        if (isSummed
            && !(uint.TryParse(file[^(SumBytes - 1)..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum)
                && sum == new BlockSum(id).Of(-1, json)))
        {
            throw new JsonException("The sum over the description is another.");
        }

        return JsonSerializer.Deserialize<SpooledResult>(json, Json) is { Result: { Columns: not null, Sql: not null } } spooled
            && spooled.Result.Id == id
            && spooled.IsSummed == isSummed
                ? spooled
                : throw new JsonException("The description is not complete.");
    }
}
