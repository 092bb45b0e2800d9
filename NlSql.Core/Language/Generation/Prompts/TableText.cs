using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>How much a question needs a table; the later, the sooner it is left out.</summary>
internal enum TableNeed
{
    /// <summary>A word of the question speaks of it.</summary>
    Found,

    /// <summary>It connects tables that were found, or is a key away from one.</summary>
    Joins,

    /// <summary>It is there.</summary>
    Rest,

    /// <summary>It holds no rows: there is hardly anything to answer from it.</summary>
    Empty,
}

/// <summary>One table's text in parts.</summary>
/// <param name="Place">In the catalog's order.</param>
/// <param name="Short">The whole table in one line, for when there is no room for more.</param>
/// <param name="ShortColumns">Columns that the one line names.</param>
internal sealed record TableText(
    RelationName Name,
    int Place,
    TableNeed Need,
    string Header,
    IReadOnlyList<ColumnText> Columns,
    string Footer,
    string Short,
    IReadOnlyList<string> ShortColumns)
{
    /// <summary>Header and footer.</summary>
    public int FrameTokens { get; } = TokenEstimate.Of(Header) + TokenEstimate.Of(Footer);

    public int ShortTokens { get; } = TokenEstimate.Of(Short);

    /// <summary>True for one of the many tables of a large catalog, which is never written out.</summary>
    public bool IsOnlyShort => Columns.Count == 0;

    public int AllTokens => IsOnlyShort ? ShortTokens : FrameTokens + Columns.Sum(column => column.Tokens);

    /// <summary>The same text for a question that needs it so much, and that speaks of these of its columns.</summary>
    public TableText For(TableNeed need, IEnumerable<RetrievedColumn> scored)
    {
        var scores = scored.ToLookup(column => column.Column.Name, column => column.Score, StringComparer.Ordinal);
        return this with
        {
            Need = need,
            Columns = scores.Count == 0
                ? Columns
                : [.. Columns.Select(column => scores.Contains(column.Name) ? column with { Score = scores[column.Name].Append(0).Max() } : column)],
        };
    }
}

/// <param name="Score">Retrieval's score; 0 for a column that was not returned.</param>
/// <param name="IsKey">Needed to join or to count.</param>
internal sealed record ColumnText(string Name, string Line, double Score, bool IsKey)
{
    public int Tokens { get; } = TokenEstimate.Of(Line);

    /// <summary>Of the name alone, among others.</summary>
    public int NameTokens { get; } = TokenEstimate.Of(Name) + 1;
}
