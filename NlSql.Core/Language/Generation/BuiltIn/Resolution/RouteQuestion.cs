using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Routes;

namespace NlSql.Core.Language.Generation.BuiltIn.Resolution;

/// <summary>What is looked for: the way from a table to a use of another.</summary>
internal sealed record RouteQuestion(TableNode From, TableNode To, KeyEdge? Role, bool IsReverse)
{
    /// <summary>So many ways are looked at; those through tables that the question speaks of are not always among the very cheapest.</summary>
    private const int Considered = 8;

    public static RouteQuestion Of(TableNode from, EntityRef entity) => new(from, entity.Table, entity.Role, entity.IsReverse);

    /// <summary>Best first; empty when no keys lead there.</summary>
    public IEnumerable<JoinRoute> Find(SchemaGraph graph)
    {
        if (Role is not { } role)
        {
            return From == To ? [new JoinRoute([], 0)] : graph.Routes(From, To, Considered);
        }

        // The key comes last; what leads to its near side may differ.
        var near = role.IsSelfReference || role.One == To ? role.Many : role.One;
        if (role.Other(near) != To)
        {
            return [];
        }

        var last = new JoinStep(role, near, To) { IsForward = near == role.Many && !(role.IsSelfReference && IsReverse) };
        return (near == From ? [new JoinRoute([], 0)] : graph.Routes(From, near, Considered))
            .Where(r => r.Steps.Count == 0 || r.Steps[^1].Back() != last)
            .Select(r => new JoinRoute([.. r.Steps, last], r.Cost + StepCost.Of(last, r.Steps).Total));
    }
}

/// <summary>A route that was taken, with those that are nearly as good.</summary>
internal sealed record RouteChoice(RouteQuestion Question, JoinRoute Taken, IReadOnlyList<JoinRoute> Others)
{
    /// <summary>What tells a route from others, for people: the tables that it leads through, or the columns of its only key.</summary>
    public static string Describe(JoinRoute route)
    {
        var between = route.Steps.SkipLast(1).Select(s => s.To.Name).ToList();
        return string.Join(", ", between.Count > 0 ? between : route.Steps.SelectMany(s => s.Edge.ManyColumns).Select(c => c.Info.Name));
    }
}
