using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>Finds joins by names where the database declares no keys.</summary>
internal static class GuessedJoins
{
    private static readonly string[] IdentifierEndings = ["id", "code", "key", "number", "no", "name"];

    public static IEnumerable<KeyEdge> Find(IReadOnlyList<TableNode> tables, IReadOnlyCollection<KeyEdge> declared)
    {
        var connected = declared.SelectMany(e => new[] { (e.Many, e.One), (e.One, e.Many) }).ToHashSet();
        foreach (var one in tables)
        {
            foreach (var target in Identifiers(one))
            {
                foreach (var many in tables)
                {
                    if (many != one && !connected.Contains((many, one)) && Referring(many, one, target) is { } source)
                    {
                        connected.Add((many, one));
                        yield return new KeyEdge(many, [source], one, [target], false);
                    }
                }
            }
        }
    }

    /// <summary>A column that could be referred to: the whole key, or an identifier that carries the table's own name.</summary>
    private static IEnumerable<ColumnNode> Identifiers(TableNode table)
    {
        if (table.Key.Count == 1)
        {
            yield return table.Key[0];
        }

        foreach (var column in table.Columns)
        {
            if (!table.Key.Contains(column) && IsIdentifier(column) && column.Words.Take(column.Words.Count - 1).SequenceEqual(table.Words))
            {
                yield return column;
            }
        }
    }

    private static ColumnNode? Referring(TableNode many, TableNode one, ColumnNode target) => many.Columns.FirstOrDefault(c =>
        c.Info.Kind == target.Info.Kind && !(many.Key.Count == 1 && many.Key[0] == c && !IsNamedAfter(target, one))
        && ((c.Words.Count > 1 && IsIdentifier(c) && c.Words.SequenceEqual(target.Words) && !IsNamedAfter(c, many))
            || (IsIdentifier(c)
            && c.Words.Count == one.Words.Count + 1
            && IsNamedAfter(c, one)
            && target.OwnWords.Count == 1
            && target.OwnWords[0] == c.Words[^1])));

    private static bool IsIdentifier(ColumnNode column) => IdentifierEndings.Contains(column.Words[^1]);

    private static bool IsNamedAfter(ColumnNode column, TableNode table) => column.Words.Take(column.Words.Count - 1).SequenceEqual(table.Words);
}
