using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Columns that a question names as they stand in the schema: of 900 columns of a table, <c>col_777</c>.</summary>
internal sealed class NamedColumns(string question)
{
    /// <summary>More than any score of retrieval.</summary>
    private const double Certain = 1_000;

    private readonly HashSet<string> words = question
        .Split([' ', ',', '.', ';', ':', '?', '!', '(', ')', '"', '\'', '`', '=', '<', '>', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<RetrievedColumn> Of(TableInfo table) => table.Columns
        .Where(column => IsNamed(column.Name))
        .Select(column => new RetrievedColumn(table.Name, column, Certain));

    /// <summary>The question means the table: it names a column of it that is no word of everyday language.</summary>
    public bool Mean(TableInfo table) => table.Columns.Any(column => column.Name.Any(c => c is '_' || char.IsAsciiDigit(c)) && IsNamed(column.Name));

    private bool IsNamed(string name) => words.Contains(name)
        || (name.Contains(' ', StringComparison.Ordinal) && question.Contains(name, StringComparison.OrdinalIgnoreCase));
}
