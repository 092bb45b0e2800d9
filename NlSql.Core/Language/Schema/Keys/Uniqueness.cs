using System.Globalization;

namespace NlSql.Core.Language.Schema.Keys;

/// <summary>Whether columns tell the rows of their table apart.</summary>
/// <param name="IsUnique">Null when nothing tells.</param>
/// <param name="IsDeclared">By a constraint or a unique index.</param>
/// <param name="Reason">A clause for people, without its end.</param>
internal sealed record Uniqueness(bool? IsUnique, bool IsDeclared, string Reason)
{
    /// <summary>Estimates of distinct values are this near to the number of rows when there is one of each.</summary>
    private const double AllDistinct = 0.99;

    /// <summary>In fewer rows all values differ by chance too easily to call a reference one to one.</summary>
    private const int TellingRows = 20;

    private static readonly Uniqueness Unknown = new(null, false, "nothing tells whether it is unique");

    public static Uniqueness Of(TableNode table, IReadOnlyList<ColumnNode> columns)
    {
        var names = columns.Select(c => c.Info.Name).ToList();
        if (table.Info.PrimaryKey is { Count: > 0 } key && key.All(names.Contains))
        {
            return new Uniqueness(true, true, "it is the primary key");
        }

        if (table.Info.UniqueKeys.Any(k => k.All(names.Contains)))
        {
            return new Uniqueness(true, true, "it is unique");
        }

        if (columns is not [{ Info.Statistics: { DistinctCount: { } distinct } statistics }] || table.Info.RowEstimate is not { } rows || rows < 1)
        {
            return Unknown;
        }

        var filled = rows * (1 - (statistics.NullFraction ?? 0));
        return filled < 1 ? Unknown
            : distinct >= AllDistinct * filled
                ? new Uniqueness(true, false, $"its {Count(filled)} values are all different")
                : new Uniqueness(false, false, $"it has {Count(distinct)} different values in {Count(rows)} rows");
    }

    /// <summary>
    /// A row that is referred to meets at most one that refers to it. Statistics count only where the table declares no key at all: a designer who declares
    /// some would have declared this one.
    /// </summary>
    public static bool MeetsOne(TableNode many, IReadOnlyList<ColumnNode> columns)
    {
        var found = Of(many, columns);
        return found.IsUnique == true
            && (found.IsDeclared || (many.Info.PrimaryKey.Count == 0 && many.Info.UniqueKeys.Count == 0 && many.Info.RowEstimate >= TellingRows));
    }

    private static string Count(double number) => Math.Round(number).ToString("N0", CultureInfo.InvariantCulture);
}
