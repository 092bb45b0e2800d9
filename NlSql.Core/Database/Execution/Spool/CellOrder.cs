namespace NlSql.Core.Database.Execution.Spool;

/// <summary>Order of cells within a column as PostgreSQL has it by default: NULL last, NaN above every number, text by code point.</summary>
internal sealed class CellOrder : IComparer<object?>
{
    public static CellOrder Instance { get; } = new();

    /// <inheritdoc />
    public int Compare(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (double a, double b) => double.IsNaN(a) ? (double.IsNaN(b) ? 0 : 1) : double.IsNaN(b) ? -1 : a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (IComparable a, _) when x.GetType() == y.GetType() => a.CompareTo(y),

        // A column mixes types only where a value fits no number or date: huge numerics, infinity, years BC.
        (string a, _) => IsBelowAll(a) ? -1 : 1,
        (_, string b) => IsBelowAll(b) ? 1 : -1,
        _ => 0,
    };

    private static bool IsBelowAll(string text) => text.StartsWith('-') || text.EndsWith(" BC", StringComparison.Ordinal);
}
