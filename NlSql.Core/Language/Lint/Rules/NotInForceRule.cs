using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>A table that keeps former rows, read as if it had only those in force.</summary>
internal sealed class NotInForceRule : ILintRule
{
    private static readonly string[] Former =
    [
        "ever", "never", "former", "formerly", "previous", "previously", "past", "history", "historical", "changes", "changed", "over", "been",
    ];

    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        var words = item.Question?.ToLowerInvariant().Split([' ', ',', '?', '.', '!'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Any(Former.Contains) || IsPerfect(words))
        {
            yield break;
        }

        foreach (var query in item.Reading.Queries)
        {
            var named = query.Own.Select(query.Find).OfType<LintColumn>().ToList();
            var hasStar = query.Own.Any(node => node.Kind == "A_Star");
            foreach (var source in query.Sources.Where(source => source.Table is not null && !hasStar))
            {
                var told = named.Where(column => column.Source == source).Select(column => column.Base).ToHashSet();
                if (source.Table!.History is { } history && HasFormer(history) && Columns(history).All(column => !told.Contains(column)))
                {
                    var condition = Condition(source.Alias, history);
                    yield return new LintWarning(
                        LintRules.NotInForce, history.Evidence + " All of them are read here.", $"Ask for those in force: {condition}.")
                    {
                        Sql = source.IsOptional ? null : item.With(query.Node, Conditions.Added(query.Node, TreeParts.Expression(condition))),
                    };
                }
                else if (source.Table.Changes is { } changes && !told.Contains(changes.From))
                {
                    var things = NodeText.And(changes.Things.Select(thing => thing.Info.Name));
                    yield return new LintWarning(
                        LintRules.NotInForce,
                        $"{changes.Evidence} All of them are read here.",
                        $"Take the row with the last {changes.From.Info.Name} of each {things}, or say that former ones count.");
                }
            }
        }
    }

    /// <summary>"Have worked", "has used": former states count.</summary>
    private static bool IsPerfect(string[] words) => words.Zip(words.Skip(1))
        .Any(pair => pair.First is "have" or "has" or "had" && pair.Second.EndsWith("ed", StringComparison.Ordinal));

    private static IEnumerable<ColumnNode> Columns(HistoryOf history) => new[] { history.From, history.To, history.Current }.OfType<ColumnNode>();

    /// <summary>
    /// False where every row is known to be open, and where only a flag tells: a worker who is marked as current is a thing rather than a state of one.
    /// </summary>
    private static bool HasFormer(HistoryOf history) =>
        (history.From is not null || history.To is not null) && history.To?.Info.Statistics.NullFraction is not >= 1;

    private static string Condition(string alias, HistoryOf history)
    {
        string Name(ColumnNode column) => $"{Identifier.Quote(alias)}.{Identifier.Quote(column.Info.Name)}";
        return history switch
        {
            { Current: { Flag: { } flag } current } => current.Info.Kind switch
            {
                ColumnKind.Boolean => flag.Yes == "true" ? Name(current) : $"NOT {Name(current)}",
                ColumnKind.Integer => $"{Name(current)} = {flag.Yes}",
                _ => $"{Name(current)} = {SqlLiteral.Of(flag.Yes)}",
            },
            { To: { } to, OpenEnd: { } open } => $"{Name(to)} = '{open}'",
            { To: { } to } => $"({Name(to)} IS NULL OR {Name(to)} >= current_date)",
            _ => $"{Name(history.From!)} <= current_date",
        };
    }
}
