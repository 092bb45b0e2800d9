using System.Runtime.CompilerServices;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema.Keys;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>What NlSql takes the tables and columns of a catalog for, for people: worked out when first asked for, and kept with the catalog.</summary>
public sealed class CatalogFacts
{
    private readonly SiteFacts site;
    private readonly WordKnowledge knowledge;
    private readonly ConditionalWeakTable<SchemaCatalog, IReadOnlyList<StatedFact>> known = [];

    public CatalogFacts(SiteKnowledge site)
        : this(site, WordKnowledge.Plain)
    {
    }

    internal CatalogFacts(SiteKnowledge site, WordKnowledge knowledge)
    {
        this.site = site.Facts;
        this.knowledge = knowledge;
    }

    /// <summary>In order of tables and columns; the catalog's graph is built where nobody has asked for it yet.</summary>
    public IReadOnlyList<StatedFact> Of(SchemaCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return known.GetValue(catalog, read =>
        {
            var graph = SchemaGraph.Of(read, knowledge.Dictionary, site);
            return [.. SchemaFacts.Stated(graph.Tables), .. KeyFacts.Stated(graph)];
        });
    }
}
