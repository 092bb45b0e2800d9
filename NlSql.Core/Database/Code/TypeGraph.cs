using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Code;

/// <summary>What types are made of, and what code hangs on each: a type has the code of all that it is made of.</summary>
internal sealed class TypeGraph
{
    private readonly Dictionary<uint, TypeRow> types = [];
    private readonly Dictionary<uint, List<(uint Type, string How)>> parts = [];
    private readonly Dictionary<uint, List<uint>> arrays = [];
    private readonly Dictionary<uint, List<(uint Type, string Name)>> attributes = [];
    private readonly Dictionary<uint, string> making = [];
    private readonly Dictionary<uint, string> comparing = [];
    private readonly Dictionary<uint, List<(uint Target, char Context, string Function)>> casts = [];
    private readonly Dictionary<string, HashSet<(string Column, uint Type)>> given = new(StringComparer.Ordinal);
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
                else if (detail == "attribute")
                {
                    List(attributes, one).Add((other, name.Name));
                }

                break;
            case "making":
                making[one] = $"the function {name.Name}";
                break;
            case "comparing":
                comparing[one] = $"the function {name.Name}";
                break;
            case "expression" when DomainChecks.Acting(name.Name) is { } acting:
                making.TryAdd(one, acting);
                break;
            case "cast":
            case "cast by the system" when !AllowLists.Functions.Contains(name.Name):
                List(casts, one).Add((other, detail[0], $"the function {name.Name}"));
                break;
            case "given":
                (given.TryGetValue(name.Name, out var values) ? values : given[name.Name] = []).Add((detail, one));
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
            Casts = [.. WithArrays(all).SelectMany(Casts)],
            Attributes = [
                .. all.SelectMany(part => attributes.GetValueOrDefault(part) ?? [])
                    .Where(attribute => WithArrays(Beneath(attribute.Type)).Any(HasCode))
                    .Select(attribute => attribute.Name)
                    .Distinct(StringComparer.Ordinal)
            ],
        };
        return found[type] = code is { Making: null, Comparing: null, Casts.Count: 0 } ? null : code;
    }

    /// <summary>Types of pg_catalog for which somebody has made an operator class or a cast.</summary>
    public uint[] SystemTypesWithCode() => [.. types.Where(type => type.Value.Detail == "system" && CodeOf(type.Key) is not null).Select(type => type.Key)];

    public TypeBook Book(IEnumerable<(RelationName Relation, string Column, uint Type)> columns) => new()
    {
        Known = types.Values.Where(type => type.Detail != "system").Select(type => type.Name).ToHashSet(),
        Code = types.Where(type => type.Value.Detail != "system")
            .Select(type => (type.Value.Name, Code: CodeOf(type.Key)))
            .Where(type => type.Code is not null)
            .ToDictionary(type => type.Name, type => type.Code!),
        Columns = columns.Select(column => (column.Relation, column.Column, Code: CodeOf(column.Type)))
            .Where(column => column.Code is not null)
            .GroupBy(column => column.Relation)
            .ToDictionary(
                relation => relation.Key,
                IReadOnlyDictionary<string, CodeOfType> (relation) => relation.ToDictionary(column => column.Column, column => column.Code!)),
        SystemCode = types.Where(type => type.Value.Detail == "system")
            .Select(type => (type.Value.Name, Code: CodeOf(type.Key)))
            .Where(type => type.Code is not null)
            .ToDictionary(type => type.Name.Name, type => type.Code!, StringComparer.Ordinal),
        Given = given
            .Select(function => (function.Key, Values: function.Value
                .Select(value => (value.Column, Code: CodeOf(value.Type)))
                .Where(value => value.Code is not null)
                .Select(value => new GivenValue(value.Column, value.Code!))
                .ToArray()))
            .Where(function => function.Values.Length > 0)
            .ToDictionary(function => function.Key, IReadOnlyList<GivenValue> (function) => function.Values, StringComparer.Ordinal),
        SystemCasts = [.. types.Where(type => type.Value.Detail == "system").SelectMany(type => Casts(type.Key))],
    };

    private IEnumerable<uint> WithArrays(List<uint> parts) => parts.Concat(parts.SelectMany(part => arrays.GetValueOrDefault(part) ?? [])).Distinct();

    private bool HasCode(uint type) => making.ContainsKey(type) || comparing.ContainsKey(type) || casts.ContainsKey(type);

    private IEnumerable<ForeignCast> Casts(uint source) => (casts.GetValueOrDefault(source) ?? [])
        .Where(cast => types.ContainsKey(cast.Target) && !IsListed(cast.Target) && !IsListed(source))
        .Select(cast => new ForeignCast(types[cast.Target].Name, cast.Context == 'i', cast.Function) { IsAssigned = cast.Context is 'i' or 'a' });

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
