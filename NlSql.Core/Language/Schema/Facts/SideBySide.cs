namespace NlSql.Core.Language.Schema.Facts;

/// <summary>Columns of one table that hold the same amount, each for a month, a quarter or a year: a sheet as wide as its years.</summary>
/// <param name="Columns">In the order of their periods.</param>
/// <param name="Unit"><c>month</c>, <c>quarter</c> or <c>year</c>.</param>
/// <param name="HasYear">A month or quarter of a year that is said: "Mar 2025"; false for "Mar" alone.</param>
/// <param name="Words">Lemmas of what they hold: "rainfall".</param>
/// <param name="IsOfTable">The table is called by what they hold rather than by its rows.</param>
/// <param name="Evidence">Why, for people.</param>
internal sealed record SideBySide(
    IReadOnlyList<(ColumnNode Column, DateOnly Period)> Columns, string Unit, bool HasYear, IReadOnlyList<string> Words, bool IsOfTable, string Evidence)
{
    /// <summary>Periods are told by their first day; otherwise by the number of the year, quarter or month.</summary>
    public bool AreDays => HasYear && Unit != "year";

    /// <summary>As it stands in the rows of the columns put one below the other.</summary>
    public string Sql(DateOnly period) => AreDays ? $"DATE '{period:yyyy-MM-dd}'" : Number(period).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The year, the quarter 1 to 4, or the month 1 to 12.</summary>
    public int Number(DateOnly period) => Unit switch { "year" => period.Year, "quarter" => ((period.Month - 1) / 3) + 1, _ => period.Month };
}
