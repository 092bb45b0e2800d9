using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>A value that the column does not hold: in other letters, or not among those that are known to be all.</summary>
internal sealed class ValueRule : ILintRule
{
    /// <summary>So many values are named in a sentence.</summary>
    private const int Named = 6;

    /// <summary>So many letters of a word are one that a slip of the pen changes.</summary>
    private const int LettersBySlip = 5;

    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries)
        {
            foreach (var compared in query.Own.Select(node => Compared(node, query)).OfType<Comparison>())
            {
                var warnings = compared.Literals.Select(literal => Warning(item, query, compared, literal)).ToList();

                // Of a list of values one that no row has yet harms nobody, as long as others are there.
                var isUnknown = compared.Kind == ComparisonKind.Equal && warnings.TrueForAll(warning => warning?.Rule == LintRules.UnknownValue);
                foreach (var warning in warnings.OfType<LintWarning>().Where(warning => isUnknown || warning.Rule != LintRules.UnknownValue))
                {
                    yield return warning;
                }
            }
        }
    }

    private static LintWarning? Warning(LintCase item, LintQuery query, Comparison compared, ParseNode literal)
    {
        var (column, value) = (compared.Column, literal.Node("sval")!.Text("sval"));
        var isPattern = compared.Kind == ComparisonKind.Like;
        var core = isPattern ? Core(value) : value;
        var known = Known(column);
        var isThere = known.Exists(k => isPattern ? k.Contains(core, StringComparison.Ordinal) : k == value.TrimEnd(' '));
        if (known.Count == 0 || isThere || core.Length == 0)
        {
            return null;
        }

        var others = known.FindAll(k => isPattern
            ? k.Contains(core, StringComparison.OrdinalIgnoreCase)
            : string.Equals(k, value, StringComparison.OrdinalIgnoreCase));
        if (others.Count > 0)
        {
            var index = others[0].IndexOf(core, StringComparison.OrdinalIgnoreCase);
            var written = isPattern ? value.Replace(core, others[0].Substring(index, core.Length), StringComparison.Ordinal) : others[0];
            return new LintWarning(
                LintRules.LetterCase,
                $"{column} holds '{others[0]}', not '{core}', and PostgreSQL tells capital letters from small ones.",
                isPattern ? "Use ILIKE, or write it as the data does." : "Write it as the data does.")
            {
                Sql = Mended(item, query, compared, literal, written),
            };
        }

        if (isPattern || !AreAll(column, known))
        {
            return null;
        }

        var near = known.Where(k => EditDistance.Between(k, value) <= Math.Max(1, value.Length / LettersBySlip)).ToList();
        var shown = string.Join(", ", known.Take(Named).Select(k => $"'{k}'")) + (known.Count > Named ? ", …" : "");
        return new LintWarning(
            LintRules.UnknownValue,
            $"No row of {column.Table.Name} is known to have {column.Info.Name} '{value}': the {known.Count} known values are {shown}.",
            near.Count > 0 ? $"Perhaps '{near[0]}' is meant." : "Use one of them.")
        {
            Sql = near.Count == 1 ? Mended(item, query, compared, literal, near[0]) : null,
        };
    }

    private static string? Mended(LintCase item, LintQuery query, Comparison compared, ParseNode literal, string value)
    {
        var mended = literal.With("sval", literal.Node("sval")!.With("sval", value));
        return item.WithAll(query, compared.Node, compared.Node.Rewrite(node => ReferenceEquals(node, literal) ? mended : node));
    }

    /// <summary>Values of text that are compared by PostgreSQL's own rules: not those of citext, and none that stand for dates or numbers.</summary>
    private static List<string> Known(ColumnNode column) => column.Form is not null || column.Info.BaseType == "citext" ? []
        : column.Info.Kind == ColumnKind.Enum ? [.. column.Info.EnumLabels]
        : column.Info.Kind == ColumnKind.Text ? [.. column.Info.Statistics.Samples.Select(sample => sample.Value)]
        : [];

    private static bool AreAll(ColumnNode column, List<string> known) => column.Info.Kind == ColumnKind.Enum
        || (column.Info.Statistics.DistinctCount is { } distinct && known.Count >= distinct && column.Table.Info.RowEstimate > 0);

    /// <summary>What a pattern looks for between its wildcards; empty where they stand inside.</summary>
    private static string Core(string value)
    {
        var core = value.Trim('%');
        return core.AsSpan().ContainsAny('%', '_', '\\') ? "" : core;
    }

    private static Comparison? Compared(ParseNode node, LintQuery query)
    {
        if (node.Kind != "A_Expr" || node.Node("lexpr") is not { } left || node["rexpr"] is null)
        {
            return null;
        }

        var name = node.Names("name") is [.., var last] ? last : "";
        var kind = (node.Text("kind"), name) switch
        {
            ("AEXPR_LIKE", "~~" or "!~~") => ComparisonKind.Like,
            ("AEXPR_OP" or "AEXPR_IN", "=") => ComparisonKind.Equal,
            ("AEXPR_OP" or "AEXPR_IN", "<>") => ComparisonKind.Other,
            _ => ComparisonKind.None,
        };
        IReadOnlyList<ParseNode> right = node.Node("rexpr") is { Kind: "List" } list ? list.List("items") : node.Node("rexpr") is { } one ? [one] : [];
        return kind == ComparisonKind.None ? null
            : ColumnOf(left, query) is { } column ? new Comparison(node, column, [.. right.Select(TreeWalk.Uncast).Where(IsText)], kind)
            : right is [var other] && IsText(left) && ColumnOf(other, query) is { } turned && kind != ComparisonKind.Like
                ? new Comparison(node, turned, [left], kind)
            : null;
    }

    private static ColumnNode? ColumnOf(ParseNode node, LintQuery query) => query.Find(TreeWalk.Uncast(node))?.Base;

    private static bool IsText(ParseNode node) => node.Kind == "A_Const" && node.Has("sval");

    private enum ComparisonKind
    {
        None,
        Equal,
        Other,
        Like,
    }

    private sealed record Comparison(ParseNode Node, ColumnNode Column, IReadOnlyList<ParseNode> Literals, ComparisonKind Kind);
}
