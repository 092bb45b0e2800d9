using System.Globalization;
using System.Text;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.BuiltIn.Writing;

/// <summary>Writes a plan as PostgreSQL, one clause a line.</summary>
internal sealed class PlanWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool isQualified;

    public static string Write(RelationalPlan plan)
    {
        var writer = new PlanWriter();
        writer.Select(plan);
        return writer.text.ToString();
    }

    private void Select(RelationalPlan plan)
    {
        var outer = isQualified;
        isQualified = outer || plan.Joins.Count > 0 || depth > 0 || HasSubquery(plan);
        text.Append(plan.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        Separated(plan.Output, ", ", Output);
        if (plan.FromPlan is { } inner)
        {
            Line("FROM ");
            text.Append('(');
            depth++;
            Line("");
            Select(inner);
            depth--;
            Line(") AS matching");
        }
        else if (plan.From is { } from)
        {
            Line("FROM ");
            Table(from);
        }

        foreach (var join in plan.Joins)
        {
            Line(join.IsOuter ? "LEFT JOIN " : "JOIN ");
            Table(join.Table);
            text.Append(" ON ");
            Expression(join.On);
        }

        Clause("WHERE ", plan.Where, "AND ");
        Clause("GROUP BY ", plan.GroupBy, null);
        Clause("HAVING ", plan.Having, "AND ");
        if (plan.OrderBy.Count > 0)
        {
            Line("ORDER BY ");
            Separated(plan.OrderBy, ", ", Sort);
        }

        if (plan.Limit is { } limit)
        {
            Line("LIMIT ");
            text.Append(limit.ToString(CultureInfo.InvariantCulture));
        }

        isQualified = outer;
    }

    private static bool HasSubquery(RelationalPlan plan) =>
        plan.Where.Concat(plan.Having)
            .Concat(plan.Output.Select(o => o.Expression))
            .SelectMany(ExpressionTree.Nodes)
            .Any(e => e is ExistsExpression or SubqueryExpression);

    private void Clause(string keyword, List<SqlExpression> parts, string? lineSeparator)
    {
        if (parts.Count == 0)
        {
            return;
        }

        Line(keyword);
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0 && lineSeparator is null)
            {
                text.Append(", ");
            }
            else if (i > 0)
            {
                Line("  " + lineSeparator);
            }

            Expression(parts[i], lineSeparator is not null && parts.Count > 1);
        }
    }

    private void Line(string start) => text.Append('\n').Append(' ', 4 * depth).Append(start);

    private void Output(OutputColumn output)
    {
        Expression(output.Expression);
        if (output.Name is { } name)
        {
            text.Append(" AS ").Append(Identifier.Quote(name));
        }
    }

    private void Sort(PlannedSort sort)
    {
        Expression(sort.Expression);
        text.Append(sort.IsDescending ? " DESC" : "").Append(sort.NullsLast ? " NULLS LAST" : "");
    }

    private void Table(TableReference reference)
    {
        var name = reference.Table.Info.Name;
        if (name.Schema is not ("" or "public"))
        {
            text.Append(Identifier.Quote(name.Schema)).Append('.');
        }

        text.Append(Identifier.Quote(name.Name));
        if (reference.Alias != name.Name)
        {
            text.Append(" AS ").Append(Identifier.Quote(reference.Alias));
        }
    }

    private void Expression(SqlExpression expression, bool isInner = false)
    {
        switch (expression)
        {
            case ColumnExpression column:
                if (isQualified)
                {
                    text.Append(Identifier.Quote(column.Source.Alias)).Append('.');
                }

                text.Append(Identifier.Quote(column.Column.Info.Name));
                break;
            case FunctionExpression function:
                text.Append(function.Name).Append('(').Append(function.IsDistinct ? "DISTINCT " : "");
                Separated(function.Arguments, ", ", e => Expression(e));
                text.Append(')');
                break;
            case NameExpression name:
                text.Append(Identifier.Quote(name.Name));
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
                Operand(binary.Left);
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

    private void Operand(SqlExpression expression)
    {
        var needsBrackets = expression is BinaryExpression or LogicExpression;
        text.Append(needsBrackets ? "(" : "");
        Expression(expression);
        text.Append(needsBrackets ? ")" : "");
    }

    private void Nested(RelationalPlan plan)
    {
        text.Append('(');
        depth++;
        Line("");
        Select(plan);
        depth--;
        Line(")");
    }

    private void Separated<T>(IReadOnlyList<T> parts, string separator, Action<T> write)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            text.Append(i > 0 ? separator : "");
            write(parts[i]);
        }
    }
}
