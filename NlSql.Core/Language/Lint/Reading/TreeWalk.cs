using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>Walks over parts of a statement.</summary>
internal static class TreeWalk
{
    /// <summary>A node and all below it, without the queries among them.</summary>
    public static IReadOnlyList<ParseNode> Within(ParseNode node)
    {
        List<ParseNode> found = [];
        Collect(node, found, intoQueries: false);
        return found;
    }

    /// <summary>A node and all below it.</summary>
    public static IReadOnlyList<ParseNode> All(ParseNode node)
    {
        List<ParseNode> found = [];
        Collect(node, found, intoQueries: true);
        return found;
    }

    /// <summary>The outermost queries in an expression.</summary>
    public static IEnumerable<ParseNode> Queries(ParseNode node) => node.Kind == "SelectStmt" ? [node] : Children(node).SelectMany(Queries);

    public static IEnumerable<ParseNode> Children(ParseNode node)
    {
        List<ParseNode> children = [];
        foreach (ref readonly var field in node.Fields)
        {
            switch (field.Value)
            {
                case ParseNode child:
                    children.Add(child);
                    break;
                case ParseNode[] list:
                    children.AddRange(list);
                    break;
            }
        }

        return children;
    }

    /// <summary>The parts that AND joins.</summary>
    public static IEnumerable<ParseNode> Conjuncts(ParseNode condition) => condition.Kind == "BoolExpr" && condition.Text("boolop") == "AND_EXPR"
        ? condition.List("args").SelectMany(Conjuncts)
        : [condition];

    /// <summary>What stands below casts.</summary>
    public static ParseNode Uncast(ParseNode node) => node is { Kind: "TypeCast" } && node.Node("arg") is { } inner ? Uncast(inner) : node;

    /// <summary>The operator of <c>a op b</c>; null for anything else.</summary>
    public static string? Operator(ParseNode node) =>
        node.Kind == "A_Expr" && node.Text("kind") == "AEXPR_OP" && node.Has("lexpr") && node.Has("rexpr") ? node.Names("name")[^1] : null;

    private static void Collect(ParseNode node, List<ParseNode> found, bool intoQueries)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node.Kind == "SelectStmt" && !intoQueries)
        {
            return;
        }

        found.Add(node);
        foreach (var child in Children(node))
        {
            Collect(child, found, intoQueries);
        }
    }
}
