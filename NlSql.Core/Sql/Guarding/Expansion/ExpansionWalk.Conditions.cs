using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>
/// What the planner compares each with each of conditions: everything that is said to be equal is looked for among all that has been said before, and
/// everything that can be looked up by an index is paired with all others of its kind. It looks at no timeout meanwhile.
/// </summary>
internal sealed partial class ExpansionWalk
{
    /// <summary>Equalities of one statement, those that NATURAL JOIN, USING and rows stand for among them.</summary>
    private const double MostEqualities = 4_000;

    /// <summary>How many NOTs stand around.</summary>
    private int negations;

    /// <summary>OR, and AND within NOT, which the planner turns into one.</summary>
    private Extent Condition(ParseNode node, Level level)
    {
        var isNot = node.Text("boolop") == "NOT_EXPR";
        negations += isNot ? 1 : 0;
        var parts = Children(node, level);
        negations -= isNot ? 1 : 0;
        var isChoice = node.Text("boolop") == "OR_EXPR" || (node.Text("boolop") == "AND_EXPR" && negations > 0);
        return isChoice ? parts with { Choices = parts.Choices + 1 } : parts;
    }

    private Extent Sublink(ParseNode node, Level level)
    {
        var both = Any(node["testexpr"], level) + Nested(node.Node("subselect")!, level);
        return both.AsData() with { Equalities = both.Equalities + (node.Has("testexpr") ? Width(node.Node("testexpr")) : 0) };
    }

    /// <summary>Values that a comparison compares: those of a row one by one.</summary>
    private double Width(ParseNode? value) => value?.Kind == "RowExpr"
        ? value.List("args").Sum(item => item.List("fields") is [.., { Kind: "A_Star" }] || item.List("indirection") is [.., { Kind: "A_Star" }]
            ? WidestRow()
            : Math.Max(1, Width(item)))
        : 1;

    /// <summary>Columns that both sides of a NATURAL JOIN can have.</summary>
    /// <param name="level">With the sources of both.</param>
    /// <param name="first">The first of the left side.</param>
    /// <param name="middle">The first of the right one.</param>
    private double Shared(Level level, int first, int middle)
    {
        return Math.Min(Count(first, middle), Count(middle, level.Sources.Count));

        double Count(int from, int to) => level.Sources.Skip(from).Take(to - from).Sum(source =>
            source is { Columns: { Count: > 0 } columns } ? columns.Count : WidestRow());
    }
}
