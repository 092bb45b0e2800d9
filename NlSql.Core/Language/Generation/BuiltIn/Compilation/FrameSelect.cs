using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes one frame: as rows with figures beside them, or as groups with figures in them.</summary>
internal sealed class FrameSelect
{
    private readonly CompileContext context;
    private readonly QueryFrame frame;
    private readonly Way grain;

    public FrameSelect(CompileContext context, QueryFrame frame)
    {
        this.context = context;
        this.frame = frame;
        grain = Way.At(frame.Grain.Table);
    }

    public RelationalPlan Compile()
    {
        if (EarlierPeriods() is var (period, from, wider))
        {
            return From(new FrameSelect(context, wider).Plain(), period, from);
        }

        return Plain();
    }

    private RelationalPlan Plain()
    {
        var figures = Figures(frame).ToList();
        var plain = frame.Show.Where(s => !FrameTables.IsFigure(s) && s is not (NumberConstant or TextConstant or DateConstant or Overall)).ToList();
        if (frame.KeepsEmptyGroups && EntityOfGroups() is { } each)
        {
            return new RowSelect(context, frame with { By = [], Show = AllShown() }, each).Compile();
        }

        var isByRow = frame.By.Any(b => b is EntityUse use && context.Resolve(grain, use.Of).Count == 0) && frame.By.All(IsNear);
        var areAllBeside = figures.Count > 0 && figures.TrueForAll(f => IsBeside(f));
        if (frame.By.Count == 0 && (figures.Count == 0 || (plain.Count > 0 && areAllBeside)))
        {
            return new RowSelect(context, frame, grain).Compile();
        }

        if (isByRow && (areAllBeside || figures.Count == 0))
        {
            return new RowSelect(context, frame with { By = [], Show = AllShown() }, grain).Compile();
        }

        var groups = frame.By.Count == 0 && plain.Count > 0 ? frame with { By = plain } : frame;
        return new GroupSelect(context, groups with { Order = [.. groups.Order.Select(o => OfGroups(groups, o))] }).Compile();
    }

    /// <summary>Groups in the order of something that their rows differ in: its smallest or largest decides.</summary>
    private static Ordering OfGroups(QueryFrame groups, Ordering ordering) =>
        ordering.By is ColumnUse use && groups.By.Count > 0 && !groups.By.Any(b => FrameKey.Same(b, use) || IsOf(use, b))
            ? ordering with { By = new Aggregate(ordering.IsDescending ? Function.Maximum : Function.Minimum, use) }
            : ordering;

    /// <summary>The figures of a frame, each once, with those that shares are taken of.</summary>
    public static IEnumerable<Expression> Figures(QueryFrame frame)
    {
        var all = frame.Show.Concat(frame.Order.Select(o => o.By))
            .Concat(FrameTables.Atoms(frame.Having).SelectMany(FrameTables.Compared))
            .Concat(frame.Rank?.Within ?? [])
            .ToList();
        var wholes = frame.By.Count > 0 ? [] : all.SelectMany(FrameTables.Nodes).OfType<ShareOf>().Select(s => GroupValues.WithoutWhere(s.Part));
        return all.Concat(wholes).SelectMany(FrameTables.Figures).DistinctBy(FrameKey.Of);
    }

    /// <summary>Groups come before what is said of them, unless the question names them itself.</summary>
    private List<Expression> AllShown() => [.. frame.By.Where(b => !IsNamed(frame, b)), .. frame.Show];

    /// <summary>What is shown already says which group it is.</summary>
    public static bool IsNamed(QueryFrame frame, Expression by) => frame.Show.Any(s => FrameKey.Same(s, by) || IsOf(s, by));

    /// <summary>It is a column of the entity that is grouped by.</summary>
    public static bool IsOf(Expression shown, Expression by) =>
        shown is ColumnUse use && by is EntityUse entity && FrameKey.Same(new EntityUse(use.Of), new EntityUse(entity.Of));

    private bool IsNear(Expression by) => FrameTables.Uses(by).All(e => context.Resolve(grain, e).IsToOne);

    /// <summary>It is over rows of which each row of the grain has several.</summary>
    private bool IsBeside(Expression figure) => !Homes.Of(figure, grain, context).IsToOne;

    /// <summary>The one table whose rows the groups are, where groups without any row are wanted too.</summary>
    private Way? EntityOfGroups()
    {
        if (frame.By.OfType<EntityUse>().Select(b => context.Resolve(grain, b.Of)).FirstOrDefault() is not { Count: > 0 } each)
        {
            return null;
        }

        return frame.By.SelectMany(FrameTables.Uses).All(e => each.Back().Then(context.Resolve(grain, e).Steps).IsToOne) ? each : null;
    }

    /// <summary>What changed since the period before needs that period to be read, though it is not to be shown.</summary>
    private (PeriodBucket Period, DateOnly From, QueryFrame Wider)? EarlierPeriods()
    {
        var back = frame.Show.SelectMany(FrameTables.Nodes).Select(n => n switch
        {
            ChangeOf change => (change.Period, change.Back),
            EarlierOf earlier => (earlier.Period, earlier.Back),
            _ => ((PeriodBucket Period, string Back)?)null,
        }).FirstOrDefault(n => n is not null);
        if (back is not ({ } period, { } unit) || frame.Where is null || !frame.By.Any(b => FrameKey.Same(b, period)))
        {
            return null;
        }

        var parts = frame.Where is AllOf all ? all.Parts : [frame.Where];
        var within = parts.OfType<Within>().FirstOrDefault(w => FrameKey.Same(w.Column, period.Column) && w.Range.From is { Year: > 1 });
        if (within?.Range.From is not { } from || !within.Column.Column.IsDate)
        {
            return null;
        }

        var wider = within with { Range = new DateRange(Before(from, unit), within.Range.To) };
        return (period, from, frame with { Where = new AllOf([.. parts.Select(p => ReferenceEquals(p, within) ? wider : p)]), Rank = null });
    }

    private RelationalPlan From(RelationalPlan plan, PeriodBucket period, DateOnly from)
    {
        var wanted = OutputNames.Of(period);
        var outer = PlanWrapping.InOrder(plan);
        outer.Where.Add(new BinaryExpression(
            ">=",
            new NameExpression(plan.Output.Find(o => o.Name == wanted)?.Name ?? throw new NotCompilableException($"No {wanted} is shown.")),
            period.Unit == PeriodStart.FiscalYear ? new NumberExpression(context.Calendar.FiscalYearOf(from)) : new DateExpression(from)));
        outer.Limit = frame.Rank?.Count;
        return outer;
    }

    private static DateOnly Before(DateOnly day, string unit) => unit switch
    {
        "day" => day.AddDays(-1),
        "week" => day.AddDays(-7),
        "month" => day.AddMonths(-1),
        "quarter" => day.AddMonths(-3),
        _ => day.AddYears(-1),
    };
}
