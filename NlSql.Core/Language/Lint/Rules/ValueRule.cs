using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
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
    public IEnumerable<LintWarning> Check(LintCase item) =>
        from query in item.Reading.Queries
        from node in query.Own
        let compared = Compared(node, query)
        where compared is not null
        let warning = Warning(item, query, compared)
        where warning is not null
        select warning;

    /// <summary>One of a comparison, however many values it lists: they are mended together.</summary>
    private static LintWarning? Warning(LintCase item, LintQuery query, Comparison compared)
    {
        var known = Known(compared.Column);
        if (known.Count == 0)
        {
            return null;
        }

        List<(ParseNode Literal, string Asked, string Held, string Written)> cased = [];
        List<ParseNode> unknown = [];
        var isPattern = compared.Kind == ComparisonKind.Like;
        foreach (var literal in compared.Literals)
        {
            item.Reading.Steps.Take(known.Count);
            var value = Value(literal);
            var core = isPattern ? Core(value) : value;
            if (core.Length == 0 || known.Exists(k => isPattern ? k.Contains(core, StringComparison.Ordinal) : k == value.TrimEnd(' ')))
            {
                continue;
            }

            if (known.Find(k => isPattern
                ? k.Contains(core, StringComparison.OrdinalIgnoreCase)
                : string.Equals(k, value, StringComparison.OrdinalIgnoreCase)) is { } held)
            {
                var index = held.IndexOf(core, StringComparison.OrdinalIgnoreCase);
                var written = isPattern ? value.Replace(core, held.Substring(index, core.Length), StringComparison.Ordinal) : held;
                cased.Add((literal, core, held, written));
            }
            else
            {
                unknown.Add(literal);
            }
        }

        if (cased.Count > 0)
        {
            return new LintWarning(
                LintRules.LetterCase,
                $"{compared.Column} holds {Shown(cased.Select(one => one.Held))}, not {Shown(cased.Select(one => one.Asked))}, "
                    + "and PostgreSQL tells capital letters from small ones.",
                isPattern ? "Use ILIKE, or write it as the data does." : "Write it as the data does.")
            {
                Sql = Mended(item, query, compared, cased.ToDictionary(one => one.Literal, one => one.Written)),
            };
        }

        // Of a list of values one that no row has yet harms nobody, as long as others are there.
        return compared.Kind == ComparisonKind.Equal && unknown.Count > 0 && unknown.Count == compared.Literals.Count && AreAll(compared.Column, known)
            ? Unknown(item, query, compared, known)
            : null;
    }

    private static LintWarning Unknown(LintCase item, LintQuery query, Comparison compared, List<string> known)
    {
        var near = compared.Literals.ToDictionary(literal => literal, literal => Near(Value(literal), known, item.Reading.Steps));
        var meant = near.Values.SelectMany(values => values.Take(1)).Distinct(StringComparer.Ordinal).ToList();
        return new LintWarning(
            LintRules.UnknownValue,
            $"No row of {compared.Column.Table.Name} is known to have {compared.Column.Info.Name} {Shown(compared.Literals.Select(Value))}: "
                + $"the {known.Count} known values are {Shown(known)}.",
            meant.Count switch { 0 => "Use one of them.", 1 => $"Perhaps '{meant[0]}' is meant.", _ => $"Perhaps {Shown(meant)} are meant." })
        {
            Sql = Mended(item, query, compared, near.Where(pair => pair.Value.Count == 1).ToDictionary(pair => pair.Key, pair => pair.Value[0])),
        };
    }

    /// <summary>What a slip of the pen makes of <paramref name="value"/>.</summary>
    private static List<string> Near(string value, List<string> known, LookSteps steps)
    {
        steps.Take(known.Count * (1 + (value.Length / LettersBySlip)));
        return known.FindAll(k => EditDistance.Between(k, value) <= Math.Max(1, value.Length / LettersBySlip));
    }

    private static string? Mended(LintCase item, LintQuery query, Comparison compared, Dictionary<ParseNode, string> written) => written.Count == 0
        ? null
        : item.WithAll(query, compared.Node, compared.Node.Rewrite(node =>
            written.TryGetValue(node, out var value) ? node.With("sval", node.Node("sval")!.With("sval", value)) : node));

    private static string Value(ParseNode literal) => literal.Node("sval")!.Text("sval");

    private static string Shown(IEnumerable<string> values)
    {
        var different = values.Distinct(StringComparer.Ordinal).ToList();
        return string.Join(", ", different.Take(Named).Select(value => $"'{value}'")) + (different.Count > Named ? ", …" : "");
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
