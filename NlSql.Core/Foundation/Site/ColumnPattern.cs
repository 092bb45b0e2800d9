using System.IO.Enumeration;

namespace NlSql.Core.Foundation.Site;

/// <summary>
/// Columns by name: <c>column</c>, <c>table.column</c> or <c>schema.table.column</c>, with <c>*</c> for any text. Case does not matter.
/// </summary>
public sealed record ColumnPattern(string Text)
{
    private readonly string[] parts = Text.Split('.');

    /// <summary>True when the column is one of those meant.</summary>
    public bool Matches(string schema, string table, string column)
    {
        var name = (string[])[schema, table, column];
        for (var i = 1; i <= parts.Length; i++)
        {
            if (!FileSystemName.MatchesSimpleExpression(parts[^i], name[^i], ignoreCase: true))
            {
                return false;
            }
        }

        return true;
    }
}
