using System.Runtime.CompilerServices;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// Chooses what a model reads of a catalog: all of it where there is room, since a model misses nothing so much as the table that is not there; what was found
/// first, then what joins it, then the rest, what is nearest to the question first, and tables without rows last.
/// </summary>
internal sealed class PromptTables(CatalogFacts facts, SiteKnowledge site, WordKnowledge? knowledge = null)
{
    /// <summary>What a column takes, about; a catalog that would take more than the room is not written out to find that out.</summary>
    private const int TokensPerColumn = 8;

    private readonly ConditionalWeakTable<SchemaCatalog, Told> told = [];

    /// <summary>The tables in the order in which they matter; at least those that were found.</summary>
    /// <param name="room">Estimated tokens that the schema may take: of a larger catalog the rest is there in one line a table, as far as that fits.</param>
    public List<TableText> Describe(SchemaCatalog catalog, RetrievedSchema schema, string question, ModelSees sees, int room)
    {
        var (known, roles, views) = told.GetValue(
            catalog, c => new Told(facts.Of(c).ToLookup(f => f.Table), KeyRoles.Of(c, (knowledge ?? WordKnowledge.Plain).Dictionary), new ViewTexts(c, site)));
        List<ForeignKey> joins = [.. catalog.ForeignKeys, .. schema.Joins.Where(join => !join.IsDeclared).Except(catalog.ForeignKeys)];
        var keys = joins.ToLookup(key => key.From);
        var targets = joins.ToLookup(key => key.To);
        var places = catalog.Tables.Select((table, place) => (table.Name, place)).ToDictionary(t => t.Name, t => t.place);
        var ranks = schema.Ranked.Select((name, rank) => (name, rank)).ToDictionary(t => t.name, t => t.rank);
        var scores = schema.Columns.ToLookup(column => column.Table);
        var asked = new NamedColumns(question);

        var found = schema.Tables.Where(table => table.Reason != RetrievalReason.JoinPath).Select(table => table.Table.Name)
            .Concat(catalog.Tables.Where(asked.Mean).Select(table => table.Name))
            .ToHashSet();
        var near = found.SelectMany(name => keys[name].Select(key => key.To).Concat(targets[name].Select(key => key.From)))
            .Concat(schema.Tables.Select(table => table.Table.Name))
            .ToHashSet();
        var ordered = schema.Tables.Select(table => table.Table)
            .Concat(catalog.Tables.Where(table => schema.Tables.All(t => t.Table.Name != table.Name))
                .OrderBy(table => ranks.GetValueOrDefault(table.Name, int.MaxValue)))
            .Select(table => (Table: table, Need: Need(table)))
            .OrderBy(t => t.Need)
            .ToList();
        var isWhole = ordered.Sum(t => (long)t.Table.Columns.Count * TokensPerColumn) <= room;
        List<TableText> texts = [];
        var left = (long)room;
        foreach (var (table, need) in ordered)
        {
            var text = isWhole || need < TableNeed.Rest ? Text(table, need) : Short(table, need);

            // Found tables may yet become shorter than they are; the lines of the rest cannot.
            left -= need >= TableNeed.Rest ? text.AllTokens : 0;
            if (left < 0 && !isWhole)
            {
                break;
            }

            texts.Add(text);
        }

        return texts;

        TableNeed Need(TableInfo table) => table.RowEstimate is 0 ? TableNeed.Empty
            : found.Contains(table.Name) ? TableNeed.Found
            : near.Contains(table.Name) ? TableNeed.Joins
            : TableNeed.Rest;

        IEnumerable<ForeignKey> There(TableInfo table) => keys[table.Name].Where(key => places.ContainsKey(key.To));

        TableText Text(TableInfo table, TableNeed need) => SchemaText.Describe(
            table,
            places.GetValueOrDefault(table.Name),
            need,
            [.. scores[table.Name], .. asked.Of(table)],
            There(table),
            targets[table.Name],
            PromptFacts.Of(known[table.Name], table, sees),
            roles.Of(table.Name),
            views.Of(table, sees),
            sees);

        TableText Short(TableInfo table, TableNeed need)
        {
            var names = SchemaText.ShortNames(table, scores[table.Name].Concat(asked.Of(table)));
            return new(table.Name, places[table.Name], need, "", [], "", SchemaText.Short(table, There(table), names), names);
        }
    }
    /// <summary>What is worked out of a catalog once.</summary>
    private sealed record Told(ILookup<RelationName, StatedFact> Facts, KeyRoles Roles, ViewTexts Views);
}
