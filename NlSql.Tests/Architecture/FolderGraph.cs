using System.Globalization;

namespace NlSql.Tests.Architecture;

/// <summary>Folders as the types in them know each other: an edge for each pair of folders, with the uses that make it.</summary>
public sealed class FolderGraph
{
    private const int TypesShown = 6;

    private readonly Dictionary<(string From, string To), List<TypeUse>> edges;

    private FolderGraph(Dictionary<(string From, string To), List<TypeUse>> edges) => this.edges = edges;

    public IReadOnlyCollection<(string From, string To)> Edges => edges.Keys;

    /// <param name="uses">See <see cref="TypeReferences"/>.</param>
    /// <param name="folderOf">The folder of a namespace; null for one that is of no interest.</param>
    public static FolderGraph Of(IEnumerable<TypeUse> uses, Func<string, string?> folderOf) => new(uses
        .Select(use => (Use: use, From: folderOf(use.From.Namespace), To: folderOf(use.To.Namespace)))
        .Where(use => use is { From: not null, To: not null } && use.From != use.To)
        .GroupBy(use => (use.From!, use.To!), use => use.Use)
        .ToDictionary(edge => edge.Key, edge => edge.ToList()));

    /// <summary>The shortest cycle through each edge that lies on one, without repeating a cycle, in words.</summary>
    public IReadOnlyList<string> Cycles()
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        var cycles = new List<string>();
        foreach (var (from, to) in edges.Keys.Order())
        {
            if (Way(to, from) is { } back && told.Add(string.Join('|', back.Order(StringComparer.Ordinal))))
            {
                string[] round = [from, .. back];
                var lines = round.Zip(round.Skip(1), (first, second) => $"    {Describe((first, second))}");
                cycles.Add(string.Join('\n', lines.Prepend(string.Join(" -> ", round))));
            }
        }

        return cycles;
    }

    /// <summary>The edge and the types that make it.</summary>
    public string Describe((string From, string To) edge)
    {
        var uses = edges[edge].Select(use => string.Create(CultureInfo.InvariantCulture, $"{use.From} uses {use.To}")).Order(StringComparer.Ordinal).ToList();
        var more = uses.Count > TypesShown ? string.Create(CultureInfo.InvariantCulture, $" and {uses.Count - TypesShown} more") : string.Empty;
        return $"{edge.From} -> {edge.To}: {string.Join(", ", uses.Take(TypesShown))}{more}";
    }

    /// <summary>The shortest way along the edges, both ends included; null when there is none.</summary>
    private List<string>? Way(string from, string to)
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var folder))
        {
            if (folder == to)
            {
                var way = new List<string>();
                for (var step = folder; step is not null; step = before[step])
                {
                    way.Insert(0, step);
                }

                return way;
            }

            foreach (var next in edges.Keys.Where(edge => edge.From == folder).Select(edge => edge.To).Order(StringComparer.Ordinal))
            {
                if (before.TryAdd(next, folder))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return null;
    }
}
