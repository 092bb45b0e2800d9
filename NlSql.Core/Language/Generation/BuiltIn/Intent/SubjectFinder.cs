using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>Finds the table that a question is about: the first one that is named other than as a grouping.</summary>
internal static class SubjectFinder
{
    public static TableNode Find(ParseContext context)
    {
        var items = context.Items;
        (TableNode Table, double Score)? first = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Kind != ItemKind.Name)
            {
                continue;
            }

            var isGroup = i > 0 && items[i - 1].Is(CueKind.Each);
            if (item.TableScore >= 0.75 && item.TableScore >= item.ColumnScore - 0.05 && !isGroup)
            {
                return item.Tables[0].Table;
            }

            if (item.Owner is { } owner && !isGroup)
            {
                return owner;
            }

            first ??= item.TableScore > 0.9 && isGroup ? item.Tables[0] : null;
        }

        return first?.Table ?? ByColumns(context) ?? context.Schema.Tables.OrderByDescending(t => t.Info.RowEstimate ?? 0).First();
    }

    /// <summary>No table is named: the one that holds most of what is named.</summary>
    private static TableNode? ByColumns(ParseContext context)
    {
        var votes = new Dictionary<TableNode, double>();
        var isFirst = true;
        foreach (var item in context.Items)
        {
            // What is asked comes first, and what it is restricted to later.
            var weight = isFirst && item.Columns.Count > 0 ? 1.5 : 1;
            isFirst &= item.Columns.Count == 0;
            var named = item.Columns.Where(c => c.Score >= item.ColumnScore - 0.1).GroupBy(c => c.Column.Table).Select(g => (g.Key, g.Max(c => c.Score)));
            var valued = item.Values.GroupBy(v => v.Column.Table).Select(g => (g.Key, 0.6 * g.Max(v => v.Score)));
            var weak = item.Tables.Select(t => (t.Table, t.Score));
            foreach (var (table, score) in named.Concat(valued).Concat(weak))
            {
                votes[table] = votes.GetValueOrDefault(table) + (score * weight);
            }
        }

        return votes.Count == 0 ? null : votes.OrderByDescending(v => v.Value - (v.Key.IsBridge ? 0.3 : 0)).First().Key;
    }
}
