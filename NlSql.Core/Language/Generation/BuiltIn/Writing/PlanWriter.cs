using System.Globalization;
using System.Text;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.BuiltIn.Writing;

/// <summary>Writes a plan as PostgreSQL, one clause a line.</summary>
internal sealed partial class PlanWriter
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
        isQualified = outer || plan.Joins.Count > 0 || plan.DerivedJoins.Count > 0 || depth > 0 || HasSubquery(plan);
        if (plan.Combined.Count > 0)
        {
            Combined(plan);
        }
        else
        {
            text.Append(plan.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
            Outputs(plan);
            From(plan);
            Clause("WHERE ", plan.Where, "AND ");
            Clause("GROUP BY ", plan.GroupBy, null);
            Clause("HAVING ", plan.Having, "AND ");
        }

        if (plan.OrderBy.Count > 0)
        {
            Line("ORDER BY ");
            Separated(plan.OrderBy, ", ", Sort);
        }

        if (plan.Limit is { } limit)
        {
            var count = limit.ToString(CultureInfo.InvariantCulture);
            Line(plan.KeepsTies ? $"FETCH FIRST {count} ROWS WITH TIES" : $"LIMIT {count}");
        }

        isQualified = outer;
    }

    private void Combined(RelationalPlan plan)
    {
        for (var i = 0; i < plan.Combined.Count; i++)
        {
            if (i > 0)
            {
                Line(plan.CombinedBy);
                Line("");
            }

            Nested(plan.Combined[i]);
        }
    }

    private void From(RelationalPlan plan)
    {
        if (plan.FromPlan is { } inner)
        {
            Line("FROM ");
            Nested(inner);
            text.Append(" AS ").Append(Identifier.Quote(plan.FromAlias));
        }
        else if (plan.FromElements is { } array)
        {
            Line("FROM unnest(");
            Expression(array);
            text.Append(") AS ").Append(Identifier.Quote(plan.FromAlias));
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

        foreach (var join in plan.DerivedJoins)
        {
            Line(join.Kind + " ");
            Nested(join.Plan);
            text.Append(" AS ").Append(Identifier.Quote(join.Alias));
            if (join.On is { } on)
            {
                text.Append(" ON ");
                Expression(on);
            }
        }
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

    private void Outputs(RelationalPlan plan)
    {
        // What is only shown is shown as it is kept; what is grouped, or read by a query around it, is what it stands for.
        var areShown = depth == 0 && plan is { IsDistinct: false, GroupBy.Count: 0 };
        Separated(plan.Output, ", ", o => Output(o, areShown));
    }

    private void Output(OutputColumn output, bool isShown)
    {
        if (output.Expression is ColumnExpression { Column.Form: not null } column)
        {
            if (isShown)
            {
                Kept(column);
            }
            else
            {
                Expression(column);
            }

            text.Append(isShown && output.Name is null ? "" : $" AS {Identifier.Quote(output.Name ?? column.Column.Info.Name)}");
            return;
        }

        Expression(output.Expression);
        if (output.Name is { } name && name != OwnName(output.Expression))
        {
            text.Append(" AS ").Append(Identifier.Quote(name));
        }
    }

    /// <summary>What an output is called without AS; null for what has no name of its own.</summary>
    private static string? OwnName(SqlExpression expression) => expression switch
    {
        ColumnExpression column => column.Column.Info.Name,
        DerivedExpression derived => derived.Name,
        NameExpression name => name.Name,
        _ => null,
    };

    private void Sort(PlannedSort sort)
    {
        Expression(sort.Expression);
        text.Append(sort.IsDescending ? " DESC" : "").Append(sort.NullsLast ? " NULLS LAST" : "");
    }

    private void Table(TableReference reference)
    {
        if (reference.Table.Series is { } series)
        {
            Series(series, reference);
            return;
        }

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

    /// <summary>The columns of periods one below the other, those without a value left out.</summary>
    private void Series(SeriesOf series, TableReference reference)
    {
        const string Side = "side";
        var (key, period, amount) = (reference.Table.Columns[0].Info.Name, reference.Table.Columns[1].Info.Name, reference.Table.Columns[2].Info.Name);
        var of = new TableReference(series.Of, series.Of.Name);
        var outer = isQualified;
        isQualified = true;
        text.Append("(SELECT ");
        Expression(new ColumnExpression(of, series.Key));
        text.Append(CultureInfo.InvariantCulture, $" AS {Identifier.Quote(key)}, {Side}.{Identifier.Quote(period)}, {Side}.{Identifier.Quote(amount)} FROM ");
        Table(of);
        text.Append(" CROSS JOIN LATERAL (VALUES ");
        Separated(series.Side.Columns, ", ", column =>
        {
            text.Append('(').Append(series.Side.Sql(column.Period)).Append(", ");
            Expression(new ColumnExpression(of, column.Column));
            text.Append(')');
        });
        var (when, what) = (Identifier.Quote(period), Identifier.Quote(amount));
        text.Append(CultureInfo.InvariantCulture, $") AS {Side} ({when}, {what}) WHERE {Side}.{what} IS NOT NULL) AS ");
        text.Append(Identifier.Quote(reference.Alias));
        isQualified = outer;
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
