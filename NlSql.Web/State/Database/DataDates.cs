using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Web.State.Database;

/// <param name="Column"><c>schema.table.column</c> that holds it.</param>
public sealed record NewestDate(DateOnly Date, string Column);

/// <summary>How new the data is.</summary>
public static class DataDates
{
    /// <summary>The newest date or timestamp of any column that is not in the future, from the catalog's statistics; null when none is known.</summary>
    public static NewestDate? Newest(SchemaCatalog catalog, SessionClock clock)
    {
        var today = clock.Today;
        return catalog.Tables
            .SelectMany(table => table.Columns, (table, column) => (Table: table, Column: column, Date: Read(column)))
            .Where(found => found.Date is not null && found.Date <= today)
            .OrderByDescending(found => found.Date)
            .ThenByDescending(found => found.Table.RowEstimate ?? 0)
            .Select(found => new NewestDate(found.Date!.Value, $"{found.Table.Name}.{found.Column.Name}"))
            .FirstOrDefault();
    }

    private static DateOnly? Read(ColumnInfo column) =>
        column.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz
        && column.Statistics.Maximum is { Length: >= 10 } text
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
