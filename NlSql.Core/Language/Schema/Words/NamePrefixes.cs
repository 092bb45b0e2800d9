using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// First parts of names that say nothing of what is named: <c>tbl_</c> and <c>dim_</c> of tables, one that all tables share (<c>wp_</c>), one that all
/// columns of a table share (<c>c_name</c>, <c>c_phone</c>). A word of the language is no such part, and the last part of a name never is.
/// </summary>
internal sealed class NamePrefixes
{
    private const int FewestTables = 4;
    private const int FewestColumns = 3;
    private const int Longest = 5;

    private static readonly FrozenSet<string> Kinds = FrozenSet.Create(
        "tbl", "tb", "t", "dim", "d", "fact", "fct", "f", "stg", "vw", "v", "mv", "lkp", "lu", "xref", "bridge", "br", "mst", "mstr");

    private readonly string? ofTables;
    private readonly Dictionary<string, string> ofColumns = new(StringComparer.Ordinal);

    public NamePrefixes(IReadOnlyList<(string Table, IReadOnlyList<string> Columns)> tables, WordSegmenter segmenter)
    {
        var words = tables.SelectMany(t => NameWords.Parts(t.Table)).Select(Lemmas.Of).ToHashSet(StringComparer.Ordinal);
        ofTables = Shared([.. tables.Select(t => t.Table)], FewestTables, segmenter, named: []);
        foreach (var (table, columns) in tables)
        {
            if (Shared(columns, FewestColumns, segmenter, words) is { } prefix)
            {
                ofColumns[table] = prefix;
            }
        }
    }

    public IReadOnlyList<string> WithoutTablePrefix(IReadOnlyList<string> parts)
    {
        var first = parts.Count > 1 && parts[0] == ofTables ? 1 : 0;
        return first + 1 < parts.Count && Kinds.Contains(parts[first]) ? [.. parts.Skip(first + 1)] : first > 0 ? [.. parts.Skip(first)] : parts;
    }

    public IReadOnlyList<string> WithoutColumnPrefix(string table, IReadOnlyList<string> parts) =>
        parts.Count > 1 && ofColumns.TryGetValue(table, out var prefix) && parts[0] == prefix ? [.. parts.Skip(1)] : parts;

    private static string? Shared(IReadOnlyList<string> names, int fewest, WordSegmenter segmenter, ICollection<string> named)
    {
        if (names.Count < fewest)
        {
            return null;
        }

        var first = NameWords.Parts(names[0]);
        return first is [{ Length: <= Longest } prefix, _, ..] && Lemmas.Of(prefix) is var lemma && !segmenter.Knows(lemma) && !Compounds.Contain(lemma)
            && !named.Contains(lemma) && Abbreviations.Expand(prefix).Count == 0
            && names.All(name => NameWords.Parts(name) is { Count: > 1 } parts && parts[0] == prefix)
                ? prefix
                : null;
    }
}
