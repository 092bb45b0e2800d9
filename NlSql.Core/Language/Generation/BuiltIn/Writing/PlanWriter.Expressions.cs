using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.BuiltIn.Writing;

/// <summary>Scalar and boolean expressions.</summary>
internal sealed partial class PlanWriter
{
    private void Expression(SqlExpression expression, bool isInner = false)
    {
        switch (expression)
        {
            case ColumnExpression { Column.Form: { } form } column:
                text.Append("CASE WHEN ");
                Kept(column);
                text.Append(" ~ ").Append(SqlLiteral.Of(form.Pattern)).Append(" THEN ");
                text.Append(form.Reading[..form.Reading.IndexOf("{0}", StringComparison.Ordinal)]);
                Kept(column);
                text.Append(form.Reading[(form.Reading.IndexOf("{0}", StringComparison.Ordinal) + 3)..]).Append(" END");
                break;
            case ColumnExpression column:
                Kept(column);
                break;
            case FunctionExpression function:
                text.Append(function.Name).Append('(').Append(function.IsDistinct ? "DISTINCT " : "");
                Separated(function.Arguments, ", ", e => Expression(e));
                text.Append(')');
                break;
            case NameExpression name:
                text.Append(Identifier.Quote(name.Name));
                break;
            case DerivedExpression derived:
                text.Append(Identifier.Quote(derived.Alias)).Append('.').Append(Identifier.Quote(derived.Name));
                break;
            case BooleanExpression boolean:
                text.Append(boolean.Value ? "TRUE" : "FALSE");
                break;
            case StarExpression:
                text.Append('*');
                break;
            case NumberExpression number:
                text.Append(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case TextExpression literal:
                text.Append(SqlLiteral.Of(literal.Value));
                break;
            case DateExpression date:
                text.Append("DATE '").Append(date.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append('\'');
                break;
            case BinaryExpression binary:
                Left(binary);
                text.Append(' ').Append(binary.Operator).Append(' ');
                Operand(binary.Right);
                break;
            case InExpression list:
                Operand(list.Left);
                text.Append(" IN (");
                Separated(list.Values, ", ", e => Expression(e));
                text.Append(')');
                break;
            case ElementExpression element:
                text.Append("EXISTS (SELECT 1 FROM unnest(");
                Expression(element.Array);
                text.Append(") AS element WHERE element ILIKE ").Append(SqlLiteral.Of(element.Pattern)).Append(')');
                break;
            case NullTestExpression test:
                Operand(test.Value);
                text.Append(test.IsNull ? " IS NULL" : " IS NOT NULL");
                break;
            case NotExpression { Inner: ExistsExpression exists }:
                text.Append("NOT ");
                Expression(exists);
                break;
            case NotExpression not:
                text.Append("NOT (");
                Expression(not.Inner);
                text.Append(')');
                break;
            case LogicExpression logic:
                text.Append(isInner ? "(" : "");
                Separated(logic.Parts, $" {logic.Operator} ", e => Expression(e, isInner: true));
                text.Append(isInner ? ")" : "");
                break;
            case NotTrueExpression { Condition: ColumnExpression flag }:
                Expression(flag);
                text.Append(" IS NOT TRUE");
                break;
            case NotTrueExpression not:
                text.Append('(');
                Expression(not.Condition);
                text.Append(") IS NOT TRUE");
                break;
            case CaseExpression choice:
                Choice(choice);
                break;
            case CastExpression cast:
                text.Append("CAST(");
                Expression(cast.Inner);
                text.Append(" AS ").Append(cast.Type).Append(')');
                break;
            case ExistsExpression exists:
                text.Append("EXISTS ");
                Nested(exists.Plan);
                break;
            case SubqueryExpression subquery:
                Nested(subquery.Plan);
                break;
            case FilterExpression filter:
                Expression(filter.Aggregate);
                text.Append(" FILTER (WHERE ");
                Separated(filter.Only, " AND ", e => Expression(e, filter.Only.Count > 1));
                text.Append(')');
                break;
            case WindowExpression window:
                Window(window);
                break;
            case PercentileExpression percentile:
                text.Append("percentile_cont(").Append(percentile.Fraction.ToString(CultureInfo.InvariantCulture)).Append(") WITHIN GROUP (ORDER BY ");
                Expression(percentile.Value);
                text.Append(')');
                break;
            default:
                throw new NotSupportedException(expression.GetType().Name);
        }
    }

    /// <summary>As it is stored.</summary>
    private void Kept(ColumnExpression column)
    {
        if (isQualified)
        {
            text.Append(Identifier.Quote(column.Source.Alias)).Append('.');
        }

        text.Append(Identifier.Quote(column.Column.Info.Name));
    }

    private void Window(WindowExpression window)
    {
        Expression(window.Function);
        text.Append(" OVER (");
        if (window.PartitionBy.Count > 0)
        {
            text.Append("PARTITION BY ");
            Separated(window.PartitionBy, ", ", e => Expression(e));
            text.Append(window.OrderBy.Count > 0 ? " " : "");
        }

        if (window.OrderBy.Count > 0)
        {
            text.Append("ORDER BY ");
            Separated(window.OrderBy, ", ", Sort);
        }

        if (window.Back is { } back)
        {
            var distance = char.IsAsciiDigit(back[^1]) ? back : $"INTERVAL '{back}'";
            text.Append(" RANGE BETWEEN ").Append(distance).Append(" PRECEDING AND ").Append(distance).Append(" PRECEDING");
        }

        text.Append(')');
    }

    private void Choice(CaseExpression choice)
    {
        text.Append("CASE");
        foreach (var branch in choice.Branches)
        {
            text.Append(" WHEN ");
            Expression(branch.When);
            text.Append(" THEN ");
            Expression(branch.Then);
        }

        if (choice.Otherwise is { } otherwise)
        {
            text.Append(" ELSE ");
            Expression(otherwise);
        }

        text.Append(" END");
    }

    /// <summary>Products and sums are read from the left: <c>a * b * c</c> needs no brackets.</summary>
    private void Left(BinaryExpression binary)
    {
        if ((binary.Operator, binary.Left) is ("*", BinaryExpression { Operator: "*" }) or ("+", BinaryExpression { Operator: "+" }))
        {
            Expression(binary.Left);
        }
        else
        {
            Operand(binary.Left);
        }
    }

    private void Operand(SqlExpression expression)
    {
        var needsBrackets = expression is BinaryExpression or LogicExpression or NullTestExpression or NotExpression or NotTrueExpression or InExpression;
        text.Append(needsBrackets ? "(" : "");
        Expression(expression);
        text.Append(needsBrackets ? ")" : "");
    }
}
