using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>What was computed of a result's rows: the ground of charts and of the written analysis.</summary>
internal sealed record ResultProfile
{
    public required IReadOnlyList<ProfiledColumn> Columns { get; init; }

    public required IReadOnlyList<object?[]> Rows { get; init; }

    public IEnumerable<ProfiledColumn> Measures => Columns.Where(column => column.Role == ColumnRole.Measure);

    public IEnumerable<ProfiledColumn> Times => Columns.Where(column => column.Role == ColumnRole.Time);

    public IEnumerable<ProfiledColumn> Categories => Columns.Where(column => column.Role == ColumnRole.Category);

    public static ResultProfile Of(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows) => new()
    {
        Columns = [.. columns.Select((column, index) => Profile(column, index, rows))],
        Rows = rows,
    };

    /// <summary>The last name beside a first name, and the first beside a last; null for others.</summary>
    public ProfiledColumn? OtherNameOf(ProfiledColumn column) => column.Label is "first name" or "last name"
        ? Columns.FirstOrDefault(other => other != column && (other.Label is "first name" or "last name") && other.Role == ColumnRole.Category)
        : null;

    /// <summary>No two rows agree in all of <paramref name="columns"/>.</summary>
    public bool IsUniqueBy(params ReadOnlySpan<ProfiledColumn> columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            var key = string.Empty;
            foreach (var column in columns)
            {
                key += CellValues.Text(row[column.Index]) + "\u001f";
            }

            if (!seen.Add(key))
            {
                return false;
            }
        }

        return Rows.Count > 0;
    }

    private static ProfiledColumn Profile(ResultColumn column, int index, IReadOnlyList<object?[]> rows)
    {
        var cells = rows.Select(row => row[index]).ToList();
        var nulls = cells.Count(cell => cell is null);
        var times = nulls == cells.Count ? null : TimesOf(column, cells);
        var role = RoleOf(column, cells, nulls, times);
        return new ProfiledColumn
        {
            Index = index,
            Column = column,
            Role = role,
            Label = ColumnNames.Label(column.Name),
            Rows = cells.Count,
            Nulls = nulls,
            Distinct = cells.Where(cell => cell is not null).Distinct().Count(),
            Numbers = role is ColumnRole.Measure ? NumbersOf(column, cells) : null,
            Times = role == ColumnRole.Time ? times : null,
            Values = role is ColumnRole.Category or ColumnRole.Identifier ? ValuesOf(cells) : [],
            IsAdditive = role == ColumnRole.Measure && ColumnNames.IsAdditive(column.Name),
            IsPercent = role == ColumnRole.Measure && ColumnNames.IsPercent(column.Name),
        };
    }

    /// <summary>Text is a number only in a column of numbers: there a numeric that no decimal holds arrives so.</summary>
    public static double? NumberOf(object? cell, ColumnKind kind) =>
        cell is string && kind is not (ColumnKind.Decimal or ColumnKind.Integer or ColumnKind.Float) ? null : CellNumber.Of(cell);

    private static ColumnRole RoleOf(ResultColumn column, List<object?> cells, int nulls, TimeSummary? times)
    {
        if (nulls == cells.Count)
        {
            return ColumnRole.Empty;
        }

        if (times is not null)
        {
            return ColumnRole.Time;
        }

        var isNumber = cells.TrueForAll(cell => cell is null || NumberOf(cell, column.Kind) is not null);
        if (!isNumber)
        {
            return column.Kind == ColumnKind.Uuid ? ColumnRole.Identifier : ColumnRole.Category;
        }

        var isWhole = cells.TrueForAll(cell => NumberOf(cell, column.Kind) is not { } number || number == Math.Floor(number));
        return isWhole && ColumnNames.IsIdentifier(column.Name) ? ColumnRole.Identifier
            : isWhole && ColumnNames.IsCalendarPart(column.Name) ? ColumnRole.Category
            : ColumnRole.Measure;
    }

    /// <summary>Null when the column is no time: every value has to be one.</summary>
    private static TimeSummary? TimesOf(ResultColumn column, List<object?> cells)
    {
        var byType = column.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz;
        var byYear = column.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float && ColumnNames.IsYear(column.Name);
        if (!byType && !byYear && column.Kind != ColumnKind.Text)
        {
            return null;
        }

        List<TimeAt> times = [];
        for (var row = 0; row < cells.Count; row++)
        {
            if (cells[row] is null)
            {
                continue;
            }

            // Four digits alone are a year only in a column that says so.
            var time = byYear ? CellValues.Year(cells[row])
                : cells[row] is string { Length: 4 } && !ColumnNames.IsYear(column.Name) ? null
                : CellValues.Time(cells[row]);
            if (time is null)
            {
                return null;
            }

            times.Add(new TimeAt(row, time.Value));
        }

        var summary = TimeSummary.Of(times);
        return summary is not null && (byYear || cells.TrueForAll(cell => cell is null or string { Length: 4 }))
            ? summary with { Grain = TimeGrain.Year }
            : summary;
    }

    private static NumericSummary? NumbersOf(ResultColumn column, List<object?> cells)
    {
        List<NumberAt> numbers = [];
        decimal? sum = 0;
        for (var row = 0; row < cells.Count; row++)
        {
            if (NumberOf(cells[row], column.Kind) is not { } number)
            {
                continue;
            }

            numbers.Add(new NumberAt(row, number));
            sum = sum is { } soFar && CellNumber.Exact(cells[row]) is { } exact && Math.Abs(soFar) < 1e27m && Math.Abs(exact) < 1e27m ? soFar + exact : null;
        }

        return NumericSummary.Of(numbers, sum);
    }

    private static List<ValueCount> ValuesOf(List<object?> cells) =>
        [.. cells.Select((cell, row) => (Cell: cell, Row: row))
            .Where(item => item.Cell is not null)
            .GroupBy(item => CellValues.Text(item.Cell), StringComparer.Ordinal)
            .Select(group => new ValueCount(group.Key, group.Count(), group.First().Row))
            .OrderByDescending(value => value.Count)];
}
