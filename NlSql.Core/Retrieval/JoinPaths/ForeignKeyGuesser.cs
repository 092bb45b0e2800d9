using NlSql.Core.Catalog;
using NlSql.Core.Retrieval.Text;

namespace NlSql.Core.Retrieval.JoinPaths;

/// <summary>
/// Guesses foreign keys of a catalog that declares none: <c>orders.customer_id</c> points to <c>customers.id</c> or
/// <c>customers.customer_id</c>, <c>flight.departure_airport</c> to the key of <c>airport</c>. One guess a column at most.
/// </summary>
internal static class ForeignKeyGuesser
{
    private static readonly string[] KeySuffixes = ["id", "uuid", "code", "key", "no", "number", "ref", "nr", "num"];

    public static IReadOnlyList<ForeignKey> Guess(SchemaCatalog catalog)
    {
        var targets = new Dictionary<string, List<TableInfo>>(StringComparer.Ordinal);
        var owners = new Dictionary<string, List<TableInfo>>(StringComparer.Ordinal);
        foreach (var table in catalog.Tables)
        {
            var words = Normalize(table.Name.Name);
            Add(targets, string.Concat(words), table);
            if (KeyOf(table) is { } key && key.Name.Length > 2)
            {
                Add(owners, key.Name.ToLowerInvariant(), table);
            }
        }

        var keys = new List<ForeignKey>();
        foreach (var table in catalog.Tables)
        {
            foreach (var column in table.Columns)
            {
                if (GuessTarget(table, column, targets, owners) is { } guess)
                {
                    keys.Add(new ForeignKey(table.Name, [column.Name], guess.Table.Name, [guess.Key.Name], IsDeclared: false));
                }
            }
        }

        return keys;
    }

    private static (TableInfo Table, ColumnInfo Key)? GuessTarget(TableInfo table, ColumnInfo column, Dictionary<string, List<TableInfo>> targets, Dictionary<string, List<TableInfo>> owners)
    {
        var words = Normalize(column.Name);
        if (words.Count == 0 || (words.Count == 1 && KeySuffixes.Contains(words[0])))
        {
            return null;
        }

        // The same distinctive name as another table's key: booking_leg.flight_id and flight.flight_id.
        if (owners.TryGetValue(column.Name.ToLowerInvariant(), out var sameName) && NearestTo(table, sameName, words) is { } owner && KeyOf(owner) is { } ownerKey && Fits(column, ownerKey))
        {
            return (owner, ownerKey);
        }

        var hasSuffix = words.Count > 1 && KeySuffixes.Contains(words[^1]);
        var stem = hasSuffix ? words[..^1] : words;

        // A role before the table's name: departure_airport, parent_product_id.
        for (var first = 0; first < stem.Count; first++)
        {
            var name = string.Concat(stem[first..]);
            if (name.Length >= 3 && targets.TryGetValue(name, out var named) && NearestTo(table, named, words) is { } target && KeyOf(target) is { } key && Fits(column, key) && (hasSuffix || IsBareReference(column, key)))
            {
                return (target, key);
            }
        }

        return null;
    }

    // Without a suffix (project_topics.topic) the names alone are weak evidence: the types must be of a kind that keys have.
    private static bool IsBareReference(ColumnInfo column, ColumnInfo key) =>
        column.DataType == key.DataType && column.Kind is ColumnKind.Integer or ColumnKind.Text or ColumnKind.Uuid or ColumnKind.Other;

    private static TableInfo? NearestTo(TableInfo table, List<TableInfo> candidates, List<string> words)
    {
        var others = candidates.Where(c => !ReferenceEquals(c, table)).ToList();

        // Of several tables with this key the one it is named after.
        return others.FirstOrDefault(c => string.Concat(words).StartsWith(string.Concat(Normalize(c.Name.Name)), StringComparison.Ordinal))
            ?? (KeyOf(table) is { } own && candidates.Contains(table) && string.Concat(Normalize(own.Name)) == string.Concat(words) && others.Count > 1 ? null : others.FirstOrDefault(c => c.Name.Schema == table.Name.Schema) ?? others.FirstOrDefault());
    }

    /// <summary>The declared key, or the column that looks like it: <c>id</c>, <c>table_id</c>, else the first column when it is named like a key.</summary>
    internal static ColumnInfo? KeyOf(TableInfo table)
    {
        if (table.PrimaryKey.Count > 0)
        {
            return table.PrimaryKey.Count == 1 ? table.Columns.FirstOrDefault(c => c.Name == table.PrimaryKey[0]) : null;
        }

        var name = string.Concat(Normalize(table.Name.Name));
        ColumnInfo? first = null;
        foreach (var column in table.Columns)
        {
            var words = Normalize(column.Name);
            if (words.Count == 1 && words[0] == "id")
            {
                return column;
            }

            if (first is null && words.Count > 1 && KeySuffixes.Contains(words[^1]) && name.EndsWith(string.Concat(words[..^1]), StringComparison.Ordinal))
            {
                first = column;
            }
        }

        return first ?? table.Columns.FirstOrDefault(c => Normalize(c.Name) is ["code" or "uuid" or "key" or "number"] ) ?? (table.Columns.Count > 0 && Normalize(table.Columns[0].Name) is [.., "id" or "code"] ? table.Columns[0] : null);
    }

    private static bool Fits(ColumnInfo column, ColumnInfo key) => column.Kind == key.Kind || column.Kind == ColumnKind.Other || key.Kind == ColumnKind.Other
        || (column.Kind is ColumnKind.Integer or ColumnKind.Decimal && key.Kind is ColumnKind.Integer or ColumnKind.Decimal);

    private static List<string> Normalize(string name)
    {
        var words = IdentifierWords.Split(name);
        for (var i = 0; i < words.Count; i++)
        {
            words[i] = WordStem.Singular(words[i]);
        }

        // customerid, custid
        if (words.Count == 1 && words[0].Length > 4 && words[0].EndsWith("id", StringComparison.Ordinal))
        {
            words = [WordStem.Singular(words[0][..^2]), "id"];
        }

        return words;
    }

    private static void Add(Dictionary<string, List<TableInfo>> map, string key, TableInfo table)
    {
        if (!map.TryGetValue(key, out var list))
        {
            map[key] = list = [];
        }

        list.Add(table);
    }
}
