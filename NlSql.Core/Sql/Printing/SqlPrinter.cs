using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>
/// Writes SQL from a parse tree. Knows the kinds of nodes.txt and nothing else: anything more throws
/// <see cref="NotPrintableException"/>. Whatever it gets wrong is found by the caller, who parses the text again and compares.
/// </summary>
internal sealed partial class SqlPrinter
{
    private readonly IndentedText writer = new();
    private readonly PrintStyle style;

    private SqlPrinter(PrintStyle style) => this.style = style;

    public static string Print(ParseNode statement, PrintStyle style)
    {
        var printer = new SqlPrinter(style);
        printer.Select(statement);
        return printer.writer.ToString();
    }

    private static NotPrintableException Unknown(ParseNode node, string what) => new(node, what);

    private void Name(string name) => writer.Write(Identifier.QuoteAnywhere(name));

    /// <summary>A dotted name; a trailing <c>*</c> included.</summary>
    private void DottedName(IReadOnlyList<ParseNode> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            writer.Write(i == 0 ? "" : ".");
            if (parts[i].Kind == "A_Star")
            {
                writer.Write("*");
            }
            else
            {
                Name(parts[i].Text("sval"));
            }
        }
    }

    private void NameList(IReadOnlyList<ParseNode> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            writer.Write(i == 0 ? "" : ", ");
            Name(names[i].Text("sval"));
        }
    }

    private void Separated<T>(IReadOnlyList<T> items, Action<T> print)
    {
        for (var i = 0; i < items.Count; i++)
        {
            writer.Write(i == 0 ? "" : ", ");
            print(items[i]);
        }
    }

    private void String(string value) => writer.Write(style == PrintStyle.ForPeople ? SqlLiteral.Plain(value) : SqlLiteral.Of(value));

    /// <summary>One line when everything in it is small, one item a line otherwise.</summary>
    private void Items(IReadOnlyList<ParseNode> items, Action<ParseNode> print)
    {
        if (writer.IsFlat || items.Count == 1 || TreeSize.FitsInOneLine(items))
        {
            writer.Write(" ");
            Separated(items, print);
            return;
        }

        writer.Indent();
        for (var i = 0; i < items.Count; i++)
        {
            writer.Write(i == 0 ? "" : ",");
            writer.Line();
            print(items[i]);
        }

        writer.Outdent();
    }
}

/// <summary>For whom SQL is printed.</summary>
internal enum PrintStyle
{
    /// <summary>Functions qualified, literals independent of settings.</summary>
    ForExecution,

    /// <summary>As an analyst would write it.</summary>
    ForPeople,
}
