namespace NlSql.Core.Language.Schema.Keys;

/// <summary>A column that others may refer to.</summary>
/// <param name="IsMain">What a reference to the table goes to when it does not say more: the primary key, or the column that looks most like one.</param>
internal sealed record Referable(TableNode Table, ColumnNode Column, Uniqueness Uniqueness, bool IsMain)
{
    /// <summary>Nothing but its present values says that it is a key: neither a constraint nor its name.</summary>
    public bool IsByChance => !Uniqueness.IsDeclared && !LooksLikeKey(Column);

    /// <summary><c>maintenance_engineers.engineer_id</c> rather than <c>engineer_skills.engineer_id</c>.</summary>
    public bool CarriesTableName => IsNamedAfterTable(Column, wholly: false);

    /// <summary>The columns of one table that can be referred to, the main one first; those that statistics show to repeat are none.</summary>
    public static IReadOnlyList<Referable> Of(TableNode table)
    {
        var found = table.Columns.Where(MayBeKey)
            .Select(c => new Referable(table, c, Uniqueness.Of(table, [c]), false))
            .Where(r => r.Uniqueness.IsUnique != false && (r.Uniqueness.IsUnique == true || LooksLikeKey(r.Column)))
            .ToList();
        if (Main(table, found) is not { } main)
        {
            // A compound key is not referred to by one column, but parts that carry the table's name may be.
            return [.. found.Where(r => r.Uniqueness.IsUnique == true)];
        }

        return [main with { IsMain = true }, .. found.Where(r => r != main)];
    }

    private static Referable? Main(TableNode table, List<Referable> found)
    {
        if (table.Info.PrimaryKey.Count > 0)
        {
            return table.Info.PrimaryKey is [var only] ? found.Find(r => r.Column.Info.Name == only) : null;
        }

        return found.Find(r => r.Column.Words is ["id"])
            ?? found.Find(r => r.Uniqueness.IsDeclared)
            ?? found.Find(r => HasEnding(r.Column) && IsNamedAfterTable(r.Column, wholly: false))
            ?? found.Find(r => r.Column.Words is ["code" or "uuid" or "key" or "number"])
            ?? found.Find(r => r.Column == table.Columns[0] && KeyWords.IsEnding(KeyWords.Of(r.Column)[^1]))
            ?? found.Find(r => IsNamedAfterTable(r.Column, wholly: true))
            ?? found.Find(r => r.Uniqueness.IsUnique == true && KeyWords.IsEnding(KeyWords.Of(r.Column)[^1]));
    }

    /// <summary>By its kind: dates, amounts and flags are no keys whatever they are called.</summary>
    private static bool MayBeKey(ColumnNode column) => KeyTypes.MayBeKey(column.Info);

    private static bool LooksLikeKey(ColumnNode column) =>
        column.Words is ["id" or "uuid" or "guid" or "code" or "key" or "number"]
        || IsNamedAfterTable(column, wholly: !HasEnding(column) || column.Table.Columns[0] != column)
        || (column == column.Table.Columns[0] && KeyWords.IsEnding(KeyWords.Of(column)[^1]));

    /// <param name="wholly"><c>customers.customer_id</c> and <c>topics.topic</c>; else also <c>sales_customers.customer_id</c>.</param>
    private static bool IsNamedAfterTable(ColumnNode column, bool wholly)
    {
        var words = KeyWords.Of(column);
        var name = string.Concat(HasEnding(column) || words[^1] == "name" ? words.SkipLast(1) : words);
        return wholly ? name == column.Table.Joined : name.Length > 2 && column.Table.Joined.EndsWith(name, StringComparison.Ordinal);
    }

    private static bool HasEnding(ColumnNode column) => KeyWords.Of(column) is { Count: > 1 } words && KeyWords.IsEnding(words[^1]);
}
