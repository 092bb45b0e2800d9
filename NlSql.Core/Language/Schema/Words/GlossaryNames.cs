using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// The site's glossary as groups of names that mean the same: its terms and synonyms, and the column that an entry's SQL names if it is one
/// only.
/// </summary>
internal static class GlossaryNames
{
    public static IReadOnlyList<string[]> Of(SiteGlossary glossary) =>
        [.. glossary.Entries.Select(Group).Where(group => group.Length > 1)];

    private static string[] Group(GlossaryTerm entry) =>
        [.. SiteGlossary.NamesOf(entry).Select(Joined).Append(ColumnOf(entry.Sql)).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string Joined(string name) => string.Concat(name.ToLowerInvariant()
        .Split([' ', '_', '-', '.', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Select(Lemmas.Of));

    private static string? ColumnOf(string? sql)
    {
        if (string.IsNullOrWhiteSpace(sql) || StatementReader.ReadOne($"SELECT {sql}") is not { } statement || statement.List("targetList") is not [{ } only])
        {
            return null;
        }

        var columns = new HashSet<string>(StringComparer.Ordinal);
        var isPlain = true;
        only.Rewrite(node =>
        {
            isPlain &= node.Kind is not ("A_Expr" or "BoolExpr" or "CaseExpr" or "SubLink" or "NullTest") && !node.Has("agg_filter");
            if (node.Kind == "ColumnRef" && node.Names("fields") is [.., { Length: > 0 } column])
            {
                columns.Add(column);
            }

            return node;
        });
        return isPlain && columns.Count == 1 ? Joined(columns.Single()) : null;
    }
}
