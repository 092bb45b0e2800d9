using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Routes;

namespace NlSql.Core.Language.Generation.BuiltIn.Resolution;

/// <summary>
/// The routes of one candidate: the same question has the same answer all through it. It notes what was asked, so that another candidate can
/// answer otherwise.
/// </summary>
/// <param name="mentioned">Tables that the question speaks of: a way through them is the likelier one.</param>
/// <param name="picks">Which of the routes is taken where it is not the first.</param>
internal sealed class RouteBook(SchemaGraph graph, IReadOnlySet<TableNode> mentioned, IReadOnlyDictionary<RouteQuestion, int> picks)
{
    /// <summary>Routes that cost so little more than the best one may be meant as well.</summary>
    public const double Nearly = 0.45;

    private const double Mentioned = 0.5;

    /// <summary>A table with so many times fewer rows than another says who is special rather than who belongs where.</summary>
    private const int Thin = 100;

    private readonly Dictionary<RouteQuestion, IReadOnlyList<JoinRoute>> asked = [];

    /// <summary>The choices that were to be made, in the order in which they came up.</summary>
    public IReadOnlyList<RouteChoice> Choices => [.. asked
        .Where(a => a.Value.Count > 1)
        .Select(a => new RouteChoice(a.Key, a.Value[PickOf(a.Key)], [.. a.Value.Where((_, i) => i != PickOf(a.Key))]))];

    /// <summary>What all routes that were taken cost.</summary>
    public double Cost => asked.Sum(a => a.Value.Count > 0 ? a.Value[PickOf(a.Key)].Cost : 0);

    /// <summary>How many good routes there are for each question.</summary>
    public IEnumerable<(RouteQuestion Question, int Pick, int Count)> Open => asked.Select(a => (a.Key, PickOf(a.Key), a.Value.Count));

    /// <summary>The steps from a table to a use of another; null when no keys lead there.</summary>
    public IReadOnlyList<JoinStep>? Find(TableNode from, EntityRef entity)
    {
        if (entity.Route is { } given)
        {
            return given;
        }

        var question = RouteQuestion.Of(from, entity);
        if (!asked.TryGetValue(question, out var routes))
        {
            var all = question.Find(graph)
                .Select(r => r with { Cost = r.Cost - (Mentioned * r.Steps.SkipLast(1).Count(s => mentioned.Contains(s.To))) })
                .OrderBy(r => r.Cost)
                .ToList();
            asked[question] = routes = [.. all.Where(r => r.Cost <= all[0].Cost + Nearly && (r == all[0] || !IsThin(r, all[0])))];
        }

        return routes.Count == 0 ? null : routes[PickOf(question)].Steps;
    }

    /// <summary>By way of a view, or of a table that holds something for few rows only, where another holds it for most; nobody has spoken of it.</summary>
    private bool IsThin(JoinRoute route, JoinRoute best)
    {
        var most = best.Steps.SkipLast(1).Max(s => s.To.Info.RowEstimate) ?? 0;
        return route.Steps.SkipLast(1).Any(s => !mentioned.Contains(s.To) && (s.To.Info.ViewDefinition is not null || s.To.Info.RowEstimate * Thin < most));
    }

    private int PickOf(RouteQuestion question) => Math.Min(picks.GetValueOrDefault(question), Math.Max(0, asked[question].Count - 1));
}
