using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval.JoinPaths;

/// <summary>
/// Guesses foreign keys of a catalog that declares none: <c>orders.customer_id</c> points to <c>customers.id</c> or <c>customers.customer_id</c>,
/// <c>flight.departure_airport</c> to the key of <c>airport</c>, <c>instance_extra.instance_uuid</c> to <c>instances.uuid</c>. One guess a column at most.
/// </summary>
internal sealed class ForeignKeyGuesser
{
    private static readonly string[] KeyWords = ["id", "uuid", "guid", "code", "key", "no", "number", "ref", "nr", "num"];

    private readonly SchemaCatalog catalog;
    private readonly TermAnalyzer analyzer;
    private readonly Dictionary<string, List<TableInfo>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TableInfo>> byKey = new(StringComparer.Ordinal);

    private ForeignKeyGuesser(SchemaCatalog catalog, TermAnalyzer analyzer)
    {
        this.catalog = catalog;
        this.analyzer = analyzer;
        foreach (var table in catalog.Tables)
        {
            Add(byName, NameKey(table), table);
            if (KeyOf(table) is { } key && key.Name.Length > 2 && !KeyWords.Contains(key.Name.ToLowerInvariant()))
            {
                Add(byKey, key.Name.ToLowerInvariant(), table);
            }
        }
    }

    public static IReadOnlyList<ForeignKey> Guess(SchemaCatalog catalog, TermAnalyzer analyzer) => new ForeignKeyGuesser(catalog, analyzer).Guess();

    private List<ForeignKey> Guess()
    {
        var keys = new List<ForeignKey>();
        foreach (var table in catalog.Tables)
        {
            foreach (var column in table.Columns)
            {
                if (TargetOf(table, column) is { } target)
                {
                    keys.Add(new ForeignKey(table.Name, [column.Name], target.Table.Name, [target.Key.Name], IsDeclared: false));
                }
            }
        }

        return keys;
    }

    private (TableInfo Table, ColumnInfo Key)? TargetOf(TableInfo table, ColumnInfo column)
    {
        var words = Normalize(column.Name);
        if (words.Count == 0 || (words.Count == 1 && KeyWords.Contains(words[0])))
        {
            return null;
        }

        var suffix = words.Count > 1 && KeyWords.Contains(words[^1]) ? words[^1] : null;
        var stem = suffix is null ? words : words[..^1];

        // A role may stand before the table's name: departure_airport, parent_product_id.
        for (var first = 0; first < stem.Count; first++)
        {
            var name = string.Concat(stem[first..]);
            if (name.Length >= 3
                && byName.TryGetValue(name, out var named)
                && Nearest(table, named) is { } target
                && ReferencedColumn(target, column, suffix) is { } key)
            {
                return (target, key);
            }
        }

        // The name of another table's key that says more than "id": booking_leg.pnr and booking.pnr.
        return byKey.TryGetValue(column.Name.ToLowerInvariant(), out var owners)
            && !owners.Contains(table)
            && owners.Count == 1
            && KeyOf(owners[0]) is { } ownKey
            && Fits(column, ownKey)
            ? (owners[0], ownKey)
            : null;
    }

    // x_uuid points to x.uuid where there is one, else to the key. Without a suffix (topics.topic) only the same type is evidence enough.
    private ColumnInfo? ReferencedColumn(TableInfo target, ColumnInfo column, string? suffix)
    {
        var sameSuffix = suffix is null ? null : target.Columns.FirstOrDefault(c => string.Equals(c.Name, suffix, StringComparison.OrdinalIgnoreCase));
        var key = sameSuffix is not null && Fits(column, sameSuffix) ? sameSuffix : KeyOf(target);
        return key is not null
            && Fits(column, key)
            && (suffix is not null
            || (column.DataType == key.DataType && column.Kind is ColumnKind.Integer or ColumnKind.Text or ColumnKind.Uuid or ColumnKind.Other))
            ? key
            : null;
    }

    private static TableInfo? Nearest(TableInfo table, List<TableInfo> candidates) =>
        candidates.FirstOrDefault(c => !ReferenceEquals(c, table) && c.Name.Schema == table.Name.Schema)
            ?? candidates.FirstOrDefault(c => !ReferenceEquals(c, table));

    /// <summary>
    /// The declared key, or the column that looks like it: <c>id</c>, <c>table_id</c>, <c>code</c>, else a first column that is named like a
    /// key.
    /// </summary>
    private ColumnInfo? KeyOf(TableInfo table)
    {
        if (table.PrimaryKey.Count > 0)
        {
            return table.PrimaryKey.Count == 1 ? table.Columns.FirstOrDefault(c => c.Name == table.PrimaryKey[0]) : null;
        }

        var name = NameKey(table);
        ColumnInfo? named = null;
        ColumnInfo? bare = null;
        foreach (var column in table.Columns)
        {
            var words = Normalize(column.Name);
            if (words is ["id"])
            {
                return column;
            }

            if (words.Count > 1 && KeyWords.Contains(words[^1]) && name.EndsWith(string.Concat(words[..^1]), StringComparison.Ordinal))
            {
                named ??= column;
            }
            else if (words is ["code" or "uuid" or "key" or "number"])
            {
                bare ??= column;
            }
        }

        return named ?? bare ?? (table.Columns.Count > 0 && Normalize(table.Columns[0].Name) is [.., "id" or "code" or "key"] ? table.Columns[0] : null);
    }

    private static bool Fits(ColumnInfo column, ColumnInfo key) => column.Kind == key.Kind || column.Kind == ColumnKind.Other || key.Kind == ColumnKind.Other
        || (column.Kind is ColumnKind.Integer or ColumnKind.Decimal && key.Kind is ColumnKind.Integer or ColumnKind.Decimal);

    private string NameKey(TableInfo table) => string.Concat(Normalize(table.Name.Name));

    // Split, joined-up names segmented, singular, short forms written out, so that standard_attr_id meets standardattributes.
    private List<string> Normalize(string name)
    {
        var words = new List<string>();
        foreach (var word in analyzer.Words(name))
        {
            var singular = WordStem.Singular(word);
            words.AddRange(Abbreviations.Expand(singular) is { Count: 1 } expanded && !KeyWords.Contains(singular) ? expanded : [singular]);
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
