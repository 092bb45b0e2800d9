using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Routes;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Turns what a question asks for into plans: one for each choice of routes that may be meant.</summary>
internal static class FrameCompiler
{
    private const int MostCandidates = 6;

    /// <summary>Best first; empty when no keys connect the tables, or the frame cannot be said in SQL over them.</summary>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public static IReadOnlyList<CompiledAnswer> Compile(
        Answer answer,
        SchemaGraph graph,
        DateOnly today,
        BusinessCalendar calendar,
        CancellationToken cancellationToken)
    {
        var mentioned = FrameTables.Frames(answer).SelectMany(FrameTables.Of).ToHashSet();
        var found = new List<CompiledAnswer>();
        var queue = new PriorityQueue<IReadOnlyDictionary<RouteQuestion, int>, int>();
        var seen = new HashSet<string>();
        queue.Enqueue(new Dictionary<RouteQuestion, int>(), 0);
        for (var tries = 0; tries < 3 * MostCandidates && found.Count < MostCandidates && queue.TryDequeue(out var picks, out var steps); tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var book = new RouteBook(graph, mentioned, picks);
            if (One(answer, book, today, calendar, cancellationToken) is { } compiled)
            {
                found.Add(compiled);
            }

            // Another route for one more of the questions that came up.
            foreach (var (question, pick, count) in book.Open.Where(o => o.Pick + 1 < o.Count))
            {
                var other = new Dictionary<RouteQuestion, int>(picks) { [question] = pick + 1 };
                if (seen.Add(string.Join(';', other.Select(o => $"{o.Key.From}>{o.Key.To}@{o.Key.Role}={o.Value}").Order(StringComparer.Ordinal))))
                {
                    queue.Enqueue(other, steps + 1);
                }
            }
        }

        return [.. found.OrderBy(c => c.RouteCost)];
    }

    /// <summary>Each row has one at the other end.</summary>
    private static bool IsWhole(JoinRoute route) => route.Steps.All(s => s is { IsForward: true, IsToOne: true, Edge.IsNullable: false });

    private static CompiledAnswer? One(Answer answer, RouteBook book, DateOnly today, BusinessCalendar calendar, CancellationToken cancellationToken)
    {
        var context = new CompileContext(book, today, calendar, cancellationToken)
        {
            YearsAreNumbers = !FrameTables.Frames(answer).SelectMany(f => f.Show).SelectMany(FrameTables.Nodes).Any(n => n is ChangeOf or EarlierOf),
        };
        try
        {
            var plan = new AnswerCompiler(context).Compile(answer);
            foreach (var choice in book.Choices)
            {
                var others = string.Join(" or ", choice.Others.Select(RouteChoice.Describe));
                context.Tell(
                    IsWhole(choice.Taken) && !choice.Others.Any(IsWhole) ? ConcernKind.PartialRoute : ConcernKind.OtherRoute,
                    $"{choice.Question.To.Name} is reached from {choice.Question.From.Name} by {RouteChoice.Describe(choice.Taken)}; "
                        + $"it could also be by {others}.");
            }

            return new CompiledAnswer(plan, book.Cost, context.Concerns, book.Choices);
        }
        catch (NotCompilableException)
        {
            return null;
        }
    }
}
