using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>
/// Writes filters into one SELECT. A condition on a row that there is one of reads it by a join; one on rows that there are several of becomes
/// EXISTS, those that are said together of the same rows in one. "Not" keeps what is unknown, so that a filter and its denial share no row and
/// leave out none.
/// </summary>
internal sealed class FilterCompiler(SelectScope scope, CompileContext context, Values values)
{
    private readonly AtomCompiler atoms = new(scope, context, values);

    /// <summary>Conditions that all rows of the SELECT have to meet.</summary>
    public void AddTo(List<SqlExpression> where, Filter? filter, Way view)
    {
        foreach (var chunk in filter is null ? [] : Chunks(filter, view))
        {
            if (chunk.Far is { } far && CanJoin(far, chunk.Parts))
            {
                scope.Join(far);
                AddTo(where, new AllOf(chunk.Parts), view);
            }
            else
            {
                where.AddRange(Flat(Holds(chunk, view, isRequired: true)));
            }
        }
    }

    /// <summary>Within EXISTS it does not matter how often a row is met: what is asked of further rows needs no EXISTS of its own.</summary>
    private bool CanJoin(Way far, IReadOnlyList<Filter> parts) =>
        scope.IsNested && scope.Owns(far) && Togetherness.Split(parts).Count() == 1 && !parts.Any(p => p is InForce { IsFormer: true });

    /// <summary>Conditions of a filter that must not narrow the SELECT: those of one figure only.</summary>
    public IReadOnlyList<SqlExpression> All(Filter filter, Way view) => [.. Chunks(filter, view).SelectMany(c => Flat(Holds(c, view, isRequired: false)))];

    /// <summary>True for just those rows that meet the filter; false or unknown for others.</summary>
    private SqlExpression Holds(Filter filter, Way view) => SelectScope.All(All(filter, view));

    /// <summary>True for just those rows that do not meet the filter.</summary>
    private SqlExpression Fails(Filter filter, Way view) => filter switch
    {
        Not not => Holds(not.Inner, view),
        AnyOf { Parts.Count: > 0 } any when FarOf(any, view) is null => SelectScope.All([.. any.Parts.Select(p => Fails(p, view))]),
        _ => Literals.Any([.. Chunks(filter, view).Select(c => c.Far is null ? FailsHere(c.Parts[0], view) : Deny(Holds(c, view, isRequired: false)))]),
    };

    private SqlExpression FailsHere(Filter filter, Way view) => filter switch
    {
        Not or AnyOf or AllOf => Fails(filter, view),
        Exists exists => Deny(Related(exists, view, isRequired: false)),
        OneOf { NeedsAll: true } => Deny(Holds(new Chunk(null, [filter]), view, isRequired: false)),
        _ => atoms.Fails(filter, view),
    };

    private SqlExpression Holds(Chunk chunk, Way view, bool isRequired)
    {
        if (chunk.Far is { } far)
        {
            return SelectScope.All([.. Togetherness.Split(chunk.Parts).Select(p => Inside(far, p, view))]);
        }

        return chunk.Parts[0] switch
        {
            Not not => Fails(not.Inner, view),
            AnyOf any => Literals.Any([.. any.Parts.Select(p => Holds(p, view))]),
            AllOf all => Holds(all, view),
            Exists exists => Related(exists, view, isRequired),
            OneOf { NeedsAll: true } each => SelectScope.All([.. each.Values
                .Select(v => Holds(new Chunk(FarOf(each.Column, view), [each with { Values = [v], NeedsAll = false }]), view, isRequired))]),
            var atom => atoms.Holds(atom, view, isRequired),
        };
    }

    /// <summary>There is a row at <paramref name="far"/> that meets all of it; of former rows also none that is still in force.</summary>
    private SqlExpression Inside(Way far, IReadOnlyList<Filter> all, Way view)
    {
        var exists = Some(far, all, view);
        if (!all.Any(f => f is InForce { IsFormer: true }))
        {
            return exists;
        }

        var still = all.Select(f => f is InForce { IsFormer: true } former ? former with { IsFormer = false } : f).ToList();
        return SelectScope.All([exists, Deny(Some(far, still, view))]);
    }

    private ExistsExpression Some(Way far, IReadOnlyList<Filter> all, Way view)
    {
        var nested = scope.Nest(far);
        nested.Plan.Showing(new NumberExpression(1), null);
        Within(nested).AddTo(nested.Plan.Where, new AllOf(all), view);
        return new ExistsExpression(nested.Plan);
    }

    private SqlExpression Related(Exists exists, Way view, bool isRequired)
    {
        var way = context.Resolve(view, exists.Related);
        if (scope.Far(way) is not { } far)
        {
            return atoms.One(exists, way, isRequired, w => All(w, way));
        }

        var least = exists.Count?.Least ?? 1;
        if (exists.Count is null or { Least: 1, Most: null } or { Least: <= 0, Most: 0 })
        {
            var said = exists.Where is { } where ? Parts(where).ToList() : [];
            var some = said.Exists(f => f is InForce { IsFormer: true }) ? Inside(far, said, way) : Count(exists, way, far, isCounted: false);
            return exists.Count is { Most: 0 } ? Deny(some) : some;
        }

        var count = Count(exists, way, far, isCounted: true);
        var bounds = exists.Count.Most == least
            ? [new BinaryExpression("=", count, new NumberExpression(least))]
            : (least > 0 ? [new BinaryExpression(">=", count, new NumberExpression(least))] : (List<SqlExpression>)[])
                .Concat(exists.Count.Most is { } most ? [new BinaryExpression("<=", count, new NumberExpression(most))] : []).ToList();
        return bounds.Count == 0 ? new BooleanExpression(true) : SelectScope.All(bounds);
    }

    /// <summary>EXISTS, or the number of different related rows. In a query that counts, further rows must not multiply those.</summary>
    private SqlExpression Count(Exists exists, Way way, Way far, bool isCounted)
    {
        var nested = scope.Nest(far);
        var table = nested.Join(way);
        var isOneEach = Way.At(far.End).Then(way.Steps.Skip(far.Count)).Back().IsToOne;
        nested.Plan.Showing(
            !isCounted ? new NumberExpression(1)
                : isOneEach ? new FunctionExpression("COUNT", [new StarExpression()])
                : new FunctionExpression("COUNT", [new ColumnExpression(table, RowValues.KeyColumns(table.Table)[0])], IsDistinct: true),
            null);
        nested.Require(way);
        var inner = Within(nested);
        if (isCounted && exists.Where is { } where)
        {
            nested.Plan.Where.AddRange(inner.All(where, way));
        }
        else
        {
            inner.AddTo(nested.Plan.Where, exists.Where, way);
        }

        return isCounted ? new SubqueryExpression(nested.Plan) : new ExistsExpression(nested.Plan);
    }

    private FilterCompiler Within(SelectScope nested) => new(nested, context, new RowValues(nested, context));

    /// <summary>True where a condition is not: shorter for those that are never unknown.</summary>
    private static SqlExpression Deny(SqlExpression condition) => condition switch
    {
        NotExpression { Inner: ExistsExpression exists } => exists,
        NullTestExpression test => test with { IsNull = !test.IsNull },
        BooleanExpression boolean => new BooleanExpression(!boolean.Value),
        BinaryExpression { Left: SubqueryExpression, Right: NumberExpression } count when IsTwoValued(count) =>
            count with { Operator = count.Operator switch { ">=" => "<", "<=" => ">", _ => "<>" } },
        _ => IsTwoValued(condition) ? new NotExpression(condition) : new NotTrueExpression(condition),
    };

    private static bool IsTwoValued(SqlExpression condition) => condition switch
    {
        ExistsExpression or NullTestExpression or BooleanExpression or NotTrueExpression => true,
        NotExpression not => IsTwoValued(not.Inner),
        LogicExpression logic => logic.Parts.All(IsTwoValued),
        BinaryExpression { Left: SubqueryExpression { Plan.Output: [{ Expression: FunctionExpression { Name: "COUNT" } }] }, Right: NumberExpression } => true,
        _ => false,
    };

    private static IReadOnlyList<SqlExpression> Flat(SqlExpression expression) =>
        expression is LogicExpression { Operator: "AND" } both ? both.Parts : [expression];

    /// <summary>Parts of a conjunction that speak of the same related rows, together; others one by one.</summary>
    private List<Chunk> Chunks(Filter filter, Way view)
    {
        var chunks = new List<Chunk>();
        foreach (var part in Togetherness.Gather(Parts(filter)))
        {
            var far = FarOf(part, view);
            if (far is not null && chunks.Find(c => far.Equals(c.Far)) is { } same)
            {
                same.Parts.Add(part);
            }
            else
            {
                chunks.Add(new Chunk(far, [part]));
            }
        }

        return chunks;
    }

    private static IEnumerable<Filter> Parts(Filter filter) => filter is AllOf all ? all.Parts.SelectMany(Parts) : [filter];

    /// <summary>The first step to several rows that all of a condition lies behind; null when it is about the row itself.</summary>
    private Way? FarOf(Filter filter, Way view)
    {
        switch (filter)
        {
            case Not or Exists or OneOf { NeedsAll: true }:
                return null;
            case InForce force:
                return scope.Far(context.Resolve(view, force.History));
            case AnyOf any:
                return Common(any.Parts, view);
            case AllOf all:
                return Common(all.Parts, view);
            default:
                return FrameTables.Compared(filter).Select(e => FarOf(e, view)).FirstOrDefault(f => f is not null);
        }
    }

    private Way? FarOf(Expression expression, Way view) => values.Ways(expression, view).Select(scope.Far).FirstOrDefault(f => f is not null);

    private Way? Common(IReadOnlyList<Filter> parts, Way view)
    {
        var all = parts.Select(p => FarOf(p, view)).ToList();
        return all.Count > 0 && all[0] is { } first && all.TrueForAll(first.Equals) ? first : null;
    }

    private sealed record Chunk(Way? Far, List<Filter> Parts);
}
