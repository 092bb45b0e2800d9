using System.Collections.Concurrent;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// What views are made of, for a model: the rows and sums that they stand for. A definition that names what may not be read is left out, and so are values
/// that are none of a model's business.
/// </summary>
internal sealed class ViewTexts(SchemaCatalog catalog, SiteKnowledge site)
{
    private readonly HashSet<string> names = [.. catalog.Tables.Select(table => table.Name.Name)];
    private readonly Lazy<IReadOnlySet<string>> stored = new(() => StoredValues.Of(catalog));
    private readonly ConcurrentDictionary<(RelationName Name, bool HasValues), string?> known = [];

    /// <summary>The defining query; null for what is no view, and where it may not be shown.</summary>
    public string? Of(TableInfo table, ModelSees sees) =>
        table.ViewDefinition is { } definition && site.BarredColumns.Count == 0
            ? known.GetOrAdd((table.Name, sees >= ModelSees.Samples), key => Shown(definition, key.HasValues))
            : null;

    private string? Shown(string definition, bool hasValues)
    {
        if (StatementReader.ReadOne(definition.Trim().TrimEnd(';')) is not { } tree)
        {
            return null;
        }

        var isKnown = true;
        HashSet<string> own = [.. names];
        _ = tree.Rewrite(node =>
        {
            if (node.Kind == "CommonTableExpr")
            {
                own.Add(node.Text("ctename"));
            }

            return node;
        });
        _ = tree.Rewrite(node =>
        {
            isKnown &= node.Kind != "RangeVar" || own.Contains(node.Text("relname"));
            return node;
        });
        return !isKnown ? null
            : hasValues ? definition.Trim().TrimEnd(';')
            : StatementLiterals.Replace(definition.Trim().TrimEnd(';'), literal => stored.Value.Contains(literal.Trim('%', '_', ' ')) ? "..." : literal);
    }
}
