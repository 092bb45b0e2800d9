using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>Rough number of characters that a tree prints to, for layout only; stops counting as soon as the answer is known.</summary>
internal static class TreeSize
{
    private const int LineBudget = 84;
    private const int InlineBudget = 72;

    public static bool FitsInOneLine(IReadOnlyList<ParseNode> items)
    {
        var left = LineBudget;
        foreach (var item in items)
        {
            if (!Spend(item, ref left))
            {
                return false;
            }
        }

        return true;
    }

    public static bool FitsInline(ParseNode node)
    {
        var left = InlineBudget;
        return Spend(node, ref left);
    }

    private static bool Spend(ParseNode node, ref int left)
    {
        left -= Overhead(node.Kind);
        if (left < 0)
        {
            return false;
        }

        foreach (ref readonly var field in node.Fields)
        {
            switch (field.Value)
            {
                case ParseNode child when !Spend(child, ref left):
                    return false;
                case ParseNode[] list:
                    foreach (var child in list)
                    {
                        if (!Spend(child, ref left))
                        {
                            return false;
                        }
                    }

                    break;
                case string text when field.Name is "sval" or "fval" or "name" or "relname" or "schemaname" or "aliasname":
                    left -= text.Length;
                    break;
            }
        }

        return left >= 0;
    }

    /// <summary>Punctuation and keywords that a node brings besides its names.</summary>
    private static int Overhead(string kind) => kind switch
    {
        "SelectStmt" => 12,
        "CaseExpr" => 9,
        "CaseWhen" => 12,
        "JoinExpr" or "SubLink" => 9,
        "FuncCall" or "WindowDef" or "TypeCast" => 4,
        "A_Expr" or "BoolExpr" or "ResTarget" => 3,
        "ColumnRef" or "A_Const" or "Alias" => 2,
        "List" or "Integer" => 0,
        _ => 1,
    };
}
