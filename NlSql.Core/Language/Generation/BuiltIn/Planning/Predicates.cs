using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>What a condition is in SQL once it is known where its column stands.</summary>
internal static class Predicates
{
    public static SqlExpression Deny(Condition condition, SqlExpression expression) => (condition, expression) switch
    {
        (_, BinaryExpression { Operator: "=", Right: not FunctionExpression } equal) => equal with { Operator = "<>" },
        (_, BinaryExpression { Operator: "ILIKE" } like) => like with { Operator = "NOT ILIKE" },
        (_, BinaryExpression { Operator: ">" } greater) => greater with { Operator = "<=" },
        (_, BinaryExpression { Operator: "<" } less) => less with { Operator = ">=" },
        _ => new NotExpression(expression),
    };

    /// <summary>'summer' = ANY(tags); a value that nobody has seen may be written in another case there.</summary>
    public static SqlExpression HasElement(SqlExpression column, IReadOnlyList<TextValue> values)
    {
        // As text, since elements of an enumerated type cannot be compared with what is no label of it.
        var texts = new CastExpression(column, "text[]");
        var parts = values.Select(v => v.IsKnown
            ? (SqlExpression)new BinaryExpression("=", new TextExpression(v.Text), new FunctionExpression("ANY", [texts]))
            : new ElementExpression(texts, Escape(v.Text))).ToList();
        return parts.Count == 1 ? parts[0] : new LogicExpression("OR", parts);
    }

    /// <summary>
    /// An enumerated column as text, unless all it is compared with are labels of it: anything else PostgreSQL refuses. So it does texts beside
    /// keys that are none.
    /// </summary>
    public static SqlExpression Labels(SqlExpression expression, ColumnNode column, IReadOnlyList<TextValue> values) =>
        !column.IsText ? new CastExpression(expression, "text") : column.Info.Kind is ColumnKind.Enum
            && (values.Count == 0 || values.Any(v => !v.IsKnown || !column.Info.EnumLabels.Contains(v.Text, StringComparer.Ordinal)))
            ? new CastExpression(expression, "text")
            : expression;

    public static SqlExpression OneOf(SqlExpression column, IReadOnlyList<TextValue> values)
    {
        if (values.All(v => v.IsKnown))
        {
            return values.Count == 1
                ? new BinaryExpression("=", column, new TextExpression(values[0].Text))
                : new InExpression(column, [.. values.Select(v => new TextExpression(v.Text))]);
        }

        var parts = values.Select(v => v.IsKnown
            ? (SqlExpression)new BinaryExpression("=", column, new TextExpression(v.Text))
            : new BinaryExpression("ILIKE", column, new TextExpression(Escape(v.Text)))).ToList();
        return parts.Count == 1 ? parts[0] : new LogicExpression("OR", parts);
    }

    public static SqlExpression Within(SqlExpression column, DateCondition date)
    {
        var parts = new List<SqlExpression>();
        if (date.Range.From is { } from)
        {
            parts.Add(new BinaryExpression(">=", column, new DateExpression(from)));
        }

        if (date.Range.To is { } to)
        {
            parts.Add(new BinaryExpression("<", column, new DateExpression(to)));
        }

        // "until 9999-12-31": any day that there is.
        return parts.Count switch { 0 => new NullTestExpression(column, IsNull: false), 1 => parts[0], _ => new LogicExpression("AND", parts) };
    }

    /// <summary>Case does not count, and what the text holds of the signs of LIKE is meant as it stands.</summary>
    public static SqlExpression Match(SqlExpression column, MatchCondition match) =>
        new BinaryExpression("ILIKE", Labels(column, match.Column, []), new TextExpression(Pattern(match)));

    private static string Pattern(MatchCondition match) => match.Match switch
    {
        TextMatch.StartsWith => Escape(match.Text) + "%",
        TextMatch.EndsWith => "%" + Escape(match.Text),
        _ => "%" + Escape(match.Text) + "%",
    };

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    public static string OperatorOf(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "<>",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        Comparison.Less => "<",
        _ => "<=",
    };
}
