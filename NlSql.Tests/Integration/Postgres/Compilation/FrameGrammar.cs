using CsCheck;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Makes frames over a database out of a row of numbers: of all shapes, sensible or not, with types that fit.</summary>
internal sealed class FrameGrammar(CompiledDatabase database, IReadOnlyList<int> numbers)
{
    private static readonly string[] Units = ["day", "week", "month", "quarter", "year", "hour", "fiscal year", "fiscal quarter"];

    private int next;

    /// <summary>As many numbers as the longest frame takes.</summary>
    public static Gen<int[]> Numbers { get; } = Gen.Int[0, 1 << 20].Array[80];

    public Answer Answer() => Pick(9) switch
    {
        0 => new SideBySide([Figures(), Figures()]),
        1 => new OneAfterAnother([Frame(), Frame()]),
        2 => new SetAnswer(Frame(), SetOperator.Except, Frame()),
        3 => new OverGroups(Function.Average, Grouped()),
        4 => new GroupCount(Grouped()),
        5 => new YesOrNo(Frame()),
        _ => new SingleAnswer(Frame()),
    };

    public QueryFrame Frame() => Pick(2) == 0 ? Grouped() : Plain();

    public Filter Filter(TableNode grain, int depth = 2) => (depth > 0 ? Pick(12) : 3 + Pick(9)) switch
    {
        0 => new AllOf([Filter(grain, depth - 1), Filter(grain, depth - 1)]),
        1 => new AnyOf([Filter(grain, depth - 1), Filter(grain, depth - 1)]),
        2 => new Not(Filter(grain, depth - 1)),
        3 => new Exists(new EntityRef(Near(grain)), Maybe(2) ? Filter(grain, 0) : null, Maybe(3) ? Range() : null),
        4 => new IsEmpty(Column(grain)),
        5 when database.Schema.Tables.Where(t => t.History is not null).ToList() is { Count: > 0 } histories =>
            new InForce(new EntityRef(Of(histories)), Maybe(3) ? new DateOnly(2016, 1, 1) : null, Maybe(3)),
        6 => new Compare(Figure(grain, depth - 1), Of([Relation.Greater, Relation.LessOrEqual]), new NumberConstant(Pick(5))),
        7 => new Compare(Number(grain), Relation.Greater, new Overall(Function.Average, Number(grain))),
        _ => Said(Column(grain)),
    };

    public ColumnUse Column(TableNode grain) => Pick(3) switch
    {
        0 => Use(Of(grain.Columns)),
        _ => Use(Of(Near(grain).Columns)),
    };

    private CountRange Range() => new(Pick(3), Maybe(2) ? 2 + Pick(2) : null);

    private QueryFrame Plain()
    {
        var grain = Table();
        return new QueryFrame
        {
            Grain = new EntityRef(grain),
            Show = [Maybe(2) ? Column(grain) : new EntityUse(new EntityRef(grain), Maybe(4)), .. Maybe(3) ? [Figure(grain)] : (Expression[])[]],
            Where = Maybe(2) ? Filter(grain) : null,
            Order = Maybe(2) ? [new Ordering(Maybe(2) ? Use(Of(grain.Columns)) : Figure(grain), Maybe(2))] : [],
            IsDistinct = Maybe(4),
            Rank = Maybe(4) ? new Rank(1 + Pick(3), Maybe(3), [], Maybe(2)) { KeepsTies = Maybe(3) } : null,
        };
    }

    private QueryFrame Grouped()
    {
        var grain = Table();
        var by = Maybe(3) ? [Group(grain), Group(grain)] : new List<Expression> { Group(grain) };
        var figure = Figure(grain);
        return new QueryFrame
        {
            Grain = new EntityRef(grain),
            By = by,
            Show = [Computed(figure, by), .. Maybe(3) ? [Figure(grain)] : (Expression[])[]],
            Where = Maybe(2) ? Filter(grain) : null,
            Having = Maybe(4) ? new Compare(figure, Relation.Greater, Maybe(2) ? new NumberConstant(1) : new Overall(Function.Average, figure)) : null,
            Order = Maybe(2) ? [new Ordering(figure, Maybe(2))] : [],
            KeepsEmptyGroups = Maybe(4),
            Rank = Maybe(4) ? new Rank(1 + Pick(3), Maybe(3), Maybe(2) ? [by[0]] : []) { KeepsTies = Maybe(3) } : null,
        };
    }

    private QueryFrame Figures()
    {
        var grain = Table();
        return new QueryFrame { Grain = new EntityRef(grain), Show = [Figure(grain)], Where = Maybe(2) ? Filter(grain) : null };
    }

    private Expression Computed(Expression figure, List<Expression> by) => Pick(6) switch
    {
        0 => new ShareOf(figure, ShareScale.Percent, Maybe(2) ? [by[0]] : []),
        1 when by.OfType<PeriodBucket>().FirstOrDefault() is { } period => new ChangeOf(figure, period, "year", Maybe(2)),
        2 => new RunningOf(figure, by[0]),
        3 => new Arithmetic(Operator.DividedBy, figure, figure),
        _ => figure,
    };

    private Expression Group(TableNode grain) => Pick(4) switch
    {
        0 when Dates(grain) is { Count: > 0 } dates => new PeriodBucket(Use(Of(dates)), Of(Units)),
        1 when Dates(grain) is { Count: > 0 } dates => new DatePart(Use(Of(dates)), Of(["weekday", "month", "year"])),
        2 => new EntityUse(new EntityRef(Near(grain))),
        _ => Column(grain),
    };

    private Expression Figure(TableNode grain, int depth = 1)
    {
        Filter? where = depth > 0 && Maybe(4) ? Filter(grain, depth) : null;
        return Pick(6) switch
        {
            0 => new DistinctCount(Maybe(2) ? Column(grain) : new EntityUse(new EntityRef(Near(grain))), where),
            1 when depth > 0 => new RateOf(new EntityRef(grain), Filter(grain, depth), ShareScale.Percent),
            2 or 3 => new Aggregate(Of(Enum.GetValues<Function>()), Number(grain), where),
            _ => new RowCount(new EntityRef(Maybe(2) ? grain : Near(grain)), where),
        };
    }

    private ColumnUse Number(TableNode grain)
    {
        var columns = Near(grain).Columns.Where(c => c.IsNumeric).ToList();
        return Use(Of(columns.Count > 0 ? columns : [.. database.Schema.Tables.SelectMany(t => t.Columns).Where(c => c.IsNumeric)]));
    }

    private Filter Said(ColumnUse use) => use.Column switch
    {
        { IsDate: true } => new Within(use, Maybe(2) ? DateRange.Year(2024) : new DateRange(null, new DateOnly(2020, 2, 1))),
        { IsNumeric: true } => new Compare(use, Of(Enum.GetValues<Relation>()), new NumberConstant(Pick(100))),
        { Info.Kind: ColumnKind.Boolean } => new IsSet(use),
        { Info.Kind: ColumnKind.Array } => Maybe(2) ? new Matches(use, TextPlace.Start, "g") : new OneOf(use, [new Literal("gift", true)], Maybe(2)),
        _ when Maybe(3) => new Matches(use, TextPlace.Anywhere, "a"),
        { Info.Statistics.Samples: [var sample, ..] } => new OneOf(use, [new Literal(sample.Value, true), new Literal(sample.Value, Maybe(2))], Maybe(4)),
        _ => new OneOf(use, [new Literal("Ann", false)]),
    };

    private static List<ColumnNode> Dates(TableNode table) => [.. table.Columns.Where(c => c.IsDate)];

    private static ColumnUse Use(ColumnNode column) => new(column, new EntityRef(column.Table));

    private TableNode Table() => Of([.. database.Schema.Tables.Where(t => t.Key.Count > 0)]);

    private TableNode Near(TableNode grain) => Maybe(4)
        ? Table()
        : Of([.. database.Schema.Joins.EdgesOf(grain).Select(e => e.Other(grain)).Append(grain)]);

    private T Of<T>(IReadOnlyList<T> all) => all[Pick(all.Count)];

    private bool Maybe(int oneOf) => Pick(oneOf) == 0;

    private int Pick(int count) => numbers[next++ % numbers.Count] % count;
}
