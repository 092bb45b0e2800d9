namespace NlSql.Core.Language.Schema.Keys;

/// <summary>A column that others may refer to.</summary>
/// <param name="IsMain">What a reference to the table goes to when it does not say more: the primary key, or the column that looks most like one.</param>
internal sealed record Referable(TableNode Table, ColumnNode Column, Uniqueness Uniqueness, bool IsMain)
{
    /// <summary>Nothing but its present values says that it is a key: neither a constraint nor its name.</summary>
    public bool IsByChance => !Uniqueness.IsDeclared && !LooksLikeKey(Column);

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
            ?? found.Find(r => IsNamedAfterTable(r.Column))
            ?? found.Find(r => r.Column.Words is ["code" or "uuid" or "key" or "number"])
            ?? found.Find(r => r.Column == table.Columns[0] && KeyWords.IsEnding(r.Column.Words[^1]))
            ?? found.Find(r => r.Uniqueness.IsUnique == true && KeyWords.IsEnding(r.Column.Words[^1]));
    }

    /// <summary>By its kind: dates, amounts and flags are no keys whatever they are called.</summary>
    private static bool MayBeKey(ColumnNode column) => KeyTypes.MayBeKey(column.Info);

    private static bool LooksLikeKey(ColumnNode column) =>
        column.Words is ["id" or "uuid" or "guid" or "code" or "key" or "number"]
        || IsNamedAfterTable(column)
        || (column == column.Table.Columns[0] && KeyWords.IsEnding(column.Words[^1]));

    /// <summary><c>customers.customer_id</c>, also <c>sales_customers.customer_id</c>, and <c>topics.topic</c>.</summary>
    private static bool IsNamedAfterTable(ColumnNode column)
    {
        var stem = KeyWords.IsEnding(column.Words[^1]) || column.Words[^1] == "name" ? column.Words.SkipLast(1) : column.Words;
        var name = string.Concat(stem);
        return name.Length > 1 && column.Table.Joined.EndsWith(name, StringComparison.Ordinal);
    }
}
