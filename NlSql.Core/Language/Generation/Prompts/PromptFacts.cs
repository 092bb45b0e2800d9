using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>What of the schema model a model is told: what it could not read from names, types and keys.</summary>
internal static class PromptFacts
{
    /// <summary>
    /// Kinds of facts that hold nothing of the data but how states, codes, yes and no are kept. The letters of a flag are two of a list of NlSql's own, not
    /// words that somebody typed.
    /// </summary>
    private static readonly string[] Structural = ["history", "changes", "periods", "code", "flag", "list"];

    /// <summary>Kinds whose evidence shows values.</summary>
    private static readonly string[] WithValues = ["text"];

    private static readonly string[] Signs = [" × ", " / ", " - "];

    /// <summary>Sentences by column; those of the table itself under the empty name.</summary>
    public static ILookup<string, string> Of(IEnumerable<StatedFact> facts, TableInfo table, ModelSees sees)
    {
        var columns = table.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        return facts.DistinctBy(fact => fact.Kind == "measure" ? "measure" : $"{fact.Kind} {fact.Column}")
            .Where(fact => IsTold(fact) && !(fact.Column is { } name && columns.GetValueOrDefault(name)?.IsPersonal == true))
            .ToLookup(fact => fact.Column ?? "", fact => fact.Evidence, StringComparer.Ordinal);

        bool IsTold(StatedFact fact) => fact.Kind switch
        {
            // That a boolean is yes or no is known; a measure of one column is what its name says.
            "flag" => columns.GetValueOrDefault(fact.Column ?? "")?.Kind != ColumnKind.Boolean,
            "measure" => Array.Exists(Signs, sign => fact.Evidence.Contains(sign, StringComparison.Ordinal)),
            _ => Array.IndexOf(Structural, fact.Kind) >= 0 || (sees >= ModelSees.Samples && Array.IndexOf(WithValues, fact.Kind) >= 0),
        };
    }
}
