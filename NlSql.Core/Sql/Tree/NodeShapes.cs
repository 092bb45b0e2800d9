using System.Collections.Frozen;
using System.Text;
using NlSql.Core.Sql.Lists;

namespace NlSql.Core.Sql.Tree;

/// <summary>nodes.txt: which kinds of node a statement may have, which fields each may set, and what struct a field holds.</summary>
internal static class NodeShapes
{
    /// <summary>The field that says where a node stood, in UTF-8 bytes.</summary>
    public const string Location = "location";

    /// <summary>Fields that say where something stood; besides <c>location</c>, which the reader keeps.</summary>
    private static readonly FrozenSet<string> Locations =
        new[] { "rexpr_list_start", "rexpr_list_end", "list_start", "list_end", "name_location" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Shapes = ListFile.Lines("nodes.txt")
        .Select(line => line.Split(':', 2))
        .ToFrozenDictionary(
            parts => parts[0],
            parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(field => field.Split(':'))
                .ToFrozenDictionary(field => field[0], field => field.Length > 1 ? field[1] : field[0], StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>One string per name, so that a tree of thousands of nodes holds few of them.</summary>
    private static readonly KnownNames Known = new(
        [.. Shapes.Keys
            .Concat(Shapes.Values.SelectMany(fields => fields.Keys))
            .Concat(["stmts", "stmt", "stmt_location", "stmt_len", "version", Location])
            .Concat(Locations)]);

    /// <summary>The fields that a kind of node may set; null when the kind is not listed.</summary>
    public static FrozenDictionary<string, string>? Fields(string kind) => Shapes.GetValueOrDefault(kind);

    /// <summary>Kind of the struct that a field holds; the field's own name (which no kind has) when that is not known.</summary>
    public static string KindOf(string kind, string field) =>
        Shapes.TryGetValue(kind, out var fields) && fields.TryGetValue(field, out var held) ? held : field;

    public static bool IsLocation(string name) => name is [.., 'n' or 't' or 'd'] && Locations.Contains(name);

    public static string Intern(ReadOnlySpan<byte> name) => Known.Find(name) ?? Encoding.UTF8.GetString(name);
}
