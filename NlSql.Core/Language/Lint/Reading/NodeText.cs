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

    /// <summary>Its exception is not kept: a parser that is not there for a moment is asked again.</summary>
    private static readonly Lazy<ParseNode> Frame = new(
        () => StatementReader.ReadOne("SELECT NULL") ?? throw new InvalidOperationException("A piece of SQL of our own does not parse."),
        LazyThreadSafetyMode.PublicationOnly);

    /// <summary>An expression in one line, shortened.</summary>
    public static string Of(ParseNode expression, LookSteps steps)
    {
        var target = Frame.Value.List("targetList")[0].With("val", expression);
        var text = Print(Frame.Value.With("targetList", new[] { target }), steps)?[Select.Length..] ?? expression.Kind;
        return OneLine(text);
    }

    /// <summary>What stands in FROM, in one line, shortened.</summary>
    public static string Sources(IReadOnlyList<ParseNode> items, LookSteps steps)
    {
        const string From = "FROM";
        var text = Print(Frame.Value.With("fromClause", items.ToArray()), steps) ?? From;
        return OneLine(text[(text.IndexOf(From, StringComparison.Ordinal) + From.Length)..]);
    }

    /// <summary>As English counts: "1 row", "12,000 rows".</summary>
    public static string Rows(long count) => count == 1 ? "1 row" : FormattableString.Invariant($"{count:N0} rows");

    public static string And(IEnumerable<string> items) => string.Join(" and ", items);

    private static string OneLine(string text) =>
        Excerpt.Of(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), Longest, "…");

    private static string? Print(ParseNode statement, LookSteps steps)
    {
        steps.TakePrinting(statement);
        return SqlFormatter.Print(statement);
    }
}
