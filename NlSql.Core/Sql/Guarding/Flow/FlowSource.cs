using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Flow;

/// <summary>Something in FROM, by the name its columns go by.</summary>
internal abstract class FlowSource(string alias)
{
    public string Alias { get; } = alias;

    /// <summary>True and false when it is known whether there is such a column.</summary>
    public abstract bool? Has(string column);

    /// <summary>The taint of a column that there is, or can be.</summary>
    public abstract Taint? Column(string column, ParseNode node, string text);

    /// <summary>All columns together.</summary>
    public abstract Taint? Row(ParseNode node, string text);

    /// <summary>All columns one by one, as <c>*</c> takes them.</summary>
    public abstract FlowQuery Star(ParseNode node, string text);
}

/// <summary>A table or view by the names of its own columns.</summary>
internal sealed class TableSource(string alias, RelationName relation, HiddenPart hidden) : FlowSource(alias)
{
    private readonly HashSet<string>? columns = hidden.Columns?.ToHashSet(StringComparer.Ordinal);

    public override bool? Has(string column) => hidden.Hides(column) || columns?.Contains(column) == true ? true : columns is null ? null : false;

    public override Taint? Column(string column, ParseNode node, string text) => hidden.Hides(column)
        ? new Taint(node, relation, column, text) { OpenFields = hidden.OpenFields.GetValueOrDefault(column) }
        : null;

    public override Taint? Row(ParseNode node, string text) => hidden.HidesAny ? new Taint(node, relation, null, text) : null;

    /// <summary>What is barred has a place too: where nothing is hidden, places do not matter.</summary>
    public override FlowQuery Star(ParseNode node, string text)
    {
        var taint = Row(node, text);
        return hidden.Columns is null
            ? FlowQuery.Unknown with { Any = taint }
            : new FlowQuery(
                [.. hidden.Columns.Select(name => new FlowColumn(name, hidden.Hides(name) ? taint : null))], false, taint is null || hidden.IsInOrder, null);
    }
}

/// <summary>What a query, a function or a join gives.</summary>
internal sealed class MadeSource : FlowSource
{
    private readonly FlowQuery query;
    private readonly Taint? all;
    private Dictionary<string, Taint?>? byName;

    public MadeSource(string alias, FlowQuery query)
        : base(alias)
    {
        this.query = query;
        all = query.All;
    }

    public override bool? Has(string column) => ByName().ContainsKey(column) ? true : query.IsOpen ? null : false;

    public override Taint? Column(string column, ParseNode node, string text) =>
        ByName().TryGetValue(column, out var taint) ? taint : query.IsOpen ? query.Any : null;

    public override Taint? Row(ParseNode node, string text) => all;

    public override FlowQuery Star(ParseNode node, string text) => query;

    /// <summary>Made when somebody asks for a name: of joins around joins nobody does.</summary>
    private Dictionary<string, Taint?> ByName() => byName ??= query.ByName();
}

/// <summary>What the names of one SELECT can mean, and those of the ones around it.</summary>
internal sealed class FlowLevel(FlowLevel? outer, FlowCommons commons)
{
    private readonly Dictionary<string, Taint?> looked = new(StringComparer.Ordinal);
    private readonly List<FlowSource> sources = [];

    public FlowLevel? Outer { get; } = outer;

    public FlowCommons Commons { get; } = commons;

    public IReadOnlyList<FlowSource> Sources => sources;

    /// <summary>Columns of two sources stand first and once in <c>*</c>, for USING or NATURAL: its places are not those of the sources in a row.</summary>
    public bool HasMerged { get; set; }

    public void Add(FlowSource source)
    {
        sources.Add(source);
        looked.Clear();
    }

    /// <summary>Takes out the sources from one on and gives them.</summary>
    public IReadOnlyList<FlowSource> Take(int first)
    {
        var taken = sources.GetRange(first, sources.Count - first);
        sources.RemoveRange(first, taken.Count);
        looked.Clear();
        return taken;
    }

    /// <summary>What a name that stands alone means: a column of the innermost level that has one, else the row of something so called.</summary>
    public Taint? Unqualified(string name, ParseNode node)
    {
        // Asked for again and again, the first of the places does.
        if (!looked.TryGetValue(name, out var taint))
        {
            looked[name] = taint = Column(name, node, out var isFound) is { } column ? column : isFound ? null : Row(name, node);
        }

        return taint;
    }

    /// <param name="name">Of a column.</param>
    /// <param name="node">Where.</param>
    /// <param name="isFound">False when it can be something else.</param>
    public Taint? Column(string name, ParseNode node, out bool isFound)
    {
        Taint? taint = null;
        isFound = false;
        for (var here = this; here is not null && !isFound; here = here.Outer)
        {
            foreach (var source in here.sources)
            {
                var has = source.Has(name);
                isFound |= has == true;
                var found = has == false ? null : source.Column(name, node, name);
                taint = found is null ? taint : taint is null ? found : taint.Whole;
            }
        }

        return taint;
    }

    /// <summary>A table's name where a column's is expected is its whole row.</summary>
    public Taint? Row(string alias, ParseNode node) =>
        Named(alias, isEvery: true).Select(source => source.Row(node, alias)).FirstOrDefault(taint => taint is not null);

    /// <summary>What goes by an alias, at the innermost level that has it or, with a schema before it, at every one.</summary>
    public IEnumerable<FlowSource> Named(string alias, bool isEvery)
    {
        for (var here = this; here is not null; here = here.Outer)
        {
            var isFound = false;
            foreach (var source in here.sources)
            {
                if (string.Equals(source.Alias, alias, StringComparison.Ordinal))
                {
                    isFound = true;
                    yield return source;
                }
            }

            if (isFound && !isEvery)
            {
                yield break;
            }
        }
    }
}
