using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>
/// What the planner copies besides names: every condition for each partition of a table and each branch of a UNION, every column for each window, and a whole
/// query for each level around it. A few hundred conditions over a thousand partitions cost it gigabytes, and it looks at no timeout meanwhile.
/// </summary>
internal sealed partial class ExpansionWalk
{
    /// <summary>Kilobytes of all copies together; a server process has about 20 MB before.</summary>
    private const double MostKilobytes = 190_000;

    /// <summary>A partition needs about 14, so that some are left for its copies of what the query around it says.</summary>
    private const double KilobytesOfAPartition = 20;

    private const double KilobytesForConditions = 4;

    /// <summary>A partition that is joined with something needs so much more.</summary>
    private const double KilobytesOfAJoin = 8;

    /// <summary>A column of one window, through all of planning.</summary>
    private const double KilobytesInAWindow = 1.25;

    /// <summary>A node of a query, copied for one level around it.</summary>
    private const double KilobytesOfALevel = 0.3;

    /// <summary>A condition such as <c>a = 1</c> takes 3 KB for each partition, 2 of them what is neither column nor constant.</summary>
    private const double BulkOfANode = 2;

    /// <summary>One of the constants in a list, which becomes an array.</summary>
    private const double BulkOfAnItem = 0.27;

    /// <summary>A column that is shown, which EXPLAIN writes out for each partition, beside the expression that it is.</summary>
    private const double BulkOfAColumn = 1.2;

    private double kilobytes;
    private int? widest;

    private Violation? Copies(ParseNode statement) => kilobytes > MostKilobytes
        ? new(
            GuardRules.ExpansionTooLarge,
            "PostgreSQL would need too much memory to plan this statement: it copies every condition for each partition of a table and each branch of a UNION, "
                + "every column for each window, and every query for each one around it. Read fewer partitions at once, or write fewer of the others.",
            statement)
        : null;

    /// <summary>Counts what one SELECT copies, when all of it is known.</summary>
    /// <param name="level">What it reads from.</param>
    /// <param name="shown">Kilobytes of one copy of what it shows, sorts and groups by.</param>
    /// <param name="columns">That it gives.</param>
    private void Copy(Level level, double shown, int columns)
    {
        // Of what is summed up a partition shows the columns, each once.
        var known = level.Sources.TrueForAll(source => source.Columns is not null) ? level.Sources.Sum(source => source.Columns!.Count) : level.References;
        var bulk = level.IsAggregated
            ? Math.Min(level.References, known) * (BulkOfAColumn + Extent.Column.Bulk)
            : shown + ((columns > 0 ? columns : level.References) * BulkOfAColumn);
        kilobytes += Math.Max(0, (level.Parts * (level.Conditions + bulk)) - (level.Partitions * KilobytesForConditions));
        kilobytes += level.Sources.Count > 1 ? level.Parts * KilobytesOfAJoin : 0;
        kilobytes += level.Windows * (double)(columns + level.References) * KilobytesInAWindow;
    }

    /// <summary>A query in FROM.</summary>
    private void Enclose(Query query, Level level)
    {
        level.Parts += query.Parts;
        kilobytes += query.Kilobytes + (query.Total.Nodes * KilobytesOfALevel);
    }

    private void Partition(int partitions, Level level)
    {
        level.Parts += partitions;
        level.Partitions += partitions;
        kilobytes += partitions * KilobytesOfAPartition;
    }

    /// <summary>Columns that <c>(x).*</c> can stand for, each of which is a copy of x.</summary>
    private int WidestRow() =>
        widest ??= Math.Max(FieldsOfUnknownRow, scope.Columns.Values.Select(columns => columns.Count).DefaultIfEmpty(0).Max());
}
