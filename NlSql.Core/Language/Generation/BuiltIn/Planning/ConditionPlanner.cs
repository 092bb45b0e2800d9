using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>
/// Writes conditions into a scope. A condition on a table that a row has at most one of is joined; one on a table that it has
/// many of becomes EXISTS, so that no row is shown or counted twice; a denied one becomes NOT EXISTS.
/// </summary>
internal sealed class ConditionPlanner(SchemaModel schema, JoinScope scope, HashSet<string> aliases)
{
    /// <summary>False when a table cannot be reached.</summary>
    public bool Add(List<SqlExpression> where, IReadOnlyList<Condition> conditions, bool isDenied, bool canFanOut)
    {
        var far = new List<Condition>();
        foreach (var condition in conditions)
        {
            if (condition is AnyOfCondition any)
            {
                if (!AddAlternatives(where, any, isDenied))
                {
                    return false;
                }
            }
            else if (condition is CompareCondition { Left.IsAggregate: true } counted)
            {
                if (counted.Right is AverageOfGroupsOperand || Beside(counted) is not { } own)
                {
                    return false;
                }

                var comparison = Compare(counted, own);
                where.Add(isDenied ? Predicates.Deny(condition, comparison) : comparison);
            }
            else if (IsNear(condition, isDenied) || canFanOut)
            {
                if (!scope.Join(condition.Table))
                {
                    return false;
                }

                if (Expression(condition, scope) is { } expression)
                {
                    where.Add(isDenied ? Predicates.Deny(condition, expression) : expression);
                }
            }
            else
            {
                far.Add(condition);
            }
        }

        return AddFar(where, far, isDenied);
    }

    /// <param name="right">What to compare with where the condition itself cannot tell.</param>
    public SqlExpression Compare(CompareCondition condition, SqlExpression left, SqlExpression? right = null) =>
        right is null ? Compare(condition, left, scope) : new BinaryExpression(Predicates.OperatorOf(condition.Operator), left, right);

    private BinaryExpression Compare(CompareCondition condition, SqlExpression left, JoinScope at) =>
        new(Predicates.OperatorOf(condition.Operator), left, condition is { Left: ColumnTerm { Column.IsText: true }, Right: NumberOperand year }
            ? new TextExpression(year.Value.ToString(CultureInfo.InvariantCulture)) // Years that are kept as text.
            : Right(condition.Right, at));

    private bool AddFar(List<SqlExpression> where, List<Condition> far, bool isDenied)
    {
        foreach (var condition in far.OfType<OneOfCondition>().Where(c => c.NeedsAll).ToList())
        {
            far.Remove(condition);
            foreach (var value in condition.Values)
            {
                if (Exists([condition with { Values = [value], NeedsAll = false }]) is not { } each)
                {
                    return false;
                }

                where.Add(isDenied ? new NotExpression(each) : each);
            }
        }

        foreach (var group in GroupByPath(far))
        {
            if (Exists(group) is not { } exists)
            {
                return false;
            }

            where.Add(isDenied ? new NotExpression(exists) : exists);
        }

        return true;
    }

    /// <summary>
    /// Conditions whose paths start with the same join speak of the same related row, unless no row can meet them all: "ordered in 2024 and in
    /// 2025".
    /// </summary>
    private IEnumerable<List<Condition>> GroupByPath(List<Condition> far) =>
        far.GroupBy(c => scope.PathTo(c.Table)?.FirstOrDefault(s => !s.IsToOne)?.To).SelectMany(g => Contradiction.Split([.. g]));

    private bool IsNear(Condition condition, bool isDenied)
    {
        if (scope.Contains(condition.Table))
        {
            return true;
        }

        if (condition is RelatedCondition && isDenied)
        {
            return false;
        }

        return scope.PathTo(condition.Table) is { } path && path.All(s => s.IsToOne);
    }

    private bool AddAlternatives(List<SqlExpression> where, AnyOfCondition any, bool isDenied)
    {
        var parts = new List<SqlExpression>();
        foreach (var option in any.Options)
        {
            var part = new List<SqlExpression>();
            // That there is a related row may be said by a join alone, which is no alternative to anything.
            if (!Add(part, [option], isDenied: false, canFanOut: false) || part.Count == 0)
            {
                return false;
            }

            parts.AddRange(part.Count == 1 ? part : [new LogicExpression("AND", part)]);
        }

        SqlExpression either = new LogicExpression("OR", parts);
        where.Add(isDenied ? new NotExpression(either) : either);
        return true;
    }

    private ExistsExpression? Exists(List<Condition> conditions)
    {
        if (Related(conditions[0].Table) is not var (inner, innerScope))
        {
            return null;
        }

        inner.Output.Add(new OutputColumn(new NumberExpression(1), null));
        var nested = new ConditionPlanner(schema, innerScope, aliases);
        return nested.Add(inner.Where, conditions, isDenied: false, canFanOut: true) ? new ExistsExpression(inner) : null;
    }

    /// <summary>The aggregate over the rows that belong to this one, as a query of its own.</summary>
    private SubqueryExpression? Beside(CompareCondition counted)
    {
        if (Related(counted.Left.Table) is not var (inner, innerScope))
        {
            return null;
        }

        var nested = new ConditionPlanner(schema, innerScope, aliases);
        inner.Output.Add(new OutputColumn(new TermPlanner(schema, innerScope, nested).Of(counted.Left), null));
        return new SubqueryExpression(inner);
    }

    /// <summary>A query over the rows of <paramref name="table"/> that belong to a row of this scope; null when no keys lead there or each row has at
    /// most one.</summary>
    private (RelationalPlan Plan, JoinScope Scope)? Related(TableNode table)
    {
        var path = scope.Contains(table) ? schema.Joins.Path([scope.Root], table) : scope.PathTo(table);
        if (path is null)
        {
            return null;
        }

        // To-one joins at the start of the way belong to the row itself.
        var outer = path.TakeWhile(s => s.IsToOne).ToList();
        foreach (var step in outer)
        {
            scope.Join(step);
        }

        var steps = path.Skip(outer.Count).ToList();
        if (steps.Count == 0)
        {
            return null;
        }

        var inner = new RelationalPlan();
        var innerScope = new JoinScope(schema.Joins, inner, steps[0].To, aliases);
        inner.Where.Add(JoinScope.On(steps[0].Edge, scope[steps[0].From], innerScope[steps[0].To]));
        foreach (var step in steps.Skip(1))
        {
            innerScope.Join(step);
        }

        return (inner, innerScope);
    }

    private SqlExpression? Expression(Condition condition, JoinScope at) => condition switch
    {
        CompareCondition { Left: ColumnTerm left, Right: not TextOperand } compare => Compare(compare, at.Figure(left.Column), at),
        CompareCondition { Left: ColumnTerm left } compare => Compare(compare, at.Column(left.Column), at),
        OneOfCondition { Column.Info.Kind: ColumnKind.Array } one => Predicates.HasElement(at.Column(one.Column), one.Values),
        OneOfCondition one => Predicates.OneOf(Predicates.Labels(at.Column(one.Column), one.Column, one.Values), one.Values),
        DateCondition date => Predicates.Within(at.Column(date.Column), date),
        MatchCondition match => Predicates.Match(at.Column(match.Column), match),
        NullCondition test => new NullTestExpression(at.Column(test.Column), test.IsNull),
        RelatedCondition => null,
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    private SqlExpression Right(Operand operand, JoinScope at)
    {
        switch (operand)
        {
            case NumberOperand number:
                return new NumberExpression(number.Value);
            case ColumnOperand column:
                return at.Figure(column.Column);
            case TextOperand text:
                return new TextExpression(text.Value.Text);
            case AggregateOperand aggregate:
                var inner = new RelationalPlan();
                var innerScope = new JoinScope(schema.Joins, inner, aggregate.Column.Table, aliases);
                inner.Output.Add(new OutputColumn(new FunctionExpression(TermPlanner.FunctionOf(aggregate.Kind), [innerScope.Figure(aggregate.Column)]), null));
                return new SubqueryExpression(inner);
            default:
                throw new NotSupportedException(operand.GetType().Name);
        }
    }
}
