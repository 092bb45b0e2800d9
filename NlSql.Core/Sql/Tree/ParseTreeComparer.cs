namespace NlSql.Core.Sql.Tree;

/// <summary>Whether two trees say the same, wherever their parts stood in the text.</summary>
internal static class ParseTreeComparer
{
    public static bool Same(ParseNode left, ParseNode right)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (!string.Equals(left.Kind, right.Kind, StringComparison.Ordinal) || left.Fields.Length != right.Fields.Length)
        {
            return false;
        }

        foreach (ref readonly var field in left.Fields)
        {
            if (!Same(field.Value, right[field.Name]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(object left, object? right) => (left, right) switch
    {
        (ParseNode one, ParseNode other) => Same(one, other),
        (ParseNode[] one, ParseNode[] other) => SameList(one, other),
        (string one, string other) => string.Equals(one, other, StringComparison.Ordinal),
        (long one, long other) => one == other,
        (bool one, bool other) => one == other,
        _ => false,
    };

    private static bool SameList(ParseNode[] left, ParseNode[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!Same(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
