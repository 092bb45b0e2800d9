using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Schema.Values;

/// <summary>
/// The columns that hold a person's name: first and last, or one of both. Their values are personal and never kept, so that a name in a question ("Andrew
/// Fuller") is compared in the database, part by part.
/// </summary>
/// <param name="First">Null where only a last or a full name is kept.</param>
/// <param name="Last">Null where only a full name is kept.</param>
/// <param name="Full">Null where the parts are kept.</param>
internal sealed record PersonName(ColumnNode? First, ColumnNode? Last, ColumnNode? Full)
{
    private static readonly string[][] FirstNames = Lemmatised("first name", "given name", "forename", "firstname", "christian name");
    private static readonly string[][] LastNames = Lemmatised("last name", "family name", "surname", "lastname");
    private static readonly string[][] FullNames = Lemmatised("full name", "fullname", "contact name", "display name");

    /// <summary>Null for a table that has no such columns.</summary>
    public static PersonName? Of(TableNode table)
    {
        var texts = table.Columns.Where(c => c.IsText && !c.IsForeignKey).ToList();
        var first = Named(texts, FirstNames);
        var last = Named(texts, LastNames);
        if (last is not null)
        {
            return new PersonName(first, last, null);
        }

        var full = Named(texts, FullNames) ?? texts.Find(c => c.Info.IsPersonal && c.OwnWords[^1] == "name" && c != first);
        return full is not null ? new PersonName(null, null, full) : first is not null ? new PersonName(first, null, null) : null;
    }

    private static string[][] Lemmatised(params string[] names) => [.. names.Select(Lemmas.OfPhrase)];

    private static ColumnNode? Named(List<ColumnNode> columns, string[][] names) =>
        columns.Find(c => Array.Exists(names, name => EndsWith(c.Words, name)));

    private static bool EndsWith(IReadOnlyList<string> words, string[] ending) =>
        words.Count >= ending.Length && words.Skip(words.Count - ending.Length).SequenceEqual(ending, StringComparer.Ordinal);
}
