using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes answers of more than one frame, and those over the rows of one.</summary>
internal sealed class AnswerCompiler(CompileContext context)
{
    private static readonly string[] Places = ["first", "second", "third", "fourth", "fifth", "sixth"];

    public RelationalPlan Compile(Answer answer) => answer switch
    {
        SingleAnswer single => context.Nested(single.Frame),
        SideBySide { Frames: [var only] } => context.Nested(only),
        SideBySide several => Beside(several.Frames),
        OneAfterAnother several => After(several.Frames),
        SetAnswer set => Sets(set),
        OverGroups over => OverRows.Of(over.Function, context.Nested(over.Groups)),
        GroupCount count => CountOf(context.Nested(count.Groups), OutputNames.Of(new RowCount(Counted(count.Groups)))!),
        YesOrNo yes => YesOrNo(yes.Counted),
        Whether which => Whether(which),
        _ => throw new NotCompilableException($"{answer.GetType().Name} is not known."),
    };

    private static EntityRef Counted(QueryFrame groups) => groups.By.OfType<EntityUse>().FirstOrDefault()?.Of ?? groups.Grain;

    private static RelationalPlan CountOf(RelationalPlan rows, string name)
    {
        var outer = OverRows.Around(rows);
        outer.Output.Clear();
        return outer.Showing(new FunctionExpression("COUNT", [new StarExpression()]), name);
    }

    private RelationalPlan YesOrNo(QueryFrame frame)
    {
        var isPlain = frame is { By.Count: 0, Having: null, Rank: null, IsDistinct: false };
        var count = new RowCount(frame.Grain);
        var name = OutputNames.Of(count)!;
        var counted = isPlain ? context.Nested(frame with { Show = [count], Order = [] }) : CountOf(context.Nested(frame), name);
        var figure = counted.Output[^1].Expression;
        counted.Output.Clear();
        return counted.Showing(new BinaryExpression(">", figure, new NumberExpression(0)), "answer").Showing(figure, name);
    }

    private RelationalPlan Whether(Whether which)
    {
        var outer = OverRows.Around(Compile(which.Figures));
        if (outer.Output is not [var first, var second])
        {
            throw new NotCompilableException("Two figures are compared.");
        }

        outer.Output.Insert(0, new OutputColumn(new BinaryExpression(which.Relation.Sign(), first.Expression, second.Expression), "answer"));
        return outer;
    }

    /// <summary>Frames without groups are one row each and stand in one; those with groups are joined on them.</summary>
    private RelationalPlan Beside(IReadOnlyList<QueryFrame> frames)
    {
        if (frames.All(f => f.By.Count == 0))
        {
            return InOneRow(frames);
        }

        if (frames.Any(f => f.By.Count != frames[0].By.Count || f.Rank is not null))
        {
            throw new NotCompilableException("Figures side by side are broken down alike.");
        }

        var parts = new List<(RelationalPlan Plan, string Alias, QueryFrame Frame)>();
        foreach (var frame in frames)
        {
            var figures = frame.Show.Where(s => !frame.By.Any(b => FrameKey.Same(b, s) || FrameSelect.IsOf(s, b)));
            var plan = context.Nested(frame with { Order = [], Show = [.. frame.By, .. figures] });
            plan.OrderBy.Clear();
            OverRows.Around(plan);
            parts.Add((plan, context.Alias("part"), frame));
        }

        // The groups come first in each, and are called as in the first.
        var count = frames[0].By.Sum(b => b is EntityUse use ? RowValues.KeyColumns(use.Of.Table).Concat(use.Of.Table.Display).Distinct().Count() : 1);
        var keys = parts[0].Plan.Output.Take(count)
            .Select((o, i) => new GroupPart(null, o.Expression, o.Name!, IsShown: true, parts.Exists(p => CanBeNull(p.Plan, i))))
            .ToList();
        foreach (var (plan, _, _) in parts)
        {
            if (plan.Output.Count <= count
                || Enumerable.Range(0, count).Any(i => !OutputTypes.MayBeAlike(OutputTypes.Of(plan, i), OutputTypes.Of(parts[0].Plan, i)))
                || plan.Output.FindIndex(count, o => keys.Exists(k => k.Name == o.Name)) >= 0)
            {
                throw new NotCompilableException("Figures side by side are broken down alike.");
            }

            for (var i = 0; i < count; i++)
            {
                plan.Output[i] = plan.Output[i] with { Name = keys[i].Name };
            }
        }

        var joined = GroupJoin.Of([.. parts.Select(p => (p.Plan, p.Alias))], keys, isFirstComplete: false, out var groups);
        var names = new HashSet<string>(StringComparer.Ordinal);
        joined.Output.AddRange(groups.Select(g => new OutputColumn(g.Expression, Free(names, g.Name))));
        foreach (var (plan, alias, frame) in parts)
        {
            joined.Output.AddRange(plan.Output.Skip(count)
                .Select(o => new OutputColumn(new DerivedExpression(alias, o.Name!), Free(names, Marked(o.Name!, frame, frames)))));
        }

        joined.OrderBy.AddRange(joined.Output.Take(keys.Count)
            .Select(o => new PlannedSort(new NameExpression(o.Name!), IsDescending: false, NullsLast: false)));
        return joined;
    }

    /// <summary>Whether a column of the groups may have no value.</summary>
    private static bool CanBeNull(RelationalPlan plan, int index) => plan.Output[index].Expression is not ColumnExpression column
        || column.Column.Info.IsNullable
        || plan.Joins.Exists(j => j.IsOuter && j.Table == column.Source);

    private RelationalPlan InOneRow(IReadOnlyList<QueryFrame> frames)
    {
        var row = new RelationalPlan();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var frame in frames)
        {
            var plan = context.Nested(frame);
            if (plan.Output is [var only])
            {
                var name = Free(names, Marked(PlainName(only), frame, frames));
                row.Showing(new SubqueryExpression(plan), name);
                continue;
            }

            var alias = context.Alias("part");
            OverRows.Around(plan);
            row.DerivedJoins.Add(new DerivedJoin("CROSS JOIN", plan, alias, null));
            row.Output.AddRange(plan.Output.Select(o => new OutputColumn(new DerivedExpression(alias, o.Name!), Free(names, Marked(o.Name!, frame, frames)))));
        }

        if (row.DerivedJoins.Count > 0)
        {
            row.FromPlan = row.DerivedJoins[0].Plan;
            row.FromAlias = row.DerivedJoins[0].Alias;
            row.DerivedJoins.RemoveAt(0);
        }

        return row;
    }

    private RelationalPlan After(IReadOnlyList<QueryFrame> frames)
    {
        var all = new RelationalPlan { CombinedBy = "UNION ALL" };
        foreach (var (frame, i) in frames.Select((f, i) => (f, i)))
        {
            var plan = context.Nested(frame);
            plan.Output.Insert(0, new OutputColumn(new TextExpression(Label(frame, frames, i)), "which"));
            all.Combined.Add(plan);
        }

        return Combined(all);
    }

    private RelationalPlan Sets(SetAnswer set)
    {
        var all = new RelationalPlan { CombinedBy = set.Operator.ToString().ToUpperInvariant() };
        all.Combined.Add(context.Nested(set.Left));
        all.Combined.Add(context.Nested(set.Right));
        foreach (var plan in all.Combined.Where(p => p.Limit is null))
        {
            plan.OrderBy.Clear();
        }

        return Combined(all);
    }

    private static RelationalPlan Combined(RelationalPlan all)
    {
        var first = all.Combined[0];
        if (all.Combined.Exists(p => p.Output.Count != first.Output.Count
            || Enumerable.Range(0, first.Output.Count).Any(i => !OutputTypes.MayBeAlike(OutputTypes.Of(p, i), OutputTypes.Of(first, i)))))
        {
            throw new NotCompilableException("Rows of different shapes cannot be put together.");
        }

        all.Output.AddRange(all.Combined[0].Output.Select(o => new OutputColumn(new NameExpression(PlainName(o)), null)));
        return all;
    }

    /// <summary>What tells one frame's rows from the others'.</summary>
    private static string Label(QueryFrame frame, IReadOnlyList<QueryFrame> frames, int index)
    {
        if (frame.Label is { } given)
        {
            return given;
        }

        var directions = frames.Select(f => f.Order.Count > 0 ? f.Order[0].IsDescending : (bool?)null).ToList();
        if (directions.TrueForAll(d => d is not null) && directions.Distinct().Count() == frames.Count)
        {
            var isDate = frame.Order[0].By is ColumnUse { Column.IsDate: true };
            return (isDate, frame.Order[0].IsDescending) switch
            {
                (true, true) => "latest",
                (true, false) => "earliest",
                (_, true) => "highest",
                _ => "lowest",
            };
        }

        var marks = frames.Select(f => OutputNames.Mark(f.Where)).ToList();
        return marks.TrueForAll(m => m is not null) && marks.Distinct().Count() == frames.Count ? marks[index]! : Places[Math.Min(index, Places.Length - 1)];
    }

    /// <summary>Figures of one name are told apart by the condition they are under.</summary>
    private static string Marked(string name, QueryFrame frame, IReadOnlyList<QueryFrame> frames) =>
        frame.Label is { } label ? $"{name}_{label.ToLowerInvariant().Replace(' ', '_')}"
        : frames.Any(f => f != frame && OutputNames.Mark(f.Where) is not null) && OutputNames.Mark(frame.Where) is { } mark ? $"{name}_{mark}"
        : name;

    private static string Free(HashSet<string> taken, string name)
    {
        var free = name;
        for (var n = 2; !taken.Add(free); n++)
        {
            free = $"{name}_{n}";
        }

        return free;
    }

    private static string PlainName(OutputColumn output) => output.Name ?? output.Expression switch
    {
        ColumnExpression column => column.Column.Info.Name,
        NameExpression name => name.Name,
        DerivedExpression derived => derived.Name,
        _ => "value",
    };
}
