using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>
/// Writes what an expression or a filter says, without where it was read from: two that say the same have the same text, whichever words they come from.
/// </summary>
internal static class FrameKey
{
    public static bool Same(Expression a, Expression b) => ReferenceEquals(a, b) || Of(a) == Of(b);

    public static string Of(Expression? expression) => expression switch
    {
        null => "",
        ColumnUse use => $"{use.Column.Info.Name} of {Of(use.Of)}",
        EntityUse use => $"rows {Of(use.Of)}",
        NumberConstant number => number.Value.ToString(CultureInfo.InvariantCulture),
        TextConstant text => $"'{text.Value}'",
        DateConstant date => date.Value.ToString("O", CultureInfo.InvariantCulture),
        RowCount count => $"count({Of(count.Of)}; {Of(count.Where)})",
        DistinctCount count => $"different({Of(count.Of)}; {Of(count.Where)})",
        Aggregate aggregate => $"{aggregate.Function}{aggregate.IsDistinct}({Of(aggregate.Of)}; {Of(aggregate.Where)})",
        Overall overall => $"overall {overall.Function}({Of(overall.Of)}; {Of(overall.Within)}; {Of(overall.Alike)})",
        ElementOf element => $"element of {Of(element.Column)}",
        Elsewhere other => $"elsewhere({string.Join(", ", other.Frame.Show.Select(Of))}; {Of(other.Frame.Where)})",
        Arithmetic term => $"({Of(term.Left)} {term.Operator} {Of(term.Right)})",
        Amount amount => Of(amount.Value),
        OrElse known => $"{Of(known.Of)} or {known.WhenMissing.ToString(CultureInfo.InvariantCulture)}",
        Duration time => $"{time.Unit}{(time.IsExact ? "!" : "")} from {Of(time.From)} to {Of(time.To)}",
        PeriodBucket bucket => $"{bucket.Unit} of {Of(bucket.Column)}",
        DatePart part => $"part {part.Part} of {Of(part.Column)}",
        ShareOf share => $"share {share.Scale}({Of(share.Part)}; {Of(share.Within)})",
        RateOf rate => $"rate {rate.Scale}({Of(rate.Of)}; {Of(rate.Met)})",
        ChangeOf change => $"change {change.Back} {change.IsRelative}({Of(change.Of)}; {Of(change.Period)})",
        EarlierOf earlier => $"earlier {earlier.Back}({Of(earlier.Of)}; {Of(earlier.Period)})",
        RunningOf running => $"running({Of(running.Of)}; {Of(running.Course)})",
        _ => throw new NotCompilableException($"{expression.GetType().Name} is not known."),
    };

    public static string Of(Filter? filter) => filter switch
    {
        null => "",
        AllOf all => $"all({string.Join(", ", all.Parts.Select(Of))})",
        AnyOf any => $"any({string.Join(", ", any.Parts.Select(Of))})",
        Not not => $"not({Of(not.Inner)})",
        Compare compare => $"{Of(compare.Left)} {compare.Relation} {Of(compare.Right)}",
        OneOf one => $"{Of(one.Column)} in({string.Join(", ", one.Values.Select(v => $"'{v.Text}' {v.IsKnown}"))}) {one.NeedsAll}",
        Within within => $"{Of(within.Column)} within {within.Range}",
        AtClock clock => $"{Of(clock.Column)} at {clock.Bounds}{clock.Bounds.IsStretch}",
        Matches match => $"{Of(match.Column)} like {match.Place} '{match.Text}'",
        IsEmpty empty => $"empty {Of(empty.Column)}",
        IsSet set => $"set {Of(set.Flag)}",
        Exists exists => $"exists {Of(exists.Related)}({Of(exists.Where)}; {exists.Count})",
        InForce force => $"in force {Of(force.History)} {force.On} {force.IsFormer}",
        _ => throw new NotCompilableException($"{filter.GetType().Name} is not known."),
    };

    private static string Of(IReadOnlyList<Expression> all) => string.Join(", ", all.Select(Of));

    private static string Of(EntityRef entity) =>
        $"{entity.Table}{(entity.Role is { } role ? $"@{role.Id}" : "")}{(entity.IsReverse ? "!" : "")}"
            + (entity.Route is { } route ? string.Concat(route.Select(s => $"/{s.Edge.Id}{s.IsForward}")) : "");
}
