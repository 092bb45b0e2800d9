namespace NlSql.Core.Sql.Guarding.Flow;

/// <param name="Name">As PostgreSQL names it.</param>
/// <param name="Taint">Of the value.</param>
internal readonly record struct FlowColumn(string Name, Taint? Taint);

/// <summary>What a query gives to the one around it.</summary>
/// <param name="Columns">Those that are known to be there.</param>
/// <param name="IsOpen">There can be others.</param>
/// <param name="IsOrdered">They stand in their places, and none is missing.</param>
/// <param name="Any">Of each that is not known.</param>
internal sealed record FlowQuery(IReadOnlyList<FlowColumn> Columns, bool IsOpen, bool IsOrdered, Taint? Any)
{
    public static FlowQuery Unknown { get; } = new([], true, false, null);

    /// <summary>Any of the taints in it.</summary>
    public Taint? All => Any ?? Columns.FirstOrDefault(column => column.Taint is not null).Taint;

    public static FlowQuery Of(IReadOnlyList<FlowColumn> columns) => new(columns, false, true, null);

    /// <summary>Each name with its column's taint, or that of the first of those that have it which has one.</summary>
    public Dictionary<string, Taint?> ByName()
    {
        var byName = new Dictionary<string, Taint?>(Columns.Count, StringComparer.Ordinal);
        foreach (var column in Columns)
        {
            byName[column.Name] = byName.GetValueOrDefault(column.Name) ?? column.Taint;
        }

        return byName;
    }

    /// <summary>The first columns by other names; when nobody knows which these are, each can be any.</summary>
    public FlowQuery Renamed(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return this;
        }

        return IsOrdered
            ? this with { Columns = [.. Columns.Select((column, place) => place < names.Count ? column with { Name = names[place] } : column)] }
            : new FlowQuery([.. names.Select(name => new FlowColumn(name, All))], true, false, All);
    }

    /// <summary>Set operations go by place, under the names of the left side.</summary>
    public FlowQuery Beside(FlowQuery other) => IsOrdered && other.IsOrdered && Columns.Count == other.Columns.Count
        ? this with { Columns = [.. Columns.Select((column, place) => column with { Taint = column.Taint ?? other.Columns[place].Taint })] }
        : Each(All ?? other.All);

    /// <summary>The same columns, each with one taint.</summary>
    public FlowQuery Each(Taint? taint) => this with { Columns = [.. Columns.Select(column => column with { Taint = taint })], Any = taint };
}

/// <summary>What a query gives, as its own ORDER BY, GROUP BY and DISTINCT ON name it: thousands of them ask for one of as many columns.</summary>
internal sealed class FlowOutputs(FlowQuery query)
{
    private readonly Taint? all = query.All;
    private Dictionary<string, Taint?>? byName;

    /// <summary>The taint of a place among the outputs, from 1.</summary>
    public Taint? At(long place) => query.IsOrdered && place > 0 && place <= query.Columns.Count ? query.Columns[(int)place - 1].Taint : all;

    /// <summary>Whether an output has a name; its taint, or that of the first of those that have it which has one.</summary>
    public bool Has(string name, out Taint? taint)
    {
        byName ??= query.ByName();
        return byName.TryGetValue(name, out taint);
    }
}

/// <summary>A WITH query, looked at when it is first asked for: in WITH RECURSIVE one can read those behind it.</summary>
internal sealed class FlowCommon(Func<FlowQuery> look)
{
    private FlowQuery? known;
    private bool isBusy;

    /// <summary>What it is to its own second part.</summary>
    public FlowQuery Itself { get; set; } = FlowQuery.Unknown;

    public FlowQuery Value
    {
        get
        {
            if (known is null && isBusy)
            {
                return Itself;
            }

            isBusy = true;
            return known ??= look();
        }
    }
}

/// <summary>WITH queries that are visible at one place.</summary>
internal sealed record FlowCommons(FlowCommons? Before, string Name, FlowCommon? Query)
{
    public static FlowCommons None { get; } = new(null, "", null);

    public FlowCommon? Find(string name)
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
