namespace NlSql.Core.Language.Schema.Keys;

/// <summary>
/// Finds what a column's name may refer to, over all tables at once: <c>customer_id</c> and <c>custid</c> to customers, <c>departure_airport</c> to airports,
/// <c>leg.pnr</c> to booking.pnr, <c>parent_id</c> to its own table.
/// </summary>
internal sealed class KeyNames
{
    private const int ShortestPrefix = 3;
    private const double Sure = 0.8;

    private readonly Dictionary<string, List<TableNode>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TableNode>> byBareName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TableNode>> byLastWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Referable>> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<TableNode, IReadOnlyList<Referable>> referables = [];
    private readonly List<string> sortedNames;
    private readonly IReadOnlyList<TableNode> persons;

    public KeyNames(IReadOnlyList<TableNode> tables)
    {
        foreach (var table in tables)
        {
            var keys = Referable.Of(table);
            referables[table] = keys;
            Add(byName, table.Joined, table);
            if (table.Words.Count > 1 && KeyWords.IsTablePrefix(table.Words[0]))
            {
                Add(byBareName, string.Concat(table.Words.Skip(1)), table);
            }

            if (table.Words.Count > 1)
            {
                Add(byLastWord, table.Words[^1], table);
            }

            foreach (var key in keys.Where(k => SaysWhat(KeyWords.Of(k.Column)) && (k.IsMain || HasEnding(KeyWords.Of(k.Column)))))
            {
                Add(byKey, key.Column.Joined, key);
            }
        }

        sortedNames = [.. byName.Keys.Order(StringComparer.Ordinal)];
        persons = [.. tables.Where(KeyWords.ArePersons)];
    }

    public IEnumerable<Referable> Main => referables.Values.Where(r => r is [{ IsMain: true }, ..]).Select(r => r[0]);

    public IEnumerable<NameFit> Of(ColumnNode column)
    {
        List<string> words = [.. KeyWords.Of(column)];
        var hasNumber = string.Concat(words) != column.Joined;
        var ending = words.Count > 1 && KeyWords.IsEnding(words[^1]) ? words[^1] : null;
        var stem = ending is null ? words : words[..^1];
        if (stem is [var only] && KeyWords.IsEnding(only))
        {
            return [];
        }

        List<NameFit> named = [.. AfterTables(column, stem, ending, hasNumber)];
        // A table of that name says more than another table's key of the same name.
        return named.Exists(n => n is { HasRole: false, Score: >= Sure })
            ? named
            : [.. named, .. AfterKeys(column, words, hasNumber), .. AfterRows(column, stem)];
    }

    /// <summary>The table's name, a role before it perhaps.</summary>
    private IEnumerable<NameFit> AfterTables(ColumnNode column, List<string> stem, string? ending, bool hasNumber)
    {
        for (var first = 0; first < stem.Count; first++)
        {
            var name = string.Concat(stem.Skip(first));
            var hasRole = first > 0 || hasNumber;
            foreach (var (table, penalty) in Named(name, ending is not null && first == stem.Count - 1))
            {
                if ((table == column.Table && !hasRole) || name.Length < 2 || Key(table, column, ending) is not { } key)
                {
                    continue;
                }

                // A role before a number that carries no mark of a key is more often a count: units_on_order.
                var isCount = ending is null && first > 0 && column.IsNumeric;
                var isOwnCode = table == column.Table && ending is not ("id" or "uuid" or "guid");
                var score = (ending is null ? 0.6 : 0.85) - (first > 0 ? 0.1 : 0) - (isCount ? 0.1 : 0) - (isOwnCode ? 0.3 : 0) - penalty;
                var reason = hasRole ? $"is named after {table.Name} and a role" : $"is named after {table.Name}";
                yield return new NameFit(key, score, reason, hasRole);
            }
        }
    }

    private IEnumerable<(TableNode Table, double Penalty)> Named(string name, bool mayBeShort)
    {
        var isKnown = false;
        foreach (var table in byName.GetValueOrDefault(name, []))
        {
            isKnown = true;
            yield return (table, 0);
        }

        foreach (var table in byBareName.GetValueOrDefault(name, []))
        {
            isKnown = true;
            yield return (table, 0.05);
        }

        if (!isKnown && byLastWord.GetValueOrDefault(name, []) is [var longest])
        {
            isKnown = true;
            yield return (longest, 0.2);
        }

        if (!isKnown && mayBeShort && name.Length >= ShortestPrefix && Beginning(name) is { } longer)
        {
            yield return (longer, 0.25);
        }
    }

    /// <summary>The only table whose name begins so: <c>cust</c> and customers.</summary>
    private TableNode? Beginning(string name)
    {
        var place = sortedNames.BinarySearch(name, StringComparer.Ordinal);
        place = place < 0 ? ~place : place;
        return place < sortedNames.Count
            && sortedNames[place].StartsWith(name, StringComparison.Ordinal)
            && (place + 1 == sortedNames.Count || !sortedNames[place + 1].StartsWith(name, StringComparison.Ordinal))
            && byName[sortedNames[place]] is [var only] ? only : null;
    }

    /// <summary>Of a table that is named: the key that ends as the reference does (<c>x_uuid</c> to x.uuid), else the main one.</summary>
    private Referable? Key(TableNode table, ColumnNode column, string? ending)
    {
        var keys = referables[table];
        return keys.FirstOrDefault(k => ending is not null && k.Column.Words is [var only] && only == ending && Fits(column, k))
            ?? keys.FirstOrDefault(k => ending is not null && k.Column.OwnWords is [var only] && only == ending && Fits(column, k))
            ?? keys.FirstOrDefault(k => k.IsMain && (ending is not null || MayStandAlone(column, k)) && Fits(column, k));
    }

    /// <summary>The name of a key of another table that says more than id, a role before it perhaps.</summary>
    private IEnumerable<NameFit> AfterKeys(ColumnNode column, List<string> words, bool hasNumber)
    {
        for (var first = 0; first < words.Count; first++)
        {
            var hasRole = first > 0 || hasNumber;
            if (!byKey.TryGetValue(string.Concat(words.Skip(first)), out var owners) || (first > 0 && !HasEnding(words)))
            {
                continue;
            }

            foreach (var key in owners.Where(k => (k.Table != column.Table || hasRole) && Fits(column, k)))
            {
                var score = (hasRole ? 0.65 : 0.8) - (key.IsMain ? 0 : 0.1) + (key.CarriesTableName ? 0.02 : 0);
                yield return new NameFit(key, score, hasRole ? $"ends like {key.Column}" : $"has the name of {key.Column}", hasRole, NeedsOneOwner: true);
            }
        }
    }

    /// <summary>Another row of the same table, or a person.</summary>
    private IEnumerable<NameFit> AfterRows(ColumnNode column, List<string> stem)
    {
        if (KeyWords.RefersToOwnTable(stem) && Key(column.Table, column, "id") is { } own && own.Column != column)
        {
            yield return new NameFit(own, 0.6, $"names another row of {column.Table.Name}", HasRole: true);
        }

        if (KeyWords.RefersToSuperior(stem))
        {
            var people = KeyWords.ArePersons(column.Table) ? [column.Table] : persons;
            foreach (var person in people.Where(p => p != column.Table || people.Count == 1))
            {
                if (Key(person, column, "id") is { } key && key.Column != column)
                {
                    yield return new NameFit(key, 0.6, $"names a person, who is a row of {person.Name}", HasRole: true, NeedsOneOwner: true);
                }
            }
        }
    }

    private static bool Fits(ColumnNode column, Referable key) => key.Column != column && KeyTypes.Fit(column.Info, key.Column.Info) != TypeFit.None;

    /// <summary>Without an ending only the same type is evidence enough: <c>flight.airport</c>.</summary>
    private static bool MayStandAlone(ColumnNode column, Referable key) => KeyTypes.Fit(column.Info, key.Column.Info) == TypeFit.Same;

    private static bool HasEnding(IReadOnlyList<string> words) => words.Count > 1 && (KeyWords.IsEnding(words[^1]) || words[^1] == "name");

    /// <summary>More than "id", "name" or "code", which many tables have.</summary>
    private static bool SaysWhat(IReadOnlyList<string> words) =>
        words.Any(w => !KeyWords.IsEnding(w) && !KeyWords.IsGeneral(w)) && words.Sum(w => w.Length) > 2;

    private static void Add<T>(Dictionary<string, List<T>> map, string key, T value)
    {
        if (!map.TryGetValue(key, out var list))
        {
            map[key] = list = [];
        }

        list.Add(value);
    }
}
