using NlSql.Core.Foundation.Texts;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>Pieces of a statement in sentences.</summary>
internal static class NodeText
{
    private const string Select = "SELECT";

    /// <summary>Characters.</summary>
    private const int Longest = 120;

    /// <summary>An expression in one line, shortened.</summary>
    public static string Of(ParseNode expression)
    {
        var frame = Frame();
        var target = frame.List("targetList")[0].With("val", expression);
        var text = SqlFormatter.Print(frame.With("targetList", new[] { target }))?[Select.Length..] ?? expression.Kind;
        return OneLine(text);
    }

    /// <summary>What stands in FROM, in one line, shortened.</summary>
    public static string Sources(IReadOnlyList<ParseNode> items)
    {
        const string From = "FROM";
        var text = SqlFormatter.Print(Frame().With("fromClause", items.ToArray())) ?? From;
        return OneLine(text[(text.IndexOf(From, StringComparison.Ordinal) + From.Length)..]);
    }

    /// <summary>As English counts: "1 row", "12,000 rows".</summary>
    public static string Rows(long count) => count == 1 ? "1 row" : FormattableString.Invariant($"{count:N0} rows");

    public static string And(IEnumerable<string> items) => string.Join(" and ", items);

    private static string OneLine(string text) =>
        Excerpt.Of(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), Longest, "…");

    /// <summary>Read each time: a parser that is not there for a moment is not kept for ever.</summary>
    private static ParseNode Frame() => StatementReader.ReadOne("SELECT NULL") ?? throw new InvalidOperationException();
}
