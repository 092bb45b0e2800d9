using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Values of the database in statements, which are none of a model's business unless MODEL_SEES says so.</summary>
internal static class StoredValues
{
    /// <summary>What stands instead of one.</summary>
    private const string Placeholder = "...";

    /// <summary>From the radicals of Chinese on, scripts are written without spaces between words.</summary>
    private const char FirstUnspaced = '\u2E80';

    /// <summary>Sampled values of columns, whatever their letters' case; labels of enums belong to the schema.</summary>
    public static IReadOnlySet<string> Of(SchemaCatalog catalog)
    {
        var labels = Labels(catalog);
        return catalog.Tables.SelectMany(table => table.Columns)
            .SelectMany(column => column.Statistics.Samples)
            .Select(sample => sample.Value)
            .Where(value => !labels.Contains(value))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The turns with a placeholder for each text that no question holds as words of its own and that is no label of an enum: a value that a repair or a person
    /// brought in need not be among those that were sampled. Without comments. A statement that cannot be read is left out.
    /// </summary>
    public static IReadOnlyList<PriorTurn> TakenOut(IReadOnlyList<PriorTurn> turns, string question, SchemaCatalog catalog)
    {
        var labels = Labels(catalog);
        var questions = turns.Select(turn => turn.Question).Append(question).ToList();
        return [.. turns.Select(turn => turn with { Sql = Shown(turn.Sql) ?? PriorTurn.LeftOut })];

        string? Shown(string sql) => StatementLiterals.WithoutComments(sql) is { } plain ? StatementLiterals.Replace(plain, Replaced) : null;

        string Replaced(string literal)
        {
            var value = literal.Trim('%', '_', ' ');
            return labels.Contains(value) || !value.Any(char.IsLetterOrDigit) || questions.Exists(asked => Holds(asked, value)) ? literal : Placeholder;
        }
    }

    /// <summary>Not within a word: a code of a letter or two stands in every question so.</summary>
    private static bool Holds(string question, string value)
    {
        for (var at = 0; (at = question.IndexOf(value, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + value.Length;
            if ((at == 0 || !IsOneWord(question[at - 1], question[at])) && (end == question.Length || !IsOneWord(question[end - 1], question[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneWord(char left, char right) => IsOfWord(left) && IsOfWord(right);

    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) && character < FirstUnspaced;

    private static HashSet<string> Labels(SchemaCatalog catalog) =>
        catalog.Tables.SelectMany(table => table.Columns).SelectMany(column => column.EnumLabels).ToHashSet(StringComparer.Ordinal);
}
