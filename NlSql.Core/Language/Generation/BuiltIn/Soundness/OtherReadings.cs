using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>What else a phrase could have meant: the readings that fit nearly as well, never the one in use.</summary>
internal static class OtherReadings
{
    private const int Most = 4;

    /// <summary>Names that fit worse than the best by more are no readings.</summary>
    private const double Near = 0.2;

    public static IReadOnlyList<string> Of(Item item)
    {
        var best = Math.Max(item.TableScore, item.ColumnScore);
        var names = item.Columns.Where(c => c.Score >= best - Near)
            .Select(c => c.Column.ToString())
            .Concat(item.Tables.Where(t => t.Score >= best - Near).Select(t => t.Table.ToString()));
        return [
            .. item.Others.Concat(names).Concat(item.Values.Select(v => $"{v.Column} = {v.Value}")).Where(r => !IsInUse(r, item.Meaning!)).Distinct().Take(Most)
        ];
    }

    /// <summary>A meaning may say more than the name: <c>sum of orders.total_amount</c>.</summary>
    public static bool IsInUse(string reading, string meaning) => $" {meaning} ".Contains($" {reading} ", StringComparison.Ordinal);
}
