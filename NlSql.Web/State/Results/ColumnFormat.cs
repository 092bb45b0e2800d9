using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Web.State.Results;

/// <summary>How a column's cells are written: shown to people, and raw for copying.</summary>
public sealed class ColumnFormat
{
    private readonly bool grouped;
    private readonly string? zone;

    private ColumnFormat(ResultColumn column, string? zone)
    {
        this.zone = zone;
        Column = column;
        IsNumber = column.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;
        IsId = IsNumber && LooksLikeId(column.Name);
        grouped = IsNumber && !IsId && !LooksLikeYear(column.Name);
    }

    public ResultColumn Column { get; }

    public bool IsNumber { get; }

    /// <summary>A number that names something: neither grouped nor summed.</summary>
    public bool IsId { get; }

    /// <summary>The column's type in words; for instants with the zone in which they are written.</summary>
    public string TypeName => Column.Kind == ColumnKind.TimestampTz ? $"timestamp, {zone ?? "UTC"}" : Column.DataType;

    /// <param name="zone">See <see cref="StoredResult.TimeZone"/>.</param>
    public static ColumnFormat For(ResultColumn column, string? zone = null) => new(column, zone);

    /// <summary>The raw text, as it is copied and exported: invariant, ungrouped. Null for NULL.</summary>
    public static string? Raw(object? value) => CellText.Of(value);

    /// <summary>What the grid shows; null for NULL.</summary>
    public string? Shown(object? value) => value switch
    {
        null => null,
        long number when grouped => number.ToString("#,0", CultureInfo.InvariantCulture),
        decimal number when grouped =>
            number.ToString("#,0.############################", CultureInfo.InvariantCulture) is var text && Scale(number) is > 0 and <= 4 and var scale
                ? number.ToString("N" + scale, CultureInfo.InvariantCulture)
                : text,
        double number when grouped && double.IsFinite(number) => number.ToString("#,0.######", CultureInfo.InvariantCulture),
        _ => CellText.ForPeople(value),
    };

    private static int Scale(decimal number) => number.Scale;

    private static bool LooksLikeId(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal)
        || name.EndsWith("_no", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_number", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_code", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_key", StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikeYear(string name) =>
        name.Equals("year", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_year", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("year_", StringComparison.OrdinalIgnoreCase);
}
