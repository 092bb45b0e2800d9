using System.IO.Enumeration;
using NlSql.Core.Database.Connections;

namespace NlSql.Core.Database.Catalog;

/// <summary>What DB_SCHEMAS and DB_EXCLUDE leave.</summary>
internal sealed class RelationFilter
{
    private readonly IReadOnlyList<string> excluded;

    private RelationFilter(IReadOnlyList<string> schemas, IReadOnlyList<string> excluded)
    {
        Schemas = schemas;
        this.excluded = excluded;
    }

    /// <summary>Empty means every readable schema that is not a system one.</summary>
    public IReadOnlyList<string> Schemas { get; }

    public static RelationFilter From(DatabaseOptions options) => new(List(options.Schemas), List(options.Exclude));

    /// <summary>An entry without a dot means a table of any schema; <c>archive.*</c> means a whole schema.</summary>
    public bool Includes(string schema, string name) => !excluded.Any(pattern => Excludes(pattern, schema, name));

    /// <summary>True when something is to be left out.</summary>
    public bool HasExclusions => excluded.Count > 0;

    /// <summary>Entries of DB_EXCLUDE that none of these relations fits: a slip of the pen, and what it was to hide would be shown.</summary>
    public IReadOnlyList<string> Unmatched(IReadOnlyCollection<(string Schema, string Name)> relations) =>
        [.. excluded.Where(pattern => !relations.Any(relation => Excludes(pattern, relation.Schema, relation.Name)))];

    private static bool Excludes(string pattern, string schema, string name) =>
        pattern.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 0
            ? Matches(pattern, name)
            : Matches(pattern[..dot], schema) && Matches(pattern[(dot + 1)..], name);

    private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static string[] List(string? text) => (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
