using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Names of outputs: columns keep theirs, figures say what they are of.</summary>
internal static class OutputNames
{
    private const int Longest = 60;

    /// <summary>Null when the column's own name will do.</summary>
    public static string? Of(Expression expression) => expression switch
    {
        ColumnUse or EntityUse => null,
        ElementOf element => element.Column.Column.Info.Name,
        RowCount count => With($"number_of_{count.Of.Table.Name}", count.Where),
        DistinctCount { Of: ColumnUse { Column: { IsForeignKey: true, Words: [_, .., "id"] words } } } count =>
            With($"number_of_{string.Join('_', words.SkipLast(2).Append(WordStem.Plural(words[^2])))}", count.Where),
        DistinctCount count => With($"number_of_{Own(count.Of) ?? "values"}", count.Where),
        Aggregate { Function: Function.Sum, Of: Amount amount } aggregate => With(Own(amount)!, aggregate.Where),
        Aggregate { Function: Function.Sum, Of: ColumnUse { Column.Words: ["total", ..] } use } aggregate => With(use.Column.Info.Name, aggregate.Where),
        Aggregate aggregate => With($"{Of(aggregate.Function)}_{Own(aggregate.Of) ?? "value"}", aggregate.Where),
        RateOf { Scale: ShareScale.Percent } or ShareOf { Scale: ShareScale.Percent } => "percentage",
        RateOf or ShareOf => "share",
        Overall overall => $"overall_{Of(overall.Function)}_{Own(overall.Of) ?? "value"}",
        PeriodBucket bucket => bucket.Unit.Replace(' ', '_'),
        DatePart part => part.Part,
        Duration time => $"{time.Unit}s",
        ChangeOf { IsRelative: true } => "change_percent",
        ChangeOf => "change",
        EarlierOf earlier => $"{Own(earlier.Of) ?? "value"}_one_{earlier.Back.Replace(' ', '_')}_earlier",
        RunningOf running => $"running_{Own(running.Of) ?? "total"}",
        Amount amount => amount.Name.Replace(' ', '_'),
        OrElse known => Own(known.Of),
        Arithmetic { Operator: Operator.DividedBy } => "ratio",
        Arithmetic { Operator: Operator.Minus } => "difference",
        _ => "value",
    };

    public static string Of(Function function) => function switch
    {
        Function.Sum => "total",
        Function.Average => "average",
        Function.Maximum => "max",
        Function.Minimum => "min",
        Function.Median => "median",
        _ => "deviation",
    };

    /// <summary>Gives outputs of one name names of their own, led by that of their table, which is the role that it plays where it is used twice.</summary>
    public static void TellApart(RelationalPlan plan)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var twice = plan.Output.Select(Plain).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        for (var i = 0; i < plan.Output.Count; i++)
        {
            var output = plan.Output[i];
            var plain = Plain(output);
            var owner = twice.Contains(plain) && output.Expression is ColumnExpression column && column.Source != plan.From ? column.Source : null;
            var name = owner is null ? plain : $"{owner.Alias}_{plain}";
            var free = name;
            for (var n = 2; !taken.Add(free); n++)
            {
                free = $"{name}_{n}";
            }

            if (free != plain)
            {
                plan.Output[i] = output with { Name = free };
            }
        }
    }

    /// <summary>What tells a condition from others, in few words: a value, a year or the day that a stretch begins.</summary>
    public static string? Mark(Filter? filter) => filter switch
    {
        OneOf { Values: [var value] } => Plain(value.Text),
        Within { Range: { From: { } from } range } => range == DateRange.Year(from.Year) ? $"{from:yyyy}" : $"from_{from:yyyy_MM_dd}",
        IsSet set => set.Flag.Column.Info.Name,
        Not { Inner: var inner } => Mark(inner) is { } mark ? $"not_{mark}" : null,
        AllOf { Parts: var parts } => parts.Select(Mark).FirstOrDefault(m => m is not null),
        _ => null,
    };

    private static string With(string name, Filter? where) => Mark(where) is { } mark && $"{name}_{mark}" is { Length: <= Longest } whole ? whole : name;

    private static string? Own(Expression expression) => expression is ColumnUse use ? use.Column.Info.Name : Of(expression);

    private static string Plain(OutputColumn output) => output.Name ?? output.Expression switch
    {
        ColumnExpression column => column.Column.Info.Name,
        DerivedExpression derived => derived.Name,
        NameExpression name => name.Name,
        _ => "value",
    };

    private static string? Plain(string text)
    {
        var letters = new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        return string.Join('_', letters.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } plain ? plain : null;
    }
}
