using System.Runtime.CompilerServices;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// Chooses what a model reads of a catalog: all of it where there is room, since a model misses nothing so much as the table that is not there; what was found
/// first, then what joins it, then the rest, and tables without rows last.
/// </summary>
internal sealed class PromptTables(CatalogFacts facts)
{
    /// <summary>What a column takes, about; a catalog that would take more than the room is not written out to find that out.</summary>
    private const int TokensPerColumn = 8;

    /// <summary>Kinds of facts that hold nothing of the data but how states and codes are kept.</summary>
    private static readonly string[] Told = ["history", "code"];

    private readonly ConditionalWeakTable<SchemaCatalog, ILookup<RelationName, StatedFact>> byTable = [];

    /// <summary>The tables in the order in which they matter; at least those that were found.</summary>
    /// <param name="room">Estimated tokens that the schema may take: of a larger catalog the rest is there in one line a table, as far as that fits.</param>
    public List<TableText> Describe(SchemaCatalog catalog, RetrievedSchema schema, string question, ModelSees sees, int room)
    {
        var known = byTable.GetValue(catalog, c => facts.Of(c).Where(f => Told.Contains(f.Kind)).ToLookup(f => f.Table));
        List<ForeignKey> joins = [.. catalog.ForeignKeys, .. schema.Joins.Where(join => !join.IsDeclared).Except(catalog.ForeignKeys)];
        var keys = joins.ToLookup(key => key.From);
        var targets = joins.ToLookup(key => key.To);
        var places = catalog.Tables.Select((table, place) => (table.Name, place)).ToDictionary(t => t.Name, t => t.place);
        var scores = schema.Columns.ToLookup(column => column.Table);
        var asked = new NamedColumns(question);

        var found = schema.Tables.Where(table => table.Reason != RetrievalReason.JoinPath).Select(table => table.Table.Name).ToHashSet();
        var near = found.SelectMany(name => keys[name].Select(key => key.To).Concat(targets[name].Select(key => key.From)))
            .Concat(schema.Tables.Select(table => table.Table.Name))
            .ToHashSet();
        var ordered = schema.Tables.Select(table => table.Table)
            .Concat(catalog.Tables.Where(table => schema.Tables.All(t => t.Table.Name != table.Name)))
            .Select(table => (Table: table, Need: Need(table)))
            .OrderBy(t => t.Need)
            .ToList();
        var isWhole = ordered.Sum(t => (long)t.Table.Columns.Count * TokensPerColumn) <= room;
        List<TableText> texts = [];
        var left = (long)room;
        foreach (var (table, need) in ordered)
        {
            var text = isWhole || need < TableNeed.Rest ? Text(table, need) : Short(table, need);
            left -= text.AllTokens;
            if (left < 0 && need >= TableNeed.Rest && !isWhole)
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
            scores[table.Name].Concat(asked.Of(table)),
            There(table),
            targets[table.Name],
            known[table.Name].ToLookup(f => f.Column ?? "", f => f.Evidence, StringComparer.Ordinal),
            sees);

        TableText Short(TableInfo table, TableNeed need) =>
            new(table.Name, places[table.Name], need, "", [], "", SchemaText.Short(table, There(table)));
    }
}
