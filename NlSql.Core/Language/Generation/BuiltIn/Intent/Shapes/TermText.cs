using System.Globalization;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>Says in words what a term computes and what a condition asks, for the reader of the answer.</summary>
internal static class TermText
{
    public static string Of(Term term) => term switch
    {
        CountTerm { Column: { } column } => $"number of different {column}",
        CountTerm count => $"number of {count.Counted}",
        AggregateTerm aggregate => $"{aggregate.Kind.ToString().ToLowerInvariant()} of {aggregate.Column}",
        ColumnTerm column => column.Column.ToString(),
        EntityTerm entity => entity.Entity.ToString(),
        BucketTerm bucket => $"{bucket.Unit} of {bucket.Column}",
        FilteredTerm { Only.Count: 0 } filtered => Of(filtered.Inner),
        FilteredTerm filtered => $"{Of(filtered.Inner)} where {And(filtered.Only)}",
        RatioTerm ratio => $"{Of(ratio.Numerator)} ÷ {Of(ratio.Denominator)}{Scale(ratio.Scale)}",
        ShareTerm share => $"{Of(share.Part)} ÷ the sum of it over all groups{Scale(share.Scale)}",
        ScalarTerm { Query: { Targets: [var target, ..] } query } => query.Conditions.Count == 0 ? Of(target) : $"{Of(target)} where {And(query.Conditions)}",
        _ => term.Table.ToString(),
    };

    public static string And(IEnumerable<Condition> conditions) => string.Join(" and ", conditions.Select(Of));

    private static string Of(Condition condition)
    {
        var text = condition switch
        {
            CompareCondition { Right: NumberOperand number } c => $"{Of(c.Left)} {Sign(c.Operator)} {number.Value.ToString(CultureInfo.InvariantCulture)}",
            CompareCondition c => $"{Of(c.Left)} {Sign(c.Operator)} another",
            OneOfCondition one => $"{one.Column} = {string.Join(" or ", one.Values.Select(v => v.Text))}",
            DateCondition date =>
                $"{date.Column}{(date.Range.From is { } from ? $" from {from:yyyy-MM-dd}" : "")}{(date.Range.To is { } to ? $" before {to:yyyy-MM-dd}" : "")}",
            MatchCondition match => $"{match.Column} {match.Match.ToString().ToLowerInvariant()} {match.Text}",
            NullCondition test => $"{test.Column} is {(test.IsNull ? "empty" : "filled")}",
            AnyOfCondition any => string.Join(" or ", any.Options.Select(Of)),
            _ => $"there are {condition.Table}",
        };
        return condition.Negation > 0 ? $"not ({text})" : text;
    }

    private static string Scale(RatioScale scale) => scale == RatioScale.Percent ? " × 100" : "";

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "≠",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => "≥",
        Comparison.Less => "<",
        _ => "≤",
    };
}
