using System.Globalization;

namespace NlSql.Core.Language.Schema;

/// <summary>A table that connects others: it refers to two and holds little else.</summary>
/// <param name="Keys">The keys that it connects by, in the table's order.</param>
/// <param name="IsPlain">No more than the connection; false for one that holds dates, and so tells since when or until when it held.</param>
/// <param name="Evidence">A sentence for people.</param>
internal sealed record Bridge(IReadOnlyList<KeyEdge> Keys, bool IsPlain, string Evidence)
{
    /// <summary>Columns beside keys that a plain connection may have: a position, a quantity.</summary>
    private const int FewColumns = 1;

    /// <summary>A beginning, an end, and when it was written down.</summary>
    private const int DateColumns = 3;

    /// <summary>Null for a table that is no bridge.</summary>
    public static Bridge? Of(TableNode table, IReadOnlyList<KeyEdge> edges)
    {
        var keys = edges.Where(e => e.Many == table && !e.Evidence.IsPairing).ToList();
        var own = table.Columns.Where(c => !c.IsForeignKey && !c.IsKey).ToList();
        var dates = own.Where(c => c.IsDate).ToList();
        if (keys.Select(k => k.ManyColumns[0]).Distinct().Count() < 2 || dates.Count > DateColumns)
        {
            return null;
        }

        // With more than that, or with a date and something else, it is an event of its own: a sale has a day and a price.
        if (own.Count > dates.Count && (dates.Count > 0 || own.Count > FewColumns))
        {
            return null;
        }

        var rows = table.Info.RowEstimate is { } count ? $" and holds {count.ToString("N0", CultureInfo.InvariantCulture)} rows" : "";
        var what = $"{table.Name} refers to {string.Join(" and ", keys.Select(k => k.One.Name).Distinct())}{rows}";
        return dates.Count == 0
            ? new Bridge(keys, true, $"{what}, with {(own.Count == 0 ? "no column" : own[0].Info.Name)} beside its keys.")
            : new Bridge(keys, false, $"{what}; {string.Join(", ", dates.Select(d => d.Info.Name))} make it an assignment over time.");
    }
}
