using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>Writes terms as expressions over the tables of a scope.</summary>
internal sealed class TermPlanner(SchemaModel schema, JoinScope scope, ConditionPlanner conditions)
{
    /// <summary>Some condition could not be written because its table is not reached.</summary>
    public bool HasFailed { get; private set; }

    public SqlExpression Of(Term term) => term switch
    {
        ColumnTerm column => scope.Column(column.Column),
        CountTerm { Column: { } column } => new FunctionExpression("COUNT", [scope.Column(column)], IsDistinct: true),
        CountTerm count => Count(count),
        AggregateTerm { Kind: AggregateKind.Median } median => new PercentileExpression(0.5m, scope.Figure(median.Column)),
        AggregateTerm aggregate => new FunctionExpression(FunctionOf(aggregate.Kind), [scope.Figure(aggregate.Column)], aggregate.IsDistinct),
        BucketTerm bucket => PeriodStart.Of(bucket, scope.Column(bucket.Column)),
        EntityTerm { Entity: var entity } => scope.Column(Planner.KeyOf(entity)[0]),
        FilteredTerm filtered => new FilterExpression(Of(filtered.Inner), Conditions(filtered.Only)),
        RatioTerm ratio => Quotient(Of(ratio.Numerator), Of(ratio.Denominator), ratio.Scale),
        ShareTerm share => Quotient(Of(share.Part), new WindowExpression(new FunctionExpression("SUM", [Of(share.Part)]), [], []), share.Scale),
        EarlierTerm earlier =>
            new WindowExpression(new FunctionExpression("MAX", [Of(earlier.Of)]), Keys(earlier.Within), Course(earlier.Period), Step(earlier.Back)),
        RunningTerm running => new WindowExpression(new FunctionExpression("SUM", [Of(running.Of)]), Keys(running.Within), Course(running.Period)),
        _ => throw new NotSupportedException(term.GetType().Name),
    };

    public static string FunctionOf(AggregateKind kind) => kind switch
    {
        AggregateKind.Average => "AVG",
        AggregateKind.Sum => "SUM",
        AggregateKind.Maximum => "MAX",
        _ => "MIN",
    };

    /// <param name="figure">How each side is written.</param>
    public static SqlExpression Change(DifferenceTerm change, Func<Term, SqlExpression> figure)
    {
        var less = new BinaryExpression("-", figure(change.Now), figure(change.Before));
        return change.IsRelative ? Quotient(less, figure(change.Before), RatioScale.Percent) : less;
    }

    /// <summary>Null when the column's own name will do.</summary>
    public static string? NameOf(Term term) => term switch
    {
        CountTerm { Column: { } column } => $"number_of_{column.Info.Name}",
        CountTerm count => CountName(count.Counted),
        AggregateTerm { Kind: AggregateKind.Average } a => $"average_{a.Column.Info.Name}",
        AggregateTerm { Kind: AggregateKind.Sum, Column.Words: ["total", ..] } a => a.Column.Info.Name,
        AggregateTerm { Kind: AggregateKind.Sum } a => $"total_{a.Column.Info.Name}",
        AggregateTerm { Kind: AggregateKind.Maximum } a => $"max_{a.Column.Info.Name}",
        AggregateTerm { Kind: AggregateKind.Median } a => $"median_{a.Column.Info.Name}",
        AggregateTerm a => $"min_{a.Column.Info.Name}",
        BucketTerm bucket => bucket.Unit.Replace(' ', '_'),
        FilteredTerm { Only: [DateCondition { Range.From: { } from }], Inner: var inner } => $"{NameOf(inner)}_from_{from:yyyy_MM_dd}",
        FilteredTerm filtered => NameOf(filtered.Inner),
        ShareTerm { Scale: RatioScale.Percent } => "percentage",
        RatioTerm ratio => ratio.Name,
        ShareTerm => "share",
        EarlierTerm { Back: var back, Of: var of } => $"{NameOf(of)}_one_{back}_earlier",
        DifferenceTerm { IsRelative: true } => "change_percent",
        DifferenceTerm => "change",
        RunningTerm running => $"running_{NameOf(running.Of)}",
        _ => null,
    };

    public static string CountName(TableNode table) => $"number_of_{table.Name}";

    /// <summary>A ratio of two queries of their own; null when one of them cannot be written.</summary>
    public static SqlExpression? Alone(SchemaModel schema, RatioTerm ratio) =>
        ratio is { Numerator: ScalarTerm over, Denominator: ScalarTerm under }
            && Planner.Plan(schema, over.Query) is { } numerator
            && Planner.Plan(schema, under.Query) is { } denominator
            ? Quotient(new SubqueryExpression(numerator), new SubqueryExpression(denominator), ratio.Scale)
            : null;

    /// <summary>The expressions that tell the groups of a term apart.</summary>
    public IEnumerable<SqlExpression> KeysOf(Term term) => term switch
    {
        EntityTerm { Entity: var entity } => entity.Key.Concat(entity.Display).Distinct().Select(scope.Column),
        // "revenue by store name": two stores of one name are two stores.
        ColumnTerm { Column: var column } when column.Table != scope.Root && DisplayColumns.MayRepeat(column) =>
            column.Table.Key.Append(column).Select(scope.Column),
        _ => [Of(term)],
    };

    /// <summary>Counts joined rows where each stands for one row of the counted table, else its keys.</summary>
    private FunctionExpression Count(CountTerm count)
    {
        var fansOut = scope.Tables.Any(t => t != count.Counted
            && !t.IsBridge
            && schema.Joins.Path([count.Counted], t) is { } path
            && path.Any(s => !s.IsToOne && !path.Any(p => p.To.IsBridge)));
        var key = count.Counted.Key;
        return fansOut && key.Count == 1
            ? new FunctionExpression("COUNT", [scope.Column(key[0])], IsDistinct: true)
            : new FunctionExpression("COUNT", [new StarExpression()]);
    }

    /// <summary>Divides as numeric: two counts would otherwise be divided as whole numbers.</summary>
    private static BinaryExpression Quotient(SqlExpression numerator, SqlExpression denominator, RatioScale scale) => new(
        "/",
        scale == RatioScale.Percent ? new BinaryExpression("*", new NumberExpression(100.0m), numerator) : new CastExpression(numerator, "numeric"),
        new FunctionExpression("NULLIF", [denominator, new NumberExpression(0)]));

    private List<SqlExpression> Conditions(IReadOnlyList<Condition> only)
    {
        var result = new List<SqlExpression>();
        foreach (var group in only.GroupBy(c => c.Negation))
        {
            HasFailed |= !conditions.Add(result, [.. group], group.Key > 0, canFanOut: false);
        }

        HasFailed |= result.Count == 0;
        return result;
    }

    private List<SqlExpression> Keys(IReadOnlyList<Term> terms) => [.. terms.SelectMany(KeysOf)];

    private List<PlannedSort> Course(BucketTerm period) => [new PlannedSort(Of(period), IsDescending: false, NullsLast: false)];

    /// <summary>PostgreSQL has no interval called quarter; fiscal years are numbers.</summary>
    private static string Step(string unit) => unit switch
    {
        "quarter" => "3 months",
        PeriodStart.FiscalYear => "1",
        _ => $"1 {unit}",
    };
}
