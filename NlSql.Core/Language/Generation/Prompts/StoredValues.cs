using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Values of the database in statements, which are none of a model's business unless MODEL_SEES says so.</summary>
internal static class StoredValues
{
    /// <summary>What stands instead of one.</summary>
    private const string Placeholder = "...";

    /// <summary>Sampled values of columns, whatever their letters' case; labels of enums belong to the schema.</summary>
    public static IReadOnlySet<string> Of(SchemaCatalog catalog)
    {
        var labels = catalog.Tables.SelectMany(table => table.Columns).SelectMany(column => column.EnumLabels).ToHashSet(StringComparer.Ordinal);
        return catalog.Tables.SelectMany(table => table.Columns)
            .SelectMany(column => column.Statistics.Samples)
            .Select(sample => sample.Value)
            .Where(value => !labels.Contains(value))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The turns with a placeholder for each literal that is a sampled value of a column and that no question holds; a statement that cannot be read is left
    /// out.
    /// </summary>
    public static IReadOnlyList<PriorTurn> TakenOut(IReadOnlyList<PriorTurn> turns, string question, SchemaCatalog catalog)
    {
        var stored = Of(catalog);
        var questions = turns.Select(turn => turn.Question).Append(question).ToList();
        return [.. turns.Select(turn => turn with { Sql = StatementLiterals.Replace(turn.Sql, Replaced) ?? "(left out)" })];

        string Replaced(string literal)
        {
            var value = literal.Trim('%', '_', ' ');
            return stored.Contains(value) && !questions.Exists(asked => asked.Contains(value, StringComparison.OrdinalIgnoreCase)) ? Placeholder : literal;
        }
    }
}
