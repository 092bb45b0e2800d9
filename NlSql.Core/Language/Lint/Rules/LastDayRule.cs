using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>A moment that has to be at most a day: midnight is where the day begins, and the rest of it is left out.</summary>
internal sealed class LastDayRule : ILintRule
{
    private const string Midnight = "00:00:00";

    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries)
        {
            foreach (var node in query.Own)
            {
                if (Bound(node) is { } bound && query.Find(node.Node("lexpr")!)?.Base is { } column && HasTimes(column) && Day(bound) is { } day)
                {
                    yield return Warning(item, query, node, bound, column, day);
                }
            }
        }
    }

    private static LintWarning Warning(LintCase item, LintQuery query, ParseNode node, ParseNode bound, ColumnNode column, DateOnly day)
    {
        var next = day.AddDays(1);
        var text = next.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var before = TreeParts.Expression("arg1 < arg2", node.Node("lexpr")!, Replaced(bound, text));
        var fixedNode = node.Text("kind") == "AEXPR_BETWEEN"
            ? TreeParts.Expression("arg1 >= arg2 AND arg3", node.Node("lexpr")!, node.Node("rexpr")!.List("items")[0], before)
            : before;
        var latest = column.Info.Statistics.Maximum is { } most ? $" ({column} goes up to {most})" : "";
        return new LintWarning(
            LintRules.LastDay,
            $"{item.Text(node)} ends where {day:yyyy-MM-dd} begins, for {column} holds times of the day{latest}: the rest of that day is left out.",
            $"Ask for what is before {text}.")
        {
            Sql = item.WithAll(query, node, fixedNode),
        };
    }

    /// <summary>The upper bound of BETWEEN or of &lt;=.</summary>
    private static ParseNode? Bound(ParseNode node) =>
        node.Kind == "A_Expr" && node.Text("kind") == "AEXPR_BETWEEN" && node.Node("rexpr")?.List("items") is [_, var upper] ? upper
        : TreeWalk.Operator(node) == "<=" ? node.Node("rexpr")
        : null;

    /// <summary>All moments that are known are midnights: days, kept as moments.</summary>
    private static bool HasTimes(ColumnNode column) => column.Form is null
        && column.Info.Kind is ColumnKind.Timestamp or ColumnKind.TimestampTz
        && !(IsDay(column.Info.Statistics.Minimum) && IsDay(column.Info.Statistics.Maximum));

    private static bool IsDay(string? moment) => moment is not null && moment.Contains(Midnight, StringComparison.Ordinal);

    /// <summary>The day that a literal without a time says, be it cast.</summary>
    private static DateOnly? Day(ParseNode bound) =>
        TreeWalk.Uncast(bound) is { Kind: "A_Const" } literal && literal.Node("sval") is { } text
            && DateOnly.TryParseExact(text.Text("sval"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.MaxValue ? day : null;

    private static ParseNode Replaced(ParseNode bound, string text) => bound.Kind == "TypeCast"
        ? bound.With("arg", Replaced(bound.Node("arg")!, text))
        : bound.With("sval", bound.Node("sval")!.With("sval", text));
}
