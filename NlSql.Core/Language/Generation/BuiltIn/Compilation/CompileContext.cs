using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>What all parts of one statement share: routes, names that are taken, the day, what is to be told.</summary>
internal sealed class CompileContext(RouteBook routes, DateOnly today, BusinessCalendar calendar, CancellationToken cancellationToken)
{
    private readonly HashSet<string> aliases = [];
    private readonly List<Concern> concerns = [];

    public DateOnly Today { get; } = today;

    public BusinessCalendar Calendar { get; } = calendar;

    /// <summary>Years are written as numbers, as people write them; where one is set against the year before, as their first days.</summary>
    public bool YearsAreNumbers { get; init; }

    public IReadOnlyList<Concern> Concerns => concerns;

    /// <summary>Where a use of a table is, seen from <paramref name="view"/>.</summary>
    public Way Resolve(Way view, EntityRef entity)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return routes.Find(view.End, entity) is { } steps
            ? view.Then(steps)
            : throw new NotCompilableException($"No keys lead from {view.End} to {entity.Table}.");
    }

    /// <summary>A name that no table of the statement has yet.</summary>
    public string Alias(params IEnumerable<string> wanted)
    {
        foreach (var name in wanted)
        {
            if (aliases.Add(name))
            {
                return name;
            }
        }

        var first = wanted.First();
        for (var n = 2; ; n++)
        {
            if (aliases.Add($"{first}_{n}"))
            {
                return $"{first}_{n}";
            }
        }
    }

    public void Tell(ConcernKind kind, string sentence)
    {
        if (!concerns.Exists(c => c.Sentence == sentence))
        {
            concerns.Add(new Concern(kind, sentence));
        }
    }

    /// <summary>A query of its own for a frame within another.</summary>
    public RelationalPlan Nested(QueryFrame frame) => new FrameSelect(this, frame).Compile();
}
