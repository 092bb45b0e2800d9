using System.Globalization;
using System.Text;

namespace NlSql.Core.Sql.Printing;

/// <summary>Collects SQL text with line breaks and indentation; inside <see cref="BeginFlat"/> a line break is a space.</summary>
internal sealed class IndentedText
{
    private const int Step = 2;

    private readonly StringBuilder text = new();
    private int indent;
    private int flat;

    public bool IsFlat => flat > 0;

    public IndentedText Write(string value)
    {
        text.Append(value);
        return this;
    }

    public IndentedText Write(long value)
    {
        text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public void Line()
    {
        if (flat > 0)
        {
            text.Append(' ');
        }
        else
        {
            text.Append('\n').Append(' ', indent * Step);
        }
    }

    /// <summary>A line break that leaves nothing behind when flat, for the inner edges of parentheses.</summary>
    public void SoftLine()
    {
        if (flat == 0)
        {
            Line();
        }
    }

    public void Indent() => indent++;

    public void Outdent() => indent--;

    public void BeginFlat() => flat++;

    public void EndFlat() => flat--;

    /// <inheritdoc />
    public override string ToString() => text.ToString();
}
