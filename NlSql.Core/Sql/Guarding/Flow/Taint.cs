using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Flow;

/// <summary>Where a hidden column comes into a statement.</summary>
/// <param name="Node">The reference.</param>
/// <param name="Relation">Whose column it is.</param>
/// <param name="Column">Null when it is taken without being named: by <c>*</c>, a whole row, a place in a list.</param>
/// <param name="Text">As it is written.</param>
internal sealed record Taint(ParseNode Node, RelationName Relation, string? Column, string Text)
{
    /// <summary>Of a composite column: fields that hold nothing hidden, see <see cref="HiddenPart.OpenFields"/>. Null when any can.</summary>
    public IReadOnlySet<string>? OpenFields { get; init; }

    /// <summary>As the whole value has it.</summary>
    public Taint Whole => OpenFields is null ? this : this with { OpenFields = null };

    /// <summary>What is left of it in a field: nothing in one that is open, whatever it was taken from.</summary>
    /// <param name="steps">As they follow the column: <c>[1]</c>, <c>.address</c>, <c>.town</c>.</param>
    public Taint? Field(IEnumerable<ParseNode> steps)
    {
        string? path = null;
        foreach (var step in steps.Where(step => step.Kind != "A_Indices").TakeWhile(step => step.Kind == "String"))
        {
            path = HiddenPart.Path(path, step.Text("sval"));
            if (OpenFields?.Contains(path) == true)
            {
                return null;
            }
        }

        return Whole;
    }
}

/// <summary>What of a relation is hidden.</summary>
/// <param name="Hides">Of the name of a column.</param>
/// <param name="HidesAny">Whether any of its columns is.</param>
/// <param name="Columns">All that can be read, and all hidden ones; null when they are not known.</param>
internal sealed record HiddenPart(Func<string, bool> Hides, bool HidesAny, IReadOnlyList<string>? Columns)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> NoFields = new Dictionary<string, IReadOnlySet<string>>();

    public static HiddenPart None { get; } = new(_ => false, false, null);

    /// <summary>
    /// The columns stand in their places. Those that the role may not read can be missing all the same: where they are, the server refuses <c>*</c>.
    /// </summary>
    public bool IsInOrder { get; private init; }

    /// <summary>Hidden columns of composite types, with the fields that hold nothing hidden, by <see cref="Path"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> OpenFields { get; init; } = NoFields;

    /// <summary>The way to a field through the fields around it; no name holds the sign between them.</summary>
    public static string Path(string? outer, string field) => outer is null ? field : $"{outer}\0{field}";

    /// <param name="hidden">Names.</param>
    /// <param name="open">Columns in their order; the hidden ones can be missing, and then nobody knows their places.</param>
    public static HiddenPart Of(IReadOnlySet<string> hidden, IReadOnlyList<string>? open) =>
        new(hidden.Contains, hidden.Count > 0, open is null ? null : [.. open.Union(hidden, StringComparer.Ordinal)])
        {
            IsInOrder = open is not null && hidden.IsSubsetOf(open),
        };
}
