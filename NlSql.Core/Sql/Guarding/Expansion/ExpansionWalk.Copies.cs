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

    /// <summary>A node, each time that EXPLAIN writes it: text, signs, casts.</summary>
    private const double KilobytesOfAWrittenNode = 0.6;

    /// <summary>Characters of a literal that take a kilobyte, each time that EXPLAIN writes it.</summary>
    private const double LettersOfAKilobyte = 140;

    /// <summary>What EXPLAIN writes of each window: a sort with its keys and what it gives, and what the window gives.</summary>
    private const double WritingsOfAWindow = 3;

    /// <summary>The same of a join, and of what lies between it and the next.</summary>
    private const double WritingsOfAJoin = 3;

    /// <summary>A column that goes through a join, or through a step of a query that is planned by itself: measured 2.6 and 2.0.</summary>
    private const double KilobytesOfAColumnOnItsWay = 2.6;

    private const double ChoicesOfAJoin = 2.2;

    private double kilobytes;

    /// <summary>The most that one query reads from.</summary>
    private double mostScans;

    /// <summary>Columns in the indexes of the table that has the most of them.</summary>
    private int indexColumns;
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
        var bulk = level.IsAggregated
            ? Math.Min(level.References, KnownColumns(level)) * (BulkOfAColumn + Extent.Column.Bulk)
            : shown + ((columns > 0 ? columns : level.References) * BulkOfAColumn);
        kilobytes += Math.Max(0, (level.Parts * (level.Conditions + bulk)) - (level.Partitions * KilobytesForConditions));
        kilobytes += level.Sources.Count > 1 ? level.Parts * KilobytesOfAJoin : 0;
        kilobytes += level.Windows * (double)(columns + level.References) * KilobytesInAWindow;
        kilobytes += level.ShutParts * level.Conditions;
        kilobytes += (level.Parts + level.ShutParts) * Choose(level.Choices);
    }

    private static int KnownColumns(Level level) =>
        level.Sources.TrueForAll(source => source.Columns is not null) ? level.Sources.Sum(source => source.Columns!.Count) : level.References;

    /// <summary>
    /// Counts what EXPLAIN writes again and again: all that a query shows, sorts and groups by for each window and each grouping set, and what its sub-queries
    /// compute for each join that can carry it up.
    /// </summary>
    /// <param name="level">What it reads from.</param>
    /// <param name="shown">All that it shows, sorts and groups by.</param>
    /// <param name="sets">Grouping sets.</param>
    /// <param name="columns">That it gives.</param>
    /// <param name="steps">Steps that all of these go through: sorting, making distinct, taking the first.</param>
    private void WriteOut(Level level, Extent shown, double sets, int columns, int steps)
    {
        var windows = level.NamedWindows.Count + level.OwnWindows;
        var joins = Math.Max(0, level.Scans - 1);
        kilobytes += ((windows * WritingsOfAWindow) + sets) * Written(shown);
        kilobytes += joins * WritingsOfAJoin * Written(level.Carried);
        kilobytes += ((joins * Math.Min(level.References, KnownColumns(level))) + (steps * columns)) * KilobytesOfAColumnOnItsWay;
        kilobytes += Pair(level);
        mostScans = Math.Max(mostScans, level.Scans);

        static double Written(Extent extent) => (extent.Nodes * KilobytesOfAWrittenNode) + (extent.Letters / LettersOfAKilobyte);
    }

    /// <summary>
    /// Kilobytes for ORs that all hold: where there are indexes each is a way to the rows by a bitmap, and the planner looks at every pair of them. Measured
    /// with 5 columns in indexes 0.13 KB for each pair, with 64 of them 0.7; twice as much where they are about two tables.
    /// </summary>
    private double Choose(double choices) =>
        indexColumns == 0 ? 0 : choices * choices * (0.12 + (0.01 * indexColumns)) * (mostScans > 1 ? ChoicesOfAJoin : 1);

    /// <summary>A query in FROM.</summary>
    private void Enclose(Query query, Level level)
    {
        level.Parts += query.Parts;
        level.ShutParts += query.ShutParts;
        level.Scans += Math.Max(1, query.Scans);
        level.Pairings += query.Pairings;
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
