using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Compares a column with what was said of it, by the column's type.</summary>
internal static class Literals
{
    private const string Element = "element";

    public static SqlExpression OneOf(SqlExpression column, ColumnNode node, IReadOnlyList<Literal> values)
    {
        if (node.Info.Kind == ColumnKind.Array)
        {
            return Any([.. values.Select(v => HasElement(column, v))]);
        }

        var compared = values.All(v => IsLiteralOf(v, node)) ? column : AsText(column, node);
        if (values.All(v => v.IsKnown))
        {
            return values.Count == 1
                ? new BinaryExpression("=", compared, new TextExpression(values[0].Text))
                : new InExpression(compared, [.. values.Select(v => new TextExpression(v.Text))]);
        }

        return Any([.. values.Select(v => v.IsKnown
            ? new BinaryExpression("=", compared, new TextExpression(v.Text))
            : new BinaryExpression("ILIKE", compared, new TextExpression(Escape(v.Text))))]);
    }

    public static SqlExpression Matches(SqlExpression column, ColumnNode node, TextPlace place, string text)
    {
        var pattern = new TextExpression(place switch
        {
            TextPlace.Start => Escape(text) + "%",
            TextPlace.End => "%" + Escape(text),
            _ => "%" + Escape(text) + "%",
        });
        return node.Info.Kind == ColumnKind.Array
            ? SomeElement(column, e => new BinaryExpression("ILIKE", e, pattern))
            : new BinaryExpression("ILIKE", AsText(column, node), pattern);
    }

    /// <summary>Columns of days and moments by their bounds; years that are kept as numbers or text by their number; other text as ISO dates.</summary>
    public static SqlExpression Within(SqlExpression column, ColumnNode node, DateRange range)
    {
        if (!node.IsDate && (node.IsYear || node.Info.Kind == ColumnKind.Integer))
        {
            return Years(column, node, range.From?.Year, range.To?.AddDays(-1).Year);
        }

        var parts = new List<SqlExpression>();
        if (range.From is { } from)
        {
            parts.Add(new BinaryExpression(">=", column, Day(from, node)));
        }

        if (range.To is { } to)
        {
            parts.Add(new BinaryExpression("<", column, Day(to, node)));
        }

        // "until 9999-12-31": any day that there is.
        return parts.Count == 0 ? new NullTestExpression(column, IsNull: false) : SelectScope.All(parts);
    }

    /// <summary>A day to compare a column with.</summary>
    public static SqlExpression Day(DateOnly day, ColumnNode node) =>
        node.IsText ? new TextExpression(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : new DateExpression(day);

    public static SqlExpression IsSet(SqlExpression column, ColumnNode node, bool isYes = true)
    {
        if (node.Info.Kind == ColumnKind.Boolean)
        {
            return isYes ? column : new NotExpression(column);
        }

        var flag = node.Flag ?? (node.Info.Kind == ColumnKind.Integer ? new FlagValues("1", "0", "") : null)
            ?? throw new NotCompilableException($"What stands for yes in {node} is not known.");
        return new BinaryExpression("=", column, Number(isYes ? flag.Yes : flag.No, node));
    }

    public static SqlExpression Any(IReadOnlyList<SqlExpression> parts) => parts.Count == 1 ? parts[0] : new LogicExpression("OR", parts);

    /// <summary>Text to compare a column with; a number where the column holds numbers.</summary>
    public static SqlExpression Number(string text, ColumnNode node) =>
        node.IsNumeric && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? new NumberExpression(number)
            : new TextExpression(text);

    private static SqlExpression Years(SqlExpression column, ColumnNode node, int? first, int? last)
    {
        var parts = new List<SqlExpression>();
        if (first is not null && first == last)
        {
            parts.Add(new BinaryExpression("=", column, Year(first.Value)));
        }
        else
        {
            parts.AddRange(first is { } from ? [new BinaryExpression(">=", column, Year(from))] : []);
            parts.AddRange(last is { } to ? [new BinaryExpression("<=", column, Year(to))] : []);
        }

        return parts.Count == 0 ? new NullTestExpression(column, IsNull: false) : SelectScope.All(parts);

        SqlExpression Year(int year) => node.IsText ? new TextExpression(year.ToString("0000", CultureInfo.InvariantCulture)) : new NumberExpression(year);
    }

    /// <summary>PostgreSQL takes the text for a value of the column's type.</summary>
    private static bool IsLiteralOf(Literal value, ColumnNode node) => node.Info.Kind switch
    {
        ColumnKind.Text => value.IsKnown || node.Info.BaseType != "bpchar",
        ColumnKind.Enum => value.IsKnown && node.Info.EnumLabels.Contains(value.Text, StringComparer.Ordinal),
        ColumnKind.Json or ColumnKind.Other => false,
        _ => value.IsKnown,
    };

    /// <summary>Text of a fixed length loses the blanks that fill it up.</summary>
    private static SqlExpression AsText(SqlExpression column, ColumnNode node) =>
        node.Info.Kind == ColumnKind.Text && node.Info.BaseType != "bpchar" ? column : new CastExpression(column, "text");

    private static SqlExpression HasElement(SqlExpression array, Literal value) => value.IsKnown
        ? new BinaryExpression("=", new TextExpression(value.Text), new FunctionExpression("ANY", [Texts(array)]))
        : SomeElement(array, e => new BinaryExpression("ILIKE", e, new TextExpression(Escape(value.Text))));

    /// <summary>Elements of an enumerated type cannot be compared with what is no label of it.</summary>
    private static SqlExpression Texts(SqlExpression array) =>
        array is ColumnExpression { Column.Info.DataType: "text[]" } ? array : new CastExpression(array, "text[]");

    private static ExistsExpression SomeElement(SqlExpression array, Func<SqlExpression, SqlExpression> test)
    {
        var elements = new RelationalPlan { FromElements = Texts(array), FromAlias = Element };
        elements.Showing(new NumberExpression(1), null).Where.Add(test(new NameExpression(Element)));
        return new ExistsExpression(elements);
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
