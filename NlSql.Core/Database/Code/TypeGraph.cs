using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Code;

/// <summary>What types are made of, and what code hangs on each: a type has the code of all that it is made of.</summary>
internal sealed class TypeGraph
{
    private readonly Dictionary<uint, TypeRow> types = [];
    private readonly Dictionary<uint, List<(uint Type, string How)>> parts = [];
    private readonly Dictionary<uint, List<uint>> arrays = [];
    private readonly Dictionary<uint, string> making = [];
    private readonly Dictionary<uint, string> comparing = [];
    private readonly Dictionary<uint, List<(uint Target, bool IsImplicit, string Function)>> casts = [];
    private readonly Dictionary<uint, CodeOfType?> found = [];

    public void Add(string kind, uint one, uint other, RelationName name, string detail)
    {
        switch (kind)
        {
            case "type":
                types[one] = new TypeRow(name, detail);
                break;
            case "part":
                List(parts, one).Add((other, detail));
                if (detail == "element")
                {
                    List(arrays, other).Add(one);
                }

                break;
            case "making":
                making[one] = $"the function {name.Name}";
                break;
            case "comparing":
                comparing[one] = $"the function {name.Name}";
                break;
            case "cast":
                List(casts, one).Add((other, detail == "i", $"the function {name.Name}"));
                break;
        }
    }

    /// <summary>Null when a type, with all it is made of, runs built-in code only.</summary>
    public CodeOfType? CodeOf(uint type)
    {
        if (found.TryGetValue(type, out var known))
        {
            return known;
        }

        var all = Beneath(type);
        var bare = type;
        while (parts.GetValueOrDefault(bare)?.Find(part => part.How == "base").Type is { } @base and not 0)
        {
            bare = @base;
        }

        var made = all.Select(part => making.GetValueOrDefault(part)).FirstOrDefault(code => code is not null);
        var code = new CodeOfType
        {
            Making = made,
            TakesLiterals = made is not null
                && parts.ContainsKey(bare)
                && Beneath(bare).Exists(making.ContainsKey),
            Comparing = all.Select(part => comparing.GetValueOrDefault(part)).FirstOrDefault(function => function is not null),
            Casts = [.. all.Concat(arrays.GetValueOrDefault(type) ?? []).SelectMany(Casts)],
        };
        return found[type] = code is { Making: null, Comparing: null, Casts.Count: 0 } ? null : code;
    }

    public TypeBook Book(IEnumerable<(RelationName Relation, string Column, uint Type)> columns) => new()
    {
        Known = types.Values.Where(type => type.Detail != "system").Select(type => type.Name).ToHashSet(),
        Code = types.Where(type => type.Value.Detail != "system")
            .Select(type => (type.Value.Name, Code: CodeOf(type.Key)))
            .Where(type => type.Code is not null)
            .ToDictionary(type => type.Name, type => type.Code!),
        Columns = columns.Select(column => (column.Relation, column.Column, Code: CodeOf(column.Type)))
            .Where(column => column.Code is { } code && (code.TakesLiterals || code.Comparing is not null || code.Casts.Count > 0))
            .GroupBy(column => column.Relation)
            .ToDictionary(
                relation => relation.Key,
                IReadOnlyDictionary<string, CodeOfType> (relation) => relation.ToDictionary(column => column.Column, column => column.Code!)),
        SystemCasts = [.. types.Where(type => type.Value.Detail == "system").SelectMany(type => Casts(type.Key))],
    };

    private IEnumerable<ForeignCast> Casts(uint source) => (casts.GetValueOrDefault(source) ?? [])
        .Where(cast => types.ContainsKey(cast.Target) && !IsListed(cast.Target) && !IsListed(source))
        .Select(cast => new ForeignCast(types[cast.Target].Name, cast.IsImplicit, cast.Function));

    /// <summary>The type and all that it is made of; what the site has listed is left out with all beneath it.</summary>
    private List<uint> Beneath(uint type)
    {
        var all = new List<uint>();
        var waiting = new Stack<uint>([type]);
        var seen = new HashSet<uint>();
        while (waiting.TryPop(out var next))
        {
            if (seen.Add(next) && !IsListed(next))
            {
                all.Add(next);
                foreach (var (part, _) in parts.GetValueOrDefault(next) ?? [])
                {
                    waiting.Push(part);
                }
            }
        }

        return all;
    }

    private bool IsListed(uint type) => types.TryGetValue(type, out var row) && row.Detail == "listed";

    private static List<T> List<T>(Dictionary<uint, List<T>> lists, uint key) => lists.TryGetValue(key, out var list) ? list : lists[key] = [];

    private sealed record TypeRow(RelationName Name, string Detail);
}
