using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// "Today" holds for all that a question speaks of: where things are told apart or chosen by what a history connects them with, its rows are those in force.
/// </summary>
internal static class HistoriesOnRoute
{
    public static QueryFrame Apply(QueryFrame frame, Reach reach)
    {
        var all = frame.Where is AllOf several ? several.Parts : frame.Where is { } one ? [one] : [];
        var grain = frame.Grain.Table;
        if (all.OfType<InForce>().FirstOrDefault(f => !f.IsFormer) is not { } said)
        {
            return all.OfType<InForce>().FirstOrDefault() is { } former && Through(all, grain, reach) is { } history
                ? frame with { Where = Inside([.. all.Where(f => f != former), former with { History = Scene.Ref(history) }], grain, reach) }
                : frame;
        }

        var passed = Spoken(frame).Where(t => t != grain).Distinct().SelectMany(t => reach.Way(grain, t)).Distinct()
            .Where(t => t.History is { To: not null }).ToList();
        if (passed.Count == 0)
        {
            return frame;
        }

        // A mark on the thing itself says less than the days on which it belonged to what is asked about, and a history aside of the way says nothing.
        var kept = all.Where(f => f is not InForce force || passed.Contains(force.History.Table)
            || (force.History.Table == grain && grain.History is { To: not null })).ToList();
        var missing = passed.Where(t => !kept.OfType<InForce>().Any(f => f.History.Table == t));
        return frame with { Where = Inside([.. kept, .. missing.Select(t => said with { History = Scene.Ref(t) })], grain, reach) };
    }

    /// <summary>The history that a condition on related rows leads through: of the departments that somebody has belonged to.</summary>
    private static TableNode? Through(IReadOnlyList<Filter> all, TableNode grain, Reach reach) => all.OfType<Exists>()
        .Where(e => e is { Count: null, Where: not null })
        .SelectMany(e => reach.Way(grain, e.Related.Table)).FirstOrDefault(t => t != grain && t.History is { To: not null });

    /// <summary>"works in Sales now": the very row that says Sales is the one in force, not just any.</summary>
    private static Filter? Inside(List<Filter> parts, TableNode grain, Reach reach)
    {
        foreach (var force in parts.OfType<InForce>().ToList())
        {
            var history = force.History.Table;
            var at = parts.FindIndex(p => p is Exists { Count: null, Where: not null, Related.Role: null } e && history != grain
                && reach.Way(grain, e.Related.Table).Contains(history) && reach.ToOne(history, e.Related.Table) is not null);
            if (at >= 0 && parts[at] is Exists exists)
            {
                parts[at] = new Exists(force.History, FilterAssembly.Joined([exists.Where, force])) { At = exists.At };
                parts.Remove(force);
            }
        }

        return FilterAssembly.Joined(parts);
    }

    private static IEnumerable<TableNode> Spoken(QueryFrame frame) =>
        frame.By.Concat(frame.Show).SelectMany(Tables).Concat(Tables(frame.Where));

    private static IEnumerable<TableNode> Tables(Expression expression) => expression switch
    {
        EntityUse use => [use.Of.Table],
        ColumnUse use => [use.Of.Table],
        PeriodBucket bucket => [bucket.Column.Of.Table],
        _ => [],
    };

    private static IEnumerable<TableNode> Tables(Filter? filter) => filter switch
    {
        AllOf all => all.Parts.SelectMany(Tables),
        AnyOf any => any.Parts.SelectMany(Tables),
        OneOf one => [one.Column.Of.Table],
        Compare compare => Tables(compare.Left),
        IsSet set => [set.Flag.Of.Table],
        Exists { Count: null } exists => [exists.Related.Table],
        _ => [],
    };
}
