using System.Collections.Concurrent;
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
    /// <param name="isShort">Nothing but tables, keys, comments and values.</param>
    /// <param name="room">Estimated tokens that the schema may take: of a larger catalog the rest is there in one line a table, as far as that fits.</param>
    public List<TableText> Describe(SchemaCatalog catalog, RetrievedSchema schema, string question, ModelSees sees, bool isShort, int room)
    {
        var known = told.GetValue(catalog, c => new Told(c, facts, site, (knowledge ?? WordKnowledge.Plain).Dictionary));
        var places = known.Places;
        List<ForeignKey> inferred = [.. schema.Joins.Where(join => !join.IsDeclared).Except(catalog.ForeignKeys)];
        var (keys, targets) = inferred.Count == 0 ? (known.Keys, known.Targets) : Told.Joins([.. catalog.ForeignKeys, .. inferred]);
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

        TableText Text(TableInfo table, TableNeed need)
        {
            List<RetrievedColumn> scored = [.. scores[table.Name], .. asked.Of(table)];

            // The question changes the text only by keys that were inferred for it, and by what is named first of very many columns.
            return table.Columns.Count > SchemaText.ShortColumns || inferred.Exists(key => key.From == table.Name || key.To == table.Name)
                ? Written(table, need, scored)
                : known.Texts.GetOrAdd((table.Name, sees, isShort), _ => Written(table, TableNeed.Rest, [])).For(need, scored);
        }

        TableText Written(TableInfo table, TableNeed need, List<RetrievedColumn> scored) => SchemaText.Describe(
            table,
            places.GetValueOrDefault(table.Name),
            need,
            scored,
            There(table),
            targets[table.Name],
            PromptFacts.Of(known.Facts[table.Name], table, sees),
            known.Roles.Of(table.Name),
            known.Views.Of(table, sees),
            sees,
            isShort);

        TableText Short(TableInfo table, TableNeed need)
        {
            var names = SchemaText.ShortNames(table, scores[table.Name].Concat(asked.Of(table)));
            return new(table.Name, places[table.Name], need, "", [], "", SchemaText.Short(table, There(table), names), names);
        }
    }

    /// <summary>What is worked out of a catalog once.</summary>
    private sealed class Told(SchemaCatalog catalog, CatalogFacts facts, SiteKnowledge site, WordSegmenter dictionary)
    {
        private readonly (ILookup<RelationName, ForeignKey> From, ILookup<RelationName, ForeignKey> To) joins = Joins(catalog.ForeignKeys);

        public Dictionary<RelationName, int> Places { get; } =
            catalog.Tables.Select((table, place) => (table.Name, place)).ToDictionary(t => t.Name, t => t.place);

        public ILookup<RelationName, StatedFact> Facts { get; } = facts.Of(catalog).ToLookup(fact => fact.Table);

        public KeyRoles Roles { get; } = KeyRoles.Of(catalog, dictionary);

        public ViewTexts Views { get; } = new(catalog, site);

        /// <summary>Tables as they read where the question speaks of none of their columns.</summary>
        public ConcurrentDictionary<(RelationName Name, ModelSees Sees, bool IsShort), TableText> Texts { get; } = [];

        /// <summary>Declared keys by the table that has them.</summary>
        public ILookup<RelationName, ForeignKey> Keys => joins.From;

        /// <summary>Declared keys by the table that they lead to.</summary>
        public ILookup<RelationName, ForeignKey> Targets => joins.To;

        public static (ILookup<RelationName, ForeignKey> From, ILookup<RelationName, ForeignKey> To) Joins(IReadOnlyList<ForeignKey> keys) =>
            (keys.ToLookup(key => key.From), keys.ToLookup(key => key.To));
    }
}
