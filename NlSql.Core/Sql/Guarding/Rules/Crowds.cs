using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// Things of which nobody writes hundreds, and which PostgreSQL compares each with each, or plans one by one, before a timeout or a cancel is looked at:
/// tens of thousands keep a server busy for minutes, or take gigabytes.
/// </summary>
internal sealed class Crowds
{
    /// <summary>Tables, queries and functions to read from, and WITH queries.</summary>
    private const int MostSources = 100;

    /// <summary>Queries, one for each SELECT and VALUES: PostgreSQL needs 30 to 50 KB for one.</summary>
    private const int MostQueries = 2_000;

    /// <summary>Calls: aggregates are compared each with each.</summary>
    private const int MostCalls = 4_000;

    /// <summary>Aggregates over distinct or sorted values: PostgreSQL looks for an order that serves the most of them.</summary>
    private const int MostSortedAggregates = 150;

    /// <summary>Sets that GROUPING SETS, CUBE and ROLLUP come to, each of which is compared with all others.</summary>
    private const double MostGroupings = 512;

    private int sources;
    private int queries;
    private int calls;
    private int sorted;
    private double groupings;

    /// <summary>Counts a node; not null as soon as there are too many of its kind.</summary>
    public Violation? Check(ParseNode node)
    {
        switch (node.Kind)
        {
            case "RangeVar" or "RangeSubselect" or "RangeFunction" or "JsonTable" or "CommonTableExpr":
                return ++sources > MostSources ? TooMany(node, $"reads from more than {MostSources} tables, queries and functions") : null;
            case "SelectStmt":
                groupings += GroupingSets.Count(node.List("groupClause"));
                return ++queries > MostQueries ? TooMany(node, $"has more than {MostQueries} queries")
                    : groupings > MostGroupings ? TooMany(node, $"groups by more than {MostGroupings} sets of columns")
                    : null;
            case "FuncCall":
                sorted += node.Flag("agg_distinct") || node.Has("agg_order") ? 1 : 0;
                return ++calls > MostCalls ? TooMany(node, $"has more than {MostCalls} calls")
                    : sorted > MostSortedAggregates ? TooMany(node, $"has more than {MostSortedAggregates} aggregates over distinct or sorted values")
                    : null;
            default:
                return null;
        }
    }

    private static Violation TooMany(ParseNode node, FormattableString what) =>
        new(GuardRules.TooDeep, $"The statement {FormattableString.Invariant(what)}; split it.", node);
}
