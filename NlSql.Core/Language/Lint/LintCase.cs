using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint;

/// <summary>A statement that rules look at.</summary>
/// <param name="Statement">As it was typed or drafted, so that a fix keeps its names.</param>
/// <param name="Reading">Its queries, with what their names stand for.</param>
/// <param name="Graph">The schema.</param>
/// <param name="Question">What it answers; null when nobody asked in words.</param>
internal sealed record LintCase(ParseNode Statement, StatementReading Reading, SchemaGraph Graph, string? Question)
{
    /// <summary>An expression as sentences quote it.</summary>
    public string Text(ParseNode expression) => NodeText.Of(expression, Reading.Steps);

    /// <summary>The statement with one node replaced, laid out for people; null when it cannot be printed faithfully.</summary>
    public string? With(ParseNode node, ParseNode replacement) => Changed(found => ReferenceEquals(found, node) ? replacement : found);

    /// <summary>
    /// As before, with an expression replaced wherever <paramref name="query"/> says the same: what is selected is often sorted by as well, and a fix of one
    /// of them would make two figures of one.
    /// </summary>
    public string? WithAll(LintQuery query, ParseNode expression, ParseNode replacement)
    {
        Reading.Steps.Take(query.Own.Count);
        var same = query.Own.Where(found => ParseTreeComparer.Same(found, expression)).ToHashSet();
        return Changed(found => same.Contains(found) ? replacement : found);
    }

    /// <summary>The statement with every node replaced by what <paramref name="change"/> makes of it.</summary>
    public string? Changed(Func<ParseNode, ParseNode> change)
    {
        var changed = Statement.Rewrite(found =>
        {
            Reading.Steps.Take(1);
            return change(found);
        });
        Reading.Steps.TakePrinting(changed);
        return SqlFormatter.Print(changed);
    }
}

/// <summary>One kind of mistake.</summary>
internal interface ILintRule
{
    /// <summary>What it has to say of the statement, in the order of its queries.</summary>
    IEnumerable<LintWarning> Check(LintCase item);
}
