using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Keys;

/// <summary>
/// Finds the key whose values a column holds, where its name tells nothing: <c>buyer_code</c> with the codes of customers. Texts only: numbers from 1 on are
/// in every table.
/// </summary>
internal sealed class KeyValues
{
    private const int Telling = 5;
    private const double Nearly = 0.95;

    private readonly Dictionary<string, List<Referable>> byValue = new(StringComparer.Ordinal);

    public KeyValues(IEnumerable<Referable> keys)
    {
        foreach (var key in keys.Where(k => k is { Uniqueness.IsUnique: true, Column.Info.Kind: ColumnKind.Text }))
        {
            foreach (var sample in key.Column.Info.Statistics.Samples)
            {
                if (!byValue.TryGetValue(sample.Value, out var list))
                {
                    byValue[sample.Value] = list = [];
                }

                list.Add(key);
            }
        }
    }

    public IEnumerable<NameFit> Of(ColumnNode column)
    {
        var samples = column.Info.Statistics.Samples;
        if (column.Info.Kind != ColumnKind.Text || samples.Count < Telling || column.Words.Count < 2 || !KeyWords.IsEnding(column.Words[^1]))
        {
            return [];
        }

        var counts = new Dictionary<Referable, int>();
        foreach (var key in samples.SelectMany(s => byValue.GetValueOrDefault(s.Value, [])).Where(k => k.Table != column.Table))
        {
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts.Where(c => c.Value >= Nearly * samples.Count)
            .Select(c => new NameFit(c.Key, 0.5, $"holds values of {c.Key.Column}", HasRole: true, NeedsOneOwner: true));
    }
}
