using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Walks frames: which tables they speak of, which expressions they hold.</summary>
internal static class FrameTables
{
    public static IEnumerable<QueryFrame> Frames(Answer answer) => answer switch
    {
        SingleAnswer single => [single.Frame],
        SideBySide several => several.Frames,
        OneAfterAnother several => several.Frames,
        SetAnswer set => [set.Left, set.Right],
        OverGroups over => [over.Groups],
        GroupCount count => [count.Groups],
        YesOrNo yes => [yes.Counted],
        Whether which => Frames(which.Figures),
        _ => throw new NotCompilableException($"{answer.GetType().Name} is not known."),
    };

    public static IEnumerable<TableNode> Of(QueryFrame frame) =>
        frame.Show.Concat(frame.By).Concat(frame.Order.Select(o => o.By)).Concat(frame.Rank?.Within ?? [])
            .SelectMany(Entities)
            .Concat(Entities(frame.Where))
            .Concat(Entities(frame.Having))
            .Append(frame.Grain)
            .Select(e => e.Table);

    /// <summary>The expression and all within it, those in filters left out.</summary>
    public static IEnumerable<Expression> Nodes(Expression expression) => Parts(expression).SelectMany(Nodes).Prepend(expression);

    /// <summary>The uses of tables whose values an expression reads; what figures count is none.</summary>
    public static IEnumerable<EntityRef> Uses(Expression expression) => Nodes(expression).Select(n => n switch
    {
        ColumnUse use => use.Of,
        EntityUse use => use.Of,
        _ => null,
    }).OfType<EntityRef>();

    /// <summary>Counts and other figures over several rows, the outermost ones.</summary>
    public static IEnumerable<Expression> Figures(Expression expression) => expression switch
    {
        RowCount or DistinctCount or Aggregate or RateOf => [expression],
        Overall => [],
        _ => Parts(expression).SelectMany(Figures),
    };

    public static bool IsFigure(Expression expression) => Figures(expression).Any();

    /// <summary>The comparisons and other conditions that a filter is made of.</summary>
    public static IEnumerable<Filter> Atoms(Filter? filter) => filter switch
    {
        null => [],
        AllOf all => all.Parts.SelectMany(Atoms),
        AnyOf any => any.Parts.SelectMany(Atoms),
        Not not => Atoms(not.Inner),
        _ => [filter],
    };

    /// <summary>Expressions that an atom compares.</summary>
    public static IEnumerable<Expression> Compared(Filter atom) => atom switch
    {
        Compare compare => [compare.Left, compare.Right],
        OneOf one => [one.Column],
        Within within => [within.Column],
        AtClock clock => [clock.Column],
        Matches match => [match.Column],
        IsEmpty empty => [empty.Column],
        IsSet set => [set.Flag],
        _ => [],
    };

    private static IEnumerable<EntityRef> Entities(Expression expression) => Nodes(expression).SelectMany(n => n switch
    {
        ColumnUse use => [use.Of],
        EntityUse use => [use.Of],
        RowCount count => Entities(count.Where).Prepend(count.Of),
        DistinctCount count => Entities(count.Where),
        Aggregate aggregate => Entities(aggregate.Where),
        Overall overall => Entities(overall.Of).Concat(Entities(overall.Within)),
        RateOf rate => Entities(rate.Met).Prepend(rate.Of),
        _ => (IEnumerable<EntityRef>)[],
    });

    private static IEnumerable<EntityRef> Entities(Filter? filter) => Atoms(filter).SelectMany(a => a switch
    {
        Exists exists => Entities(exists.Where).Prepend(exists.Related),
        InForce force => [force.History],
        _ => Compared(a).SelectMany(Entities),
    });

    private static IEnumerable<Expression> Parts(Expression expression) => expression switch
    {
        DistinctCount count => [count.Of],
        Aggregate aggregate => [aggregate.Of],
        Arithmetic term => [term.Left, term.Right],
        Amount amount => [amount.Value],
        OrElse known => [known.Of],
        Duration time => [time.From, time.To],
        ElementOf element => [element.Column],
        PeriodBucket bucket => [bucket.Column],
        DatePart part => [part.Column],
        ShareOf share => [share.Part],
        ChangeOf change => [change.Of],
        EarlierOf earlier => [earlier.Of],
        RunningOf running => [running.Of],
        _ => [],
    };
}
