using System.Text;
using NlSql.Core.Database.Execution;

namespace NlSql.Tests.Fakes;

/// <summary>Rows as if the server had sent them.</summary>
internal static class WrittenRow
{
    /// <param name="cells">Null for NULL.</param>
    public static TextRow Of(params string?[] cells)
    {
        var row = new TextRow(cells.Length);
        row.Begin();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] is { } text)
            {
                var length = Encoding.UTF8.GetByteCount(text);
                row.Add(i, Encoding.UTF8.GetBytes(text, row.Room(length).AsSpan()));
            }
            else
            {
                row.AddNull(i);
            }
        }

        return row;
    }
}
