using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>
/// The tables of one SELECT. Each use of a table is known by the way that leads there from the table that the whole statement starts with, so
/// that one table may be used several times. What lies before the first table of a nested query belongs to the query around it.
/// </summary>
internal sealed class SelectScope
{
    private readonly CompileContext context;
    private readonly SelectScope? around;
    private readonly Way first;
    private readonly Dictionary<Way, TableReference> uses = [];

    private SelectScope(CompileContext context, SelectScope? around, Way first)
    {
        this.context = context;
        this.around = around;
        this.first = first;
        Plan.From = uses[first] = new TableReference(first.End, context.Alias(NamesOf(first)));
    }

    public RelationalPlan Plan { get; } = new();

    /// <summary>It stands within another query and may read its tables.</summary>
    public bool IsNested => around is not null;

    public TableReference Root => uses[first];

    /// <summary>Ways of tables that were joined although a row meets several of theirs.</summary>
    public List<Way> FannedOut { get; } = [];

    public static SelectScope At(CompileContext context, TableNode table) => new(context, null, Way.At(table));

    /// <summary>A query over the rows at the end of <paramref name="way"/> that belong to the row at the step before.</summary>
    public SelectScope Nest(Way way)
    {
        var before = Join(way.First(way.Count - 1));
        var nested = new SelectScope(context, this, way);
        nested.Plan.Where.Add(On(way.Steps[^1], before, nested.Root));
        TellDetour(way);
        return nested;
    }

    /// <summary>The part of a way up to the first step that meets several rows and was not joined as such; null when one row at most is there.</summary>
    public Way? Far(Way way)
    {
        var owner = Owner(way);
        for (var count = owner.first.Count + 1; count <= way.Count; count++)
        {
            var part = way.First(count);
            if (!owner.uses.ContainsKey(part) && !part.Steps[^1].IsToOne)
            {
                return part;
            }
        }

        return null;
    }

    /// <summary>The table at the end of a way, joined where it is not there yet.</summary>
    /// <param name="way">Where it is.</param>
    /// <param name="keepsRows">What to do with rows that have no counterpart over a step that meets several: true keeps them.</param>
    public TableReference Join(Way way, bool keepsRows = false)
    {
        var owner = Owner(way);
        return owner == this ? JoinOwn(way, keepsRows) : owner.JoinOwn(way, keepsRows);
    }

    /// <summary>A condition on it holds only where there is a row: a plain join says the same as an outer one.</summary>
    public void Require(Way way)
    {
        if (Owner(way) != this)
        {
            return;
        }

        for (var count = first.Count + 1; count <= way.Count; count++)
        {
            if (uses.TryGetValue(way.First(count), out var use) && Plan.Joins.FindIndex(j => j.Table == use) is >= 0 and var index)
            {
                Plan.Joins[index] = Plan.Joins[index] with { IsOuter = false };
            }
        }
    }

    /// <summary>Tells of rows that are lost because their reference is empty, though no condition was said of it.</summary>
    public void TellLeftOut(Way way)
    {
        foreach (var step in way.Steps.Skip(first.Count).Where(s => s is { IsForward: true, Edge.IsNullable: true } && CanMiss(s)))
        {
            var columns = string.Join(", ", step.Edge.ManyColumns.Select(c => c.Info.Name));
            context.Tell(ConcernKind.RowsLeftOut, $"Rows of {step.From.Name} without {columns} are left out.");
        }
    }

    /// <summary>There may be no row behind the reference.</summary>
    public bool MayMiss(TableReference use) => Plan.Joins.Exists(j => j.Table == use && j.IsOuter) || around?.MayMiss(use) == true;

    public bool CanBeNull(SqlExpression expression) => expression switch
    {
        ColumnExpression column => column.Column.Info.IsNullable || MayMiss(column.Source),
        NumberExpression or TextExpression or DateExpression or BooleanExpression => false,
        DerivedExpression derived => derived.CanBeNull,
        FunctionExpression { Name: "COALESCE", Arguments: [_, NumberExpression] } => false,
        FunctionExpression { Name: "COUNT" } => false,
        FunctionExpression { Name: "date_trunc" or "date_part" or "to_char" } function => function.Arguments.Any(CanBeNull),
        BinaryExpression { Operator: "+" or "-" or "*" } binary => CanBeNull(binary.Left) || CanBeNull(binary.Right),
        CastExpression cast => CanBeNull(cast.Inner),
        _ => true,
    };

    /// <summary>The equalities of a step.</summary>
    public static SqlExpression On(JoinStep step, TableReference from, TableReference to)
    {
        var (many, one) = step.IsForward ? (from, to) : (to, from);
        return All([.. step.Edge.ManyColumns.Zip(
            step.Edge.OneColumns,
            (m, o) => new BinaryExpression("=", new ColumnExpression(many, m), new ColumnExpression(one, o)))]);
    }

    public static SqlExpression All(IReadOnlyList<SqlExpression> parts) => parts.Count == 1 ? parts[0] : new LogicExpression("AND", parts);

    /// <summary>The end of the way is a table of this query rather than of one around it.</summary>
    public bool Owns(Way way) => Owner(way) == this;

    private SelectScope Owner(Way way) => around is null || way.StartsWith(first) ? this : around.Owner(way);

    private TableReference JoinOwn(Way way, bool keepsRows)
    {
        if (uses.TryGetValue(way, out var known))
        {
            return known;
        }

        if (way.Count <= first.Count)
        {
            throw new NotCompilableException($"{way} does not belong to a query over {first}.");
        }

        var from = JoinOwn(way.First(way.Count - 1), keepsRows);
        var step = way.Steps[^1];
        var use = uses[way] = new TableReference(step.To, context.Alias(NamesOf(way)));
        if (!step.Edge.IsDeclared)
        {
            context.Tell(
                ConcernKind.GuessedJoin,
                $"{step.Edge.Many.Name} and {step.Edge.One.Name} are joined by the names of their columns: no key is declared between them.");
        }

        if (!step.IsToOne)
        {
            FannedOut.Add(way);
        }

        TellDetour(way);

        var isOuter = Plan.Joins.Exists(j => j.Table == from && j.IsOuter) || (step.IsToOne ? CanMiss(step) : keepsRows);
        Plan.Joins.Add(new PlannedJoin(use, On(step, from, use), from, step.Edge) { IsOuter = isOuter });
        return use;
    }

    private void TellDetour(Way way)
    {
        if (way.Count > 1 && way.Steps[^2].IsToOne && !way.Steps[^1].IsToOne)
        {
            context.Tell(
                ConcernKind.Detour,
                $"{way.End.Name} is reached by way of {way.Steps[^1].From.Name}, which both sides share: the pairs may mean nothing.");
        }
    }

    /// <summary>The reference may be empty, or lead nowhere because no constraint watches over it.</summary>
    private static bool CanMiss(JoinStep step) =>
        !step.IsForward
        || !step.Edge.IsDeclared
        || step.Edge.ManyColumns.Any(c => c.Info.IsNullable && c.Info.Statistics.NullFraction is not 0);

    /// <summary>The table's own name; where that is taken the role it plays: <c>origin</c> for the airport behind <c>origin_id</c>.</summary>
    private static IEnumerable<string> NamesOf(Way way)
    {
        yield return way.End.Name;
        if (way.Count > 0 && way.Steps[^1] is { IsForward: true, Edge.RoleWords: { Count: > 0 } role })
        {
            yield return string.Join('_', role);
        }
    }
}
