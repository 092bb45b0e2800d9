using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Web.State.Results;

/// <summary>How a column's cells are written: shown to people, and raw for copying.</summary>
public sealed class ColumnFormat
{
    private readonly bool grouped;
    private readonly string? zone;
    private readonly NumberFormat numbers;

    private ColumnFormat(ResultColumn column, string? zone, NumberFormat numbers)
    {
        this.zone = zone;
        this.numbers = numbers;
        Column = column;
        IsNumber = column.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;
        IsId = IsNumber && ColumnNames.IsIdentifier(column.Name);
        Currency = MoneyColumns.Has(column) ? numbers.Currency : null;
        grouped = IsNumber && !IsId && !ColumnNames.IsYear(column.Name);
    }

    public ResultColumn Column { get; }

    /// <summary>Shown to the right; enough digits for a decimal or not.</summary>
    public bool IsNumber { get; }

    /// <summary>A number that names something: neither grouped nor summed.</summary>
    public bool IsId { get; }

    /// <summary>Of the column's amounts; null where they are none, or nothing says which.</summary>
    public string? Currency { get; }

    /// <summary>The column's type in words; for instants with the zone in which they are written, for amounts with their currency.</summary>
    public string TypeName =>
        Column.Kind == ColumnKind.TimestampTz ? $"timestamp, {zone ?? "UTC"}" : Currency is null ? Column.DataType : $"{Column.DataType}, {Currency}";

    /// <param name="zone">See <see cref="StoredResult.TimeZone"/>.</param>
    /// <param name="numbers">The marks of numbers and the currency; neutral unless given.</param>
    public static ColumnFormat For(ResultColumn column, string? zone = null, NumberFormat? numbers = null) =>
        new(column, zone, numbers ?? NumberFormat.Neutral);

    /// <summary>The raw text, as it is copied and exported: invariant, ungrouped. Null for NULL.</summary>
    public static string? Raw(object? value) => CellText.Of(value);

    /// <summary>What the grid shows; null for NULL.</summary>
    public string? Shown(object? value) => value switch
    {
        null => null,
        long number when grouped => numbers.Write(number, "#,0"),
        decimal number when grouped =>
            Scale(number) is > ReadableNumber.StoredDecimals && ReadableNumber.Of(number, "#,##0") is { } rounded ? numbers.Marked(rounded)
                : numbers.Write(
                    number,
                    Scale(number) is > 0 and <= ReadableNumber.StoredDecimals and var scale ? $"N{scale}" : "#,0.############################"),
        double number when grouped && double.IsFinite(number) => numbers.Write(number, "#,0.######"),

        // More digits than a decimal holds come as text.
        string text when IsNumber && !MoneyColumns.IsTyped(Column) => numbers.Marked(text),
        decimal or double => numbers.Marked(CellText.ForPeople(value)!),
        _ => CellText.ForPeople(value),
    };

    private static int Scale(decimal number) => number.Scale;
}
