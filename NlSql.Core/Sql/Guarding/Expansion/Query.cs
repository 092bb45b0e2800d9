namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>What a query gives to the one around it.</summary>
/// <param name="Columns">Null when their names are not known.</param>
/// <param name="Total">Everything in it, which is there once more with each copy of the query.</param>
/// <param name="Written">Nodes of it that stand in the text of a view.</param>
internal sealed record Query(IReadOnlyList<SourceColumn>? Columns, Extent Total, double Written = 0)
{
    public static Query Unknown { get; } = new(null, Extent.None);

    /// <summary>Partitions and branches of UNION that it comes to, each of which gets a copy of the conditions around it.</summary>
    public double Parts { get; init; }

    /// <summary>The same within queries that aggregate, sort or the like: they stay queries of their own, into which only conditions are handed.</summary>
    public double ShutParts { get; init; }

    /// <summary>What it reads from, all that is in its sub-queries among it.</summary>
    public double Scans { get; init; }

    /// <summary>What the joins in it go by.</summary>
    public double Pairings { get; init; }

    /// <summary>Columns in the indexes of the table that has the most of them, for a view.</summary>
    public int IndexColumns { get; init; }

    /// <summary>Kilobytes that the copies within a view come to.</summary>
    public double Kilobytes { get; init; }

    /// <summary>It aggregates, sorts or the like.</summary>
    public Query Shut() => this with { Parts = 0, ShutParts = Parts + ShutParts, Pairings = 0 };

    /// <summary>The planner leaves it as a query of its own, so that its columns are read, not copied.</summary>
    public Query Apart() => this with
    {
        Parts = 0,
        ShutParts = 0,
        Scans = 1,
        Pairings = 0,
        Columns = Columns is null ? null : [.. Columns.Select(column => column with { Extent = Extent.Column })],
    };
}

/// <summary>A WITH query, measured when it is first asked for: in WITH RECURSIVE one can read those behind it.</summary>
/// <param name="measure">Measures it.</param>
/// <param name="itself">What it is to its own second part.</param>
/// <param name="isCopied">True when the planner puts it in the place of its name.</param>
internal sealed class CommonQuery(Func<Query> measure, Func<Query> itself, bool isCopied)
{
    private Query? measured;
    private bool isBusy;

    public bool IsCopied { get; } = isCopied;

    public Query Value
    {
        get
        {
            if (measured is null && isBusy)
            {
                return itself();
            }

            isBusy = true;
            return measured ??= measure();
        }
    }
}

/// <summary>WITH queries that are visible at one place.</summary>
internal sealed record CommonQueries(CommonQueries? Before, string Name, CommonQuery? Query)
{
    public static CommonQueries None { get; } = new(null, "", null);

    public CommonQuery? Find(string name)
    {
        for (var here = this; here.Before is not null; here = here.Before)
        {
            if (string.Equals(here.Name, name, StringComparison.Ordinal))
            {
                return here.Query;
            }
        }

        return null;
    }
}
