using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// Functions that make a large value out of a small number. PostgreSQL computes constant calls while planning, where a timeout does not
/// reach into a single call: <c>repeat('x', 900000000)</c> keeps EXPLAIN busy for 16 s. So a constant size has a ceiling, and such calls
/// do not stand inside each other's arguments, where sizes would multiply.
/// </summary>
internal static class ResultSize
{
    private const long MaxLength = 10_000;

    public static Violation? Check(ParseNode call)
    {
        var name = call.Names("funcname")[^1];
        if (SizeArgument(name) is not { } position || call.List("args") is not { } arguments || arguments.Count <= position)
        {
            return null;
        }

        if (name == "format")
        {
            return IsSmallFormat(arguments) ? null : TooLarge(call, name);
        }

        // Only a number that is plainly small passes; an expression passes when it depends on the data, for then it is computed
        // row by row, under the statement's timeout.
        if (!IsSmall(arguments[position]) && !DependsOnData(arguments[position]))
        {
            return TooLarge(call, name);
        }

        return arguments.Any(argument => Holds(argument, inner => inner.Kind == "FuncCall" && SizeArgument(inner.Names("funcname")[^1]) is not null))
            ? new(
                GuardRules.FunctionTooLarge,
                $"A call of \"{name}\" inside another function that makes large values is not allowed, because their sizes multiply.",
                call)
            : null;
    }

    /// <summary>
    /// A path of <c>**</c> upon <c>**</c> looks at every pair of places in a value, a third at every triple.
    /// </summary>
    public static Violation? CheckPath(ParseNode node) => Paths(node).FirstOrDefault(IsDeep) is { } path
        ? new(GuardRules.FunctionTooLarge, "The JSON path has \"**\" more than twice, which takes PostgreSQL too long; name the steps.", path)
        : null;

    private static ParseNode?[] Paths(ParseNode node) => node.Kind switch
    {
        "FuncCall" when node.Names("funcname")[^1].StartsWith("jsonb_path_", StringComparison.Ordinal) => [.. node.List("args").Skip(1)],
        "A_Expr" when node.Names("name") is [.., "@?" or "@@"] => [node.Node("rexpr")],
        "TypeCast" when node.Node("typeName")?.Names("names") is [.., "jsonpath"] => [node.Node("arg")],
        "JsonFuncExpr" => [node.Node("pathspec")],
        "JsonTable" or "JsonTableColumn" => [node.Node("pathspec")?.Node("string")],
        _ => [],
    };

    private static bool IsDeep(ParseNode? path) => path?.Node("sval")?.Text("sval").Split("**").Length > 3;

    private static int? SizeArgument(string name) => name switch
    {
        "repeat" or "lpad" or "rpad" or "array_fill" => 1,
        "format" => 0,
        _ => null,
    };

    private static bool IsSmall(ParseNode size) => size.Kind switch
    {
        "A_Const" => size.Flag("isnull") || (size.Node("ival") is { } number && number.Number("ival") <= MaxLength),
        "A_ArrayExpr" => size.List("elements").Aggregate(1L, (product, element) =>
            element.Node("ival") is { } number && number.Number("ival") is >= 0 and <= MaxLength and var length
                ? Math.Min(product * length, MaxLength + 1)
                : MaxLength + 1) <= MaxLength,
        "TypeCast" => size.Node("arg") is { } value && IsSmall(value),
        _ => false,
    };

    private static bool DependsOnData(ParseNode node) => Holds(node, inner => inner.Kind == "ColumnRef" || inner.Flag("agg_star"));

    private static bool Holds(ParseNode node, Func<ParseNode, bool> wanted)
    {
        if (wanted(node))
        {
            return true;
        }

        foreach (ref readonly var field in node.Fields)
        {
            if (field.Value is ParseNode child ? Holds(child, wanted) : field.Value is ParseNode[] list && list.Any(item => Holds(item, wanted)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Widths stand in the pattern, <c>%20s</c>, or with <c>%*s</c> among the arguments.</summary>
    private static bool IsSmallFormat(IReadOnlyList<ParseNode> arguments) => arguments[0].Node("sval")?.Text("sval") is { } pattern
        ? !HasLongNumber(pattern)
            && (!pattern.Contains('*', StringComparison.Ordinal)
            || arguments.Skip(1).All(argument => argument.Node("sval")?.Text("sval") is { Length: < 5 } || IsSmall(argument) || DependsOnData(argument)))
        : DependsOnData(arguments[0]);

    private static bool HasLongNumber(string pattern)
    {
        var digits = 0;
        foreach (var character in pattern)
        {
            digits = char.IsAsciiDigit(character) ? digits + 1 : 0;
            if (digits > 4)
            {
                return true;
            }
        }

        return false;
    }

    private static Violation TooLarge(ParseNode call, string name) =>
        new(GuardRules.FunctionTooLarge, $"The call of \"{name}\" would make a value larger than {MaxLength}; use a smaller constant.", call);
}
