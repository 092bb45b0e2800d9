using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>A column by which groups are told apart.</summary>
/// <param name="By">What was asked to group by; null for a key that only links.</param>
/// <param name="IsShown">False for a key that only keeps apart what has one name.</param>
internal sealed record GroupPart(Expression? By, SqlExpression Expression, string Name, bool IsShown, bool CanBeNull)
{
    /// <summary>The column that it is, whatever it is called here.</summary>
    public ColumnNode? Column { get; init; }
}

/// <summary>
/// One SELECT over the rows of a table, in groups or all together. Where a group is reached over a table of which a row meets several, each row is
/// made to count once in each group.
/// </summary>
internal sealed partial class FigureQuery
{
    private readonly CompileContext context;
    private readonly Way view;
    private readonly RowValues rows;
    private readonly FilterCompiler filters;
    private readonly List<GroupPart> parts = [];
    private bool multiplies;

    /// <param name="context">Of the statement.</param>
    /// <param name="home">The table whose rows the figures are taken over.</param>
    /// <param name="view">Where the expressions of the frame are seen from, by a way from <paramref name="home"/>.</param>
    public FigureQuery(CompileContext context, TableNode home, Way view)
    {
        this.context = context;
        this.view = view;
        Scope = SelectScope.At(context, home);
        rows = new RowValues(Scope, context);
        filters = new FilterCompiler(Scope, context, rows);
        Final = Scope.Plan;
    }

    public SelectScope Scope { get; }

    /// <summary>The query whose outputs are to be set.</summary>
    public RelationalPlan Final { get; private set; }

    /// <summary>Different rows are read first, and figures taken of them.</summary>
    public bool IsDeduplicated => Final != Scope.Plan;

    /// <summary>As they are written in <see cref="Final"/>.</summary>
    public IReadOnlyList<GroupPart> Parts => parts;

    /// <summary>Groups by an expression of the frame.</summary>
    /// <param name="by">What to group by.</param>
    /// <param name="needsRow">Rows for which it is not known are of no interest.</param>
    public void AddGroup(Expression by, bool needsRow)
    {
        foreach (var way in rows.Ways(by, view))
        {
            Scope.Join(way);
            if (needsRow)
            {
                Scope.TellLeftOut(way);
                Scope.Require(way);
            }
        }

        switch (by)
        {
            case EntityUse use:
                var table = rows.Join(context.Resolve(view, use.Of));
                foreach (var column in RowValues.KeyColumns(use.Of.Table).Concat(use.Of.Table.Display).Distinct())
                {
                    Add(by, new ColumnExpression(table, column), isShown: true);
                }

                break;
            case ColumnUse { Column: var name } use when DisplayColumns.MayRepeat(name) && context.Resolve(view, use.Of) is var way && !way.Equals(view):
                var keys = string.Join(", ", name.Table.Key.Select(k => k.Info.Name));
                context.Tell(ConcernKind.NameRepeats, $"Rows of {name.Table.Name} that have one {name.Info.Name} are kept apart by {keys}.");
                foreach (var key in name.Table.Key)
                {
                    Add(by, new ColumnExpression(rows.Join(way), key), isShown: false);
                }

                Add(by, rows.Of(by, view), isShown: true);
                break;
            default:
                Add(by, rows.Of(by, view), isShown: true);
                break;
        }
    }

    /// <summary>Groups by a column that only links; the name it has among the outputs.</summary>
    public string AddGroup(SqlExpression key)
    {
        Add(null, key, isShown: false);
        return parts[^1].Name;
    }

    public void AddWhere(Filter? filter) => filters.AddTo(Scope.Plan.Where, filter, view);

    /// <summary>After groups and conditions, before figures.</summary>
    public void Settle(IReadOnlyList<Expression> figures)
    {
        multiplies = Scope.FannedOut.Count > 0 && !MeetsOnce();
        if (parts.Exists(p => p.By is not null) && Scope.FannedOut.FirstOrDefault() is { } several)
        {
            context.Tell(
                ConcernKind.InSeveralGroups,
                $"One of {Scope.Root.Table.Name} may have several of {several.End.Name} and is counted in each group: the groups need not add up.");
        }

        if (multiplies && figures.Any(IsChangedByDoubles))
        {
            ReadDifferentRows();
        }

        Final.GroupBy.AddRange(IsOneRowEach(figures) ? [] : parts.Select(p => p.Expression).Distinct());
    }

    public bool WouldMultiply(Expression figure) => multiplies && IsChangedByDoubles(figure);

    private void Add(Expression? by, SqlExpression expression, bool isShown)
    {
        if (expression is ColumnExpression { Column: { Info.Kind: ColumnKind.Json or ColumnKind.Other } odd }
            && odd.Info.BaseType is not ("jsonb" or "citext" or "inet" or "cidr" or "macaddr" or "bit" or "varbit"))
        {
            throw new NotCompilableException($"{odd}, which is of type {odd.Info.DataType}, cannot be grouped by.");
        }

        var wanted = by is ColumnUse or EntityUse or null ? ((ColumnExpression)expression).Column.Info.Name : OutputNames.Of(by) ?? "value";
        var name = wanted;
        for (var n = 2; parts.Exists(p => p.Name == name); n++)
        {
            name = $"{wanted}_{n}";
        }

        parts.Add(new GroupPart(by, expression, name, isShown, Scope.CanBeNull(expression)) { Column = (expression as ColumnExpression)?.Column });
    }

    /// <summary>A row and a group together stand for one joined row: the bridge has the two as its key.</summary>
    private bool MeetsOnce()
    {
        if (Scope.FannedOut is not [var way])
        {
            return false;
        }

        var many = Scope.Join(way);
        var grouped = parts.Select(p => p.Expression).OfType<ColumnExpression>().ToHashSet();
        return many.Table.Key.Count > 0 && many.Table.Key.All(k => way.Steps[^1].ToColumns.Contains(k)
            || grouped.Contains(new ColumnExpression(many, k))
            || Scope.Plan.Joins.Exists(j => j.From == many && j.Key is { Evidence.IsPairing: false } key && key.Many == many.Table
                && key.ManyColumns.Zip(key.OneColumns).Any(pair => pair.First == k && grouped.Contains(new ColumnExpression(j.Table, pair.Second)))));
    }

    private static bool IsChangedByDoubles(Expression figure) =>
        figure is RateOf or Aggregate { IsDistinct: false, Function: not (Function.Minimum or Function.Maximum) };

    /// <summary>Nothing is taken together: the groups are the rows.</summary>
    private bool IsOneRowEach(IReadOnlyList<Expression> figures) =>
        figures.Count == 0
        && Scope.FannedOut.Count == 0
        && Scope.Root.Table.Key is { Count: > 0 } key
        && key.All(k => parts.Exists(p => p.Expression is ColumnExpression column && column.Source == Scope.Root && column.Column == k));

    /// <summary>SELECT DISTINCT groups, key, values; figures are then taken of those.</summary>
    private void ReadDifferentRows()
    {
        if (Scope.Root.Table.Key.Count == 0)
        {
            throw new NotCompilableException($"The rows of {Scope.Root.Table} have no key to tell them apart by.");
        }

        Scope.Plan.IsDistinct = true;
        Final = new RelationalPlan { FromPlan = Scope.Plan, FromAlias = context.Alias($"different_{Scope.Root.Table.Name}") };
        for (var i = 0; i < parts.Count; i++)
        {
            parts[i] = parts[i] with { Expression = Read(parts[i].Expression, parts[i].Name) };
        }

        foreach (var key in Scope.Root.Table.Key)
        {
            Read(new ColumnExpression(Scope.Root, key), key.Info.Name);
        }
    }

    /// <summary>What a value of a row is called in the query around it.</summary>
    private SqlExpression Read(SqlExpression value, string wanted)
    {
        if (!IsDeduplicated)
        {
            return value;
        }

        var known = Scope.Plan.Output.Find(o => ExpressionTree.AreSame(o.Expression, value));
        if (known is null)
        {
            var name = wanted;
            for (var n = 2; Scope.Plan.Output.Exists(o => o.Name == name); n++)
            {
                name = $"{wanted}_{n}";
            }

            known = new OutputColumn(value, name);
            Scope.Plan.Output.Add(known);
        }

        return new DerivedExpression(Final.FromAlias, known.Name!);
    }
}
