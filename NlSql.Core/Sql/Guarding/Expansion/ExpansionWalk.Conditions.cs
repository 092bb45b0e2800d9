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

    /// <summary>Tables of which the planner tries all orders: see <c>geqo_threshold</c> in <c>TransactionPins</c>.</summary>
    private const double MostOrdered = 7;

    private const double KilobytesOfAPairing = 0.45;

    /// <summary>Two columns that a query is sorted, grouped or made distinct by: how one within another is sorted is told for each of them.</summary>
    private const double KilobytesOfTwoKeys = 0.085;

    /// <summary>The same of UNION, INTERSECT and EXCEPT, measured on PostgreSQL 18.</summary>
    private const double KilobytesOfTwoSetColumns = 0.155;

    /// <summary>A column of a set operation.</summary>
    private const double KilobytesOfASetColumn = 6;

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

    private void Order(ParseNode select, double columns)
    {
        if (select.Has("larg"))
        {
            var isPlain = select.Text("op") == "SETOP_UNION" && select.Flag("all");
            kilobytes += (columns * KilobytesOfASetColumn) + (isPlain ? 0 : columns * columns * KilobytesOfTwoSetColumns);
            return;
        }

        double[] keys =
        [
            select.List("sortClause").Count,
            select.List("groupClause").Count,
            select.List("distinctClause") is [{ Kind: ParseTreeReader.NullKind }] ? columns : select.List("distinctClause").Count,
        ];
        kilobytes += keys.Sum(count => count * count * KilobytesOfTwoKeys);
    }

    private Extent Sublink(ParseNode node, Level level)
    {
        var test = Any(node["testexpr"], level);
        var query = Measure(node.Node("subselect")!, level, level.Queries);
        var both = (test + (query.Total with { Bulk = BulkOfANode })).AsData() with { Pairings = 0 };
        if (node.Text("subLinkType") is not ("EXISTS_SUBLINK" or "ANY_SUBLINK"))
        {
            return both;
        }

        // Joined to what is around it.
        var equal = node.Has("testexpr") ? Width(node.Node("testexpr")) : 0;
        level.Scans += Math.Max(1, query.Scans);
        level.Pairings += query.Pairings + equal;
        return both with { Equalities = both.Equalities + equal };
    }

    /// <summary>
    /// Kilobytes for the orders of up to seven joins, which are all tried, each with every order of what it goes by: measured up to 0.44 KB for each pair of
    /// these and each two parts of what is joined.
    /// </summary>
    private static double Pair(Level level)
    {
        var tables = Math.Min(MostOrdered, level.Scans);
        if (tables < 2)
        {
            return 0;
        }

        var halves = ((Math.Pow(3, tables) - Math.Pow(2, tables + 1)) / 2) + 0.5;
        var pairings = level.Pairings / (tables - 1);
        return KilobytesOfAPairing * pairings * pairings * halves;
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
