using System.Runtime.CompilerServices;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>Expressions that say the same, wherever they stand.</summary>
internal sealed class SameTree(LookSteps steps) : IEqualityComparer<ParseNode>
{
    public bool Equals(ParseNode? x, ParseNode? y) => x is null || y is null ? x is null && y is null : ParseTreeComparer.Same(x, y);

    public int GetHashCode(ParseNode obj)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        steps.Take(1);
        var hash = obj.Kind.GetHashCode(StringComparison.Ordinal);
        foreach (ref readonly var field in obj.Fields)
        {
            // Summed up, for fields are the same in any order.
            hash += HashCode.Combine(field.Name, HashOf(field.Value));
        }

        return hash;
    }

    private int HashOf(object value) => value switch
    {
        ParseNode node => GetHashCode(node),
        ParseNode[] list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        _ => value.GetHashCode(),
    };
}
