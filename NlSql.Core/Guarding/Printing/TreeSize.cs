using NlSql.Core.Guarding.Tree;

namespace NlSql.Core.Guarding.Printing;

/// <summary>Rough size of what a tree prints to, for layout only; stops counting as soon as the answer is known.</summary>
internal static class TreeSize
{
    private const int LineBudget = 26;
    private const int InlineBudget = 20;

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

        return items.Count <= 5 || left > LineBudget - (2 * items.Count);
    }

    public static bool FitsInline(ParseNode node)
    {
        var left = InlineBudget;
        return Spend(node, ref left);
    }

    private static bool Spend(ParseNode node, ref int left)
    {
        if (node.Kind is "String" or "Integer" or "List" or "ResTarget" or "TypeName" or "A_Star" ? left < 0 : --left < 0)
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
                case string { Length: > 24 } text:
                    left -= text.Length / 24;
                    break;
            }
        }

        return left >= 0;
    }
}
