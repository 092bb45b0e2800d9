using NlSql.Core.Foundation.Texts;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Which relations a statement may read; remembers those that it does read.</summary>
internal sealed class RelationRules
{
    private readonly GuardScope scope;
    private readonly List<RelationName> read = [];
    private readonly Dictionary<ParseNode, RelationName> resolved = [];

    private readonly Dictionary<ParseNode, int> references = [];

    public RelationRules(GuardScope scope) => this.scope = scope;

    public IReadOnlyList<RelationName> Read => read;

    /// <summary>Which relation each name in FROM stands for; names of WITH queries are not among them.</summary>
    public IReadOnlyDictionary<ParseNode, RelationName> Resolved => resolved;

    /// <summary>How often each WITH query is read, by its node.</summary>
    public IReadOnlyDictionary<ParseNode, int> References => references;

    /// <summary><c>pg_catalog</c>, <c>information_schema</c>, toast and temporary schemas: all but the second begin with <c>pg_</c>.</summary>
    public static bool IsSystemSchema(string schema) => schema.StartsWith("pg_", StringComparison.Ordinal) || schema == "information_schema";

    public Violation? Check(ParseNode relation, CommonTables ctes)
    {
        var (schema, name) = (relation.Text("schemaname"), relation.Text("relname"));
        if (schema.Length == 0 && ctes.Find(name) is { } cte)
        {
            references[cte] = references.GetValueOrDefault(cte) + 1;
            return null;
        }

        if (IsSystemSchema(schema) || (schema.Length == 0 && name.StartsWith("pg_", StringComparison.Ordinal)))
        {
            return new(GuardRules.RelationSystem, $"\"{Dotted(schema, name)}\" belongs to PostgreSQL's own catalogs, which may not be read.", relation);
        }

        if (schema.Length > 0 && !IsAllowed(schema))
        {
            return new(GuardRules.RelationSchema, $"The schema \"{schema}\" may not be read; allowed are {string.Join(", ", scope.AllowedSchemas)}.", relation);
        }

        if (scope.KnownRelations is not { } known)
        {
            Remember(relation, new RelationName(schema, name));
            return null;
        }

        var found = schema.Length > 0
            ? new RelationName(schema, name) is var qualified && known.Contains(qualified) ? qualified : null
            : scope.SearchPath.Select(candidate => new RelationName(candidate, name)).FirstOrDefault(known.Contains);
        if (found is null)
        {
            return Unknown(relation, schema, name, known);
        }

        if (!IsAllowed(found.Schema))
        {
            return new(
                GuardRules.RelationSchema,
                $"\"{found.Schema}.{found.Name}\" may not be read; allowed schemas are {string.Join(", ", scope.AllowedSchemas)}.",
                relation);
        }

        Remember(relation, found);
        return null;
    }

    private static string Dotted(string schema, string name) => schema.Length == 0 ? name : $"{schema}.{name}";

    private bool IsAllowed(string schema) => scope.AllowedSchemas.Count == 0 || scope.AllowedSchemas.Contains(schema, StringComparer.Ordinal);

    private void Remember(ParseNode node, RelationName relation)
    {
        resolved[node] = relation;
        if (!read.Contains(relation))
        {
            read.Add(relation);
        }
    }

    private Violation Unknown(ParseNode node, string schema, string name, IReadOnlySet<RelationName> known)
    {
        var candidates = known
            .Where(relation => IsAllowed(relation.Schema) && !IsSystemSchema(relation.Schema))
            .Select(relation => (Relation: relation, Distance: relation.Name == name ? 0 : EditDistance.Between(name, relation.Name)))
            .Where(near => near.Distance <= EditDistance.Tolerance(name))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Relation.Schema != schema)
            .ThenBy(near => near.Relation.Schema, StringComparer.Ordinal)
            .ThenBy(near => near.Relation.Name, StringComparer.Ordinal)
            .Take(3)
            .Select(near => near.Relation)
            .ToList();
        var advice = candidates.Count == 0 ? "" : $" Near names: {string.Join(", ", candidates.Select(relation => Dotted(relation.Schema, relation.Name)))}.";
        return new(
            GuardRules.RelationUnknown,
            $"There is no table or view \"{Dotted(schema, name)}\" that may be read.{advice}",
            node,
            candidates.Count == 0 ? null : Dotted(candidates[0].Schema, candidates[0].Name));
    }
}
