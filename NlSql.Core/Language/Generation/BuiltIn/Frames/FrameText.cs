using System.Globalization;

namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>Puts an answer in words that name tables and columns: what the user sees as "read as". Two answers with the same text are the same.</summary>
internal static class FrameText
{
    public static string Of(Answer answer) => answer switch
    {
        SingleAnswer single => Of(single.Frame),
        SideBySide side => string.Join(" | beside | ", side.Frames.Select(Of)),
        OneAfterAnother one => string.Join(" | then | ", one.Frames.Select(Of)),
        SetAnswer set => $"{Of(set.Left)} | {set.Operator.ToString().ToLowerInvariant()} | {Of(set.Right)}",
        OverGroups over => $"{Name(over.Function)} of: {Of(over.Groups)}",
        GroupCount count => $"number of groups: {Of(count.Groups)}",
        YesOrNo yes => $"whether: {Of(yes.Counted)}",
        Whether which => $"whether the first is {which.Relation.Sign()} the second: {Of(which.Figures)}",
        _ => answer.ToString(),
    };

    public static string Of(QueryFrame frame)
    {
        var text = $"{frame.Grain.Table.Name}: {(frame.IsDistinct ? "distinct " : "")}{List(frame.Show.Where(s => !frame.By.Contains(s)))}";
        text += frame.By.Count > 0 ? $" by {List(frame.By)}" : "";
        text += frame.Where is { } where ? $" where {Of(where)}" : "";
        text += frame.Having is { } having ? $" having {Of(having)}" : "";
        text += frame.Order.Count > 0 ? $" order by {string.Join(", ", frame.Order.Select(o => Of(o.By) + (o.IsDescending ? " desc" : "")))}" : "";
        return text + (frame.Rank is { } rank ? Of(rank) : "") + (frame.KeepsEmptyGroups ? " with empty groups" : "");
    }

    public static string Of(Expression expression) => expression switch
    {
        ColumnUse use => $"{Name(use.Of)}.{use.Column.Info.Name}",
        EntityUse use => use.WithAllColumns ? $"all of {Name(use.Of)}" : Name(use.Of),
        NumberConstant number => number.Value.ToString(CultureInfo.InvariantCulture),
        TextConstant text => $"'{text.Value}'",
        DateConstant date => Day(date.Value),
        RowCount count => $"number of {Name(count.Of)}{Where(count.Where)}",
        DistinctCount count => $"number of different {Of(count.Of)}{Where(count.Where)}",
        Elsewhere other => $"({Of(other.Frame)})",
        Aggregate aggregate => $"{Name(aggregate.Function)} of {(aggregate.IsDistinct ? "different " : "")}{Of(aggregate.Of)}{Where(aggregate.Where)}",
        Overall overall => $"{Name(overall.Function)} of all {Of(overall.Of)}{Where(overall.Within)}"
            + (overall.Alike.Count > 0 ? $" of the same {List(overall.Alike)}" : ""),
        ElementOf element => $"each of {Of(element.Column)}",
        Arithmetic arithmetic => $"({Of(arithmetic.Left)} {Sign(arithmetic.Operator)} {Of(arithmetic.Right)})",
        Amount amount => $"{amount.Name} = {Of(amount.Value)}",
        OrElse known => $"{Of(known.Of)} or {known.WhenMissing.ToString(CultureInfo.InvariantCulture)}",
        Duration duration => $"{duration.Unit}s from {Of(duration.From)} to {Of(duration.To)}",
        PeriodBucket bucket => $"{bucket.Unit} of {Of(bucket.Column)}",
        DatePart part => $"{part.Part} of any {Of(part.Column)}",
        ShareOf share => $"{Name(share.Scale)} of {Of(share.Part)} in all{(share.Within.Count > 0 ? $" of {List(share.Within)}" : "")}",
        RateOf rate => $"{Name(rate.Scale)} of {Name(rate.Of)} with {Of(rate.Met)}",
        ChangeOf change => $"{(change.IsRelative ? "relative " : "")}change of {Of(change.Of)} by {change.Back}",
        EarlierOf earlier => $"{Of(earlier.Of)} one {earlier.Back} before",
        RunningOf running => $"running total of {Of(running.Of)} along {Of(running.Course)}",
        _ => expression.ToString(),
    };

    public static string Of(Filter filter) => filter switch
    {
        AllOf all => string.Join(" and ", all.Parts.Select(p => p is AnyOf ? $"({Of(p)})" : Of(p))),
        AnyOf any => string.Join(" or ", any.Parts.Select(p => p is AllOf ? $"({Of(p)})" : Of(p))),
        Not not => $"not ({Of(not.Inner)})",
        Compare compare => $"{Of(compare.Left)} {compare.Relation.Sign()} {Of(compare.Right)}",
        OneOf one => $"{Of(one.Column)} is {string.Join(one.NeedsAll ? " and " : " or ", one.Values.Select(v => $"'{v.Text}'"))}",
        Within within => $"{Of(within.Column)} in [{Day(within.Range.From)}, {Day(within.Range.To)})",
        AtClock clock => $"time of {Of(clock.Column)} in {clock.Bounds}",
        Matches matches => $"{Of(matches.Column)} {Words(matches.Place)} '{matches.Text}'",
        IsEmpty empty => $"{Of(empty.Column)} is empty",
        IsSet set => $"{Of(set.Flag)} is set",
        Exists exists => $"has {Count(exists.Count)}{Name(exists.Related)}{(exists.Where is null ? "" : $" with ({Of(exists.Where)})")}",
        InForce force => $"{Name(force.History)} {(force.IsFormer ? "ended" : "in force")}{(force.On is { } on ? $" on {Day(on)}" : "")}",
        _ => filter.ToString(),
    };

    private static string Words(TextPlace place) => place switch { TextPlace.Start => "starts with", TextPlace.End => "ends with", _ => "contains" };

    private static string Of(Rank rank) =>
        (rank.IsNth ? $" number {rank.Count}" : $" first {rank.Count}") + (rank.Within.Count > 0 ? $" in each {List(rank.Within)}" : "")
            + (rank.KeepsTies ? " with ties" : "");

    private static string Where(Filter? filter) => filter is null ? "" : $" ({Of(filter)})";

    private static string List(IEnumerable<Expression> expressions) => string.Join(", ", expressions.Select(Of));

    private static string Name(EntityRef entity) =>
        entity.Role is { } role
            ? $"{entity.Table.Name} {(entity.IsReverse ? "referring " : "")}by {string.Join('+', role.ManyColumns.Select(c => c.Info.Name))}"
            : entity.Table.Name;

    private static string Name(Function function) => function switch
    {
        Function.Sum => "total",
        Function.Average => "average",
        Function.Minimum => "lowest",
        Function.Maximum => "highest",
        Function.Median => "median",
        _ => "deviation",
    };

    private static string Name(ShareScale scale) => scale == ShareScale.Percent ? "percentage" : "share";

    private static string Count(CountRange? range) => range switch
    {
        null => "",
        { Most: null } => $"at least {range.Least} ",
        { Least: 0 } => $"at most {range.Most} ",
        _ when range.Least == range.Most => $"exactly {range.Least} ",
        _ => $"{range.Least} to {range.Most} ",
    };

    private static string Sign(Operator sign) => sign switch { Operator.Plus => "+", Operator.Minus => "-", Operator.Times => "*", _ => "/" };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "..";
}
