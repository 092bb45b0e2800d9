namespace NlSql.Core.Language.Schema.Facts;

/// <summary>The small table that says what the codes of a column mean.</summary>
/// <param name="Key">The code in the small table.</param>
/// <param name="Label">What the code means, for people.</param>
/// <param name="Edge">The key that leads there; null where only the values agree.</param>
/// <param name="Evidence">For people.</param>
internal sealed record LookupOf(ColumnNode Key, ColumnNode Label, KeyEdge? Edge, string Evidence)
{
    public TableNode Table => Key.Table;
}
